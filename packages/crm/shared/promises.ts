/** Until when lines were promised: given by who sells, kept whatever is told of the lines later. Pure. */
import { type Input, type PlainDate, type Refusal, refuse } from '@tandem/kernel'
import type { PROMISES } from './fields.ts'

export type Promises = readonly Input<(typeof PROMISES)['of']>[]

interface Numbered {
  readonly lineNumber: number
}
type Promised<L> = Omit<L, 'promisedDate'> & { readonly promisedDate: PlainDate | null }

/** The lines with these promises in the place of their old ones; a line that is not named keeps its own. */
export function promisedLines<L extends Numbered & { readonly promisedDate?: PlainDate | null | undefined }>(
  lines: readonly L[],
  promises: Promises | null | undefined,
): Promised<L>[] {
  const given = new Map((promises ?? []).map(({ lineNumber, promisedDate }) => [lineNumber, promisedDate ?? null]))
  return lines.map((line) => ({
    ...line,
    promisedDate: given.has(line.lineNumber) ? (given.get(line.lineNumber) ?? null) : (line.promisedDate ?? null),
  }))
}

/** Lines that are told anew, with what was promised for lines of the same number. */
export function keepingPromises<L extends Numbered>(
  lines: readonly L[],
  before: readonly (Numbered & { readonly promisedDate: PlainDate | null })[],
): Promised<L>[] {
  return promisedLines(
    lines.map((line) => ({ ...line, promisedDate: null })),
    before,
  )
}

/** `<document>/no-such-line`, `<document>/line-number-twice`. */
export function badPromises(
  document: 'quote' | 'order',
  lines: readonly Numbered[],
  promises: Promises | null | undefined,
): Refusal | undefined {
  const open = new Set(lines.map(({ lineNumber }) => lineNumber))
  const seen = new Set<number>()
  for (const { lineNumber } of promises ?? []) {
    if (!open.has(lineNumber)) return refuse(`${document}/no-such-line`, { lineNumber }).refusal
    if (seen.has(lineNumber)) return refuse(`${document}/line-number-twice`, { lineNumber }).refusal
    seen.add(lineNumber)
  }
  return undefined
}
