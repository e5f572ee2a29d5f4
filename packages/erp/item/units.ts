/** Quantities of an item in its units, exactly: stock is counted in the base unit, orders may name another. */
import { Decimal } from '@tandem/kernel'

/** One of the unit is numerator / denominator base units. */
export interface Factor {
  readonly numerator: string
  readonly denominator: string
}

export interface UnitsOf {
  readonly unit: string
  readonly units: readonly ({ readonly unit: string } & Factor)[] | null
}

export const BASE: Factor = { numerator: '1', denominator: '1' }
export const QUANTITY_DIGITS = 6

/** The factor of a unit of an item; undefined when the item is not counted in it. */
export function factorOf(item: UnitsOf, unit: string): Factor | undefined {
  if (unit === item.unit) return BASE
  return item.units?.find((other) => other.unit === unit)
}

/** The quantity in base units; undefined when it cannot be said exactly in 6 digits. */
export function toBase(quantity: Decimal, { numerator, denominator }: Factor): Decimal | undefined {
  return exactly(quantity, numerator, denominator)
}

/** The quantity in the unit of the factor; undefined when it cannot be said exactly in 6 digits. */
export function fromBase(base: Decimal, { numerator, denominator }: Factor): Decimal | undefined {
  return exactly(base, denominator, numerator)
}

/** Base units in 6 digits that are known to be exact, as those of a stored line. A fault when they are not. */
export function baseOf(quantity: Decimal, factor: Factor): Decimal {
  const base = toBase(quantity, factor)
  if (!base) throw new RangeError(`${quantity} x ${factor.numerator}/${factor.denominator} is not exact`)
  return base
}

/**
 * The most of `wanted` (in the unit) that `free` base units can serve: all of it, or else what can be said exactly, or
 * else whole units, for nobody gets 0.833333 of a dozen.
 */
export function mostOf(wanted: Decimal, free: Decimal, factor: Factor): Decimal {
  if (!free.isPositive() || !wanted.isPositive()) return Decimal.zero
  if (!free.isLess(baseOf(wanted, factor))) return wanted
  const exact = fromBase(free, factor)
  if (exact) return exact
  const whole = free.times(Decimal.of(factor.denominator)).over(Decimal.of(factor.numerator), 0, 'floor')
  return toBase(whole, factor) ? whole : Decimal.zero
}

function exactly(value: Decimal, times: string, over: string): Decimal | undefined {
  if (times === over) return value.scale > QUANTITY_DIGITS ? fits(value) : value
  const product = value.times(Decimal.of(times))
  const divisor = Decimal.of(over)
  const quotient = product.over(divisor, QUANTITY_DIGITS, 'half-up')
  return quotient.times(divisor).equals(product) ? quotient : undefined
}

function fits(value: Decimal): Decimal | undefined {
  const rounded = value.round(QUANTITY_DIGITS, 'down')
  return rounded.equals(value) ? rounded : undefined
}
