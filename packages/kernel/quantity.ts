import { Decimal, type RoundingMode } from './decimal.ts'

/** An exact amount of a unit (`pcs`, `kg`, `box`). */
export interface Quantity {
  readonly value: Decimal
  readonly unit: string
}

/** How many base units one of each unit is: `{ pcs: '1', dozen: '12' }`; kept as numerator over denominator. */
export interface UnitFactor {
  readonly numerator: Decimal
  readonly denominator: Decimal
}
export type Units = Readonly<Record<string, UnitFactor>>

/** Reads factors such as `{ pcs: '1', dozen: '12', third: '1/3' }`. Throws a RangeError for one that is not positive. */
export function units(factors: Readonly<Record<string, string>>): Units {
  return Object.fromEntries(
    Object.entries(factors).map(([unit, factor]) => {
      const [numerator = '', denominator = '1'] = factor.split('/')
      const read = { numerator: Decimal.of(numerator), denominator: Decimal.of(denominator) }
      if (!read.numerator.isPositive() || !read.denominator.isPositive()) {
        throw new RangeError(`the factor of ${unit} must be more than zero: ${factor}`)
      }
      return [unit, read]
    }),
  )
}

export function quantity(value: string | Decimal, unit: string): Quantity {
  return { value: Decimal.of(value), unit }
}

export function addQuantity(a: Quantity, b: Quantity): Quantity {
  if (a.unit !== b.unit) throw new RangeError(`${a.unit} and ${b.unit} do not add up: convert first`)
  return { value: a.value.plus(b.value), unit: a.unit }
}

/**
 * The same quantity in another unit of the same item, with `scale` digits behind the point.
 * Answers undefined when a unit is unknown: the caller knows how to refuse that.
 */
export function convertQuantity(
  from: Quantity,
  to: string,
  known: Units,
  scale = 6,
  mode: RoundingMode = 'half-up',
): Quantity | undefined {
  if (from.unit === to) return from
  const [source, target] = [known[from.unit], known[to]]
  if (!source || !target) return undefined
  const numerator = from.value.times(source.numerator).times(target.denominator)
  return { value: numerator.over(source.denominator.times(target.numerator), scale, mode), unit: to }
}
