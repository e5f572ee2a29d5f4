/** What a table would not take is refused before, in words. Each guard here has its twin as a check in the migrations. */
import { Decimal, type Refusal, refuse } from '@tandem/kernel'

type Given = Readonly<Record<string, unknown>>

const CURRENCY = /^[A-Z]{3}$/
const COUNTRY = /^[A-Z]{2}$/
const HUNDRED = Decimal.of(100)
/** numeric(20,4) holds 16 digits before the point. */
const TOO_LARGE = Decimal.of(10n ** 16n)

export interface Expectations {
  /** Texts that must say something. */
  readonly filled?: readonly string[]
  readonly notNegative?: readonly string[]
  readonly percent?: readonly string[]
}

/**
 * The first of a document's given fields that cannot be stored: `<document>/empty-field`, `/below-zero`, `/not-a-percent`,
 * `/not-a-currency`, `/not-a-country`. Fields that are absent or null are not looked at.
 */
export function badValue(document: string, values: object, expect: Expectations): Refusal | undefined {
  const given = values as Given
  const bad = (reason: string, field: string) => refuse(`${document}/${reason}`, { field, value: String(given[field]) }).refusal
  const has = (field: string) => given[field] !== undefined && given[field] !== null
  const number = (field: string) => Decimal.of(String(given[field]))
  const empty = expect.filled?.find((field) => has(field) && String(given[field]).trim() === '')
  if (empty) return bad('empty-field', empty)
  const below = expect.notNegative?.find((field) => has(field) && number(field).isNegative())
  if (below) return bad('below-zero', below)
  const percent = expect.percent?.find((field) => has(field) && (number(field).isNegative() || number(field).isMore(HUNDRED)))
  if (percent) return bad('not-a-percent', percent)
  if (has('currency') && !CURRENCY.test(String(given.currency))) return bad('not-a-currency', 'currency')
  if (has('country') && !COUNTRY.test(String(given.country))) return bad('not-a-country', 'country')
  return undefined
}

/** Net and tax must add up to the total, whoever computed them: `<document>/totals-differ`. */
export function badTotals(document: string, totals: { net: string; tax: string; total: string }): Refusal | undefined {
  const { net, tax, total } = totals
  if (Decimal.of(net).plus(Decimal.of(tax)).equals(Decimal.of(total))) return undefined
  return refuse(`${document}/totals-differ`, { net, tax, total }).refusal
}

export function isTooLarge(amount: Decimal): boolean {
  return !amount.abs().isLess(TOO_LARGE)
}

/** The first number that two lines share. */
export function repeated(numbers: readonly number[]): number | undefined {
  return numbers.find((number, i) => numbers.indexOf(number) !== i)
}
