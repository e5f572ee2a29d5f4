/** What the file of a bank says, whatever its format. */
import { Decimal, type Details, type PlainDate, parseDate, type Refusal, refuse } from '@tandem/kernel'

export interface Movement {
  readonly bookingDate: PlainDate
  readonly valueDate: PlainDate | null
  /** Decimal text, negative when it went out. */
  readonly amount: string
  readonly counterparty: string | null
  readonly counterpartyAccount: string | null
  readonly reference: string | null
  readonly bankReference: string | null
}

export interface ToldStatement {
  /** As the file writes it; null where it does not say. */
  readonly account: string | null
  readonly currency: string | null
  readonly statementId: string | null
  readonly fromDate: PlainDate | null
  readonly toDate: PlainDate | null
  readonly opening: string | null
  readonly closing: string | null
  readonly movements: readonly Movement[]
}

/** Thrown inside of readers and caught at their door: a file breaks off at the first thing that cannot be read. */
export class Unreadable extends Error {
  readonly refusal: Refusal
  constructor(code: string, details: Details) {
    super(code)
    this.refusal = refuse(code, details).refusal
  }
}

const BANK_DATES = ['YYYY-MM-DD', 'YYYY/MM/DD', 'DD.MM.YYYY'] as const

/** `2026-03-02`, `2026-03-02T10:00:00+01:00`, `2026/03/02`, `02.03.2026` or `20260302`: what cannot be taken for another day. */
export function dayOf(text: string): PlainDate | undefined {
  const day = text.trim().split(/[T ]/)[0] ?? ''
  const plain = /^\d{8}$/.test(day) ? `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}` : day
  for (const format of BANK_DATES) {
    const found = parseDate(plain, format)
    if (found) return found
  }
  return undefined
}

const ENGLISH = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$|^[+-]?\d*(\.\d+)?$/
const GERMAN = /^[+-]?(\d{1,3}(\.\d{3})+|\d+),\d{1,2}$/

/** `1,234.50`, `1234.5`, `1.234,50`: what cannot be taken for another amount. */
export function amountOf(text: string): Decimal | undefined {
  const plain = text.replace(/[\s¥￥€$']/g, '')
  if (plain === '') return undefined
  if (GERMAN.test(plain)) return Decimal.parse(plain.replaceAll('.', '').replace(',', '.'))
  return ENGLISH.test(plain) ? Decimal.parse(plain.replaceAll(',', '')) : undefined
}

/** Blanks at the ends and doubled ones do not count; nothing is null. */
export function wordsOf(text: string | undefined, most: number): string | null {
  const words = text?.replace(/\s+/g, ' ').trim() ?? ''
  return words === '' ? null : [...words].slice(0, most).join('')
}
