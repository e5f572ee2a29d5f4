/** What is left of a price after cost: pure, so that the sums have sentences in a spec. */
import { Decimal } from '@tandem/kernel'

export interface MarginLine {
  readonly net: string
  readonly quantity: string
  /** Of one; undefined where nobody knows. */
  readonly unitCost: string | undefined
}

export interface Margin {
  readonly amount: string
  /** Of the net amount; null where that is nothing. */
  readonly percent: string | null
}

const AMOUNT_DIGITS = 2
const PERCENT_DIGITS = 1

/** Of all lines together; undefined as soon as the cost of one is not known. */
export function marginOf(lines: readonly MarginLine[]): Margin | undefined {
  if (lines.length === 0 || lines.some(({ unitCost }) => unitCost === undefined)) return undefined
  const net = Decimal.sum(lines.map((line) => Decimal.of(line.net)))
  const cost = Decimal.sum(lines.map(({ quantity, unitCost }) => Decimal.of(quantity).times(Decimal.of(unitCost ?? '0'))))
  const left = net.minus(cost)
  const hundred = Decimal.of(100)
  const percent = net.isZero() ? null : left.times(hundred).over(net, PERCENT_DIGITS, 'half-up').toString()
  return { amount: left.round(AMOUNT_DIGITS, 'half-up').toString(), percent }
}
