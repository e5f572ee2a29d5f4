/** External ids out of whole numbers: of equal length, so that the order of their bytes is the order of their numbers. */
const DIGITS = 10

export function idText(number: number): string {
  return String(number).padStart(DIGITS, '0')
}

/** 0 for what is no such id: no document has that number. */
export function idNumber(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : 0
}
