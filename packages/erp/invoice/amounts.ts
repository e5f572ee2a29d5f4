/** Amounts of parts: whatever is cut into parts adds up to the whole, because each part takes what the earlier ones left. */
import { Decimal, roundMoney } from '@tandem/kernel'

/** What belongs to the first `part` of `whole` units of a total: total x part / whole, rounded to the minor unit; all of it at the end. */
export function shareOf(total: Decimal, part: Decimal, whole: Decimal, currency: string): Decimal {
  if (part.equals(whole)) return total
  return roundMoney(total.times(part).over(whole, 12, 'half-up'), currency)
}

/** A line that is invoiced, or credited, in parts. */
export interface PartedLine {
  readonly quantity: string
  readonly net: string
  readonly tax: string
}

/** What earlier parts took. */
export interface Taken {
  readonly quantity: Decimal
  readonly net: Decimal
  readonly tax: Decimal
}

export const NOTHING_TAKEN: Taken = { quantity: Decimal.zero, net: Decimal.zero, tax: Decimal.zero }

/** Net and tax of the next `quantity` of a line, so that all parts together are the line's net and tax to the minor unit. */
export function nextPart(line: PartedLine, taken: Taken, quantity: Decimal, currency: string): { net: Decimal; tax: Decimal } {
  const [whole, through] = [Decimal.of(line.quantity), taken.quantity.plus(quantity)]
  const part = (total: string, before: Decimal) =>
    shareOf(Decimal.of(total), through, whole, currency).minus(before).max(Decimal.zero)
  return { net: part(line.net, taken.net), tax: part(line.tax, taken.tax) }
}

/** How much in base currency goes when the settled part of a document rises from `before` to `after`. */
export function baseRelief(
  document: { readonly total: string; readonly baseTotal: string; readonly baseCurrency: string },
  before: Decimal,
  after: Decimal,
): Decimal {
  const whole = Decimal.of(document.total)
  if (whole.isZero()) return Decimal.zero
  const share = (part: Decimal) => shareOf(Decimal.of(document.baseTotal), part, whole, document.baseCurrency)
  return share(after).minus(share(before))
}
