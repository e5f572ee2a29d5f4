import { Decimal, type RoundingMode } from './decimal.ts'

/** An exact sum of one currency (ISO 4217 code). Adding two currencies is a programming error and throws. */
export interface Money {
  readonly amount: Decimal
  readonly currency: string
}

/** ISO 4217 currencies whose minor unit is not 2 digits. */
const MINOR_DIGITS: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLF: 4,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  UYW: 4,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
}

/** Digits of the currency's minor unit: 2 for CNY and USD, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  return MINOR_DIGITS[currency] ?? 2
}

export function money(amount: string | Decimal, currency: string): Money {
  return { amount: Decimal.of(amount), currency }
}

export function addMoney(a: Money, b: Money): Money {
  return { amount: a.amount.plus(b.amount), currency: sameCurrency(a, b) }
}

export function subtractMoney(a: Money, b: Money): Money {
  return { amount: a.amount.minus(b.amount), currency: sameCurrency(a, b) }
}

/** An amount rounded to the currency's minor unit. */
export function roundMoney(amount: Decimal, currency: string, mode: RoundingMode = 'half-up'): Decimal {
  return amount.round(minorDigits(currency), mode)
}

/** Quantity x unit price less a discount of `discountPercent` (12.5 = 12.5 %), rounded to the minor unit once. */
export function lineTotal(
  line: { quantity: Decimal; unitPrice: Decimal; discountPercent?: Decimal },
  currency: string,
  mode: RoundingMode = 'half-up',
): Decimal {
  return roundMoney(exactLineTotal(line), currency, mode)
}

/** The same before rounding: what rounding takes away is `lineTotal - exactLineTotal`, and somebody will ask. */
export function exactLineTotal(line: { quantity: Decimal; unitPrice: Decimal; discountPercent?: Decimal }): Decimal {
  const gross = line.quantity.times(line.unitPrice)
  if (!line.discountPercent || line.discountPercent.isZero()) return gross
  return gross.times(HUNDRED.minus(line.discountPercent)).times(HUNDREDTH)
}

/** Tax on a net amount at `ratePercent` (13 = 13 %), rounded to the minor unit. */
export function taxOf(net: Decimal, ratePercent: Decimal, currency: string, mode: RoundingMode = 'half-up'): Decimal {
  return roundMoney(net.times(ratePercent).times(HUNDREDTH), currency, mode)
}

/** Units of `to` for one unit of `from` is the rate; the result is rounded to the minor unit of `to`. */
export function convert(from: Money, rate: Decimal, to: string, mode: RoundingMode = 'half-up'): Money {
  return { amount: roundMoney(from.amount.times(rate), to, mode), currency: to }
}

/**
 * Splits an amount by weights so that the parts add up to it exactly: largest remainders get the odd minor units,
 * ties go to the earlier part. Throws a RangeError when weights are negative or all zero, or the amount has more digits
 * than the currency's minor unit.
 */
export function allocate(amount: Decimal, weights: readonly Decimal[], currency: string): Decimal[] {
  const total = Decimal.sum(weights)
  if (total.isZero() || weights.some((weight) => weight.isNegative())) {
    throw new RangeError('weights must not be negative nor all zero')
  }
  const digits = minorDigits(currency)
  if (!amount.round(digits, 'down').equals(amount)) {
    throw new RangeError(`${amount} has more digits than the minor unit of ${currency}`)
  }
  const mode = amount.isNegative() ? 'ceiling' : 'floor'
  const parts = weights.map((weight) => amount.times(weight).over(total, digits, mode))
  const unit = Decimal.of(amount.isNegative() ? -1 : 1).over(Decimal.of(10n ** BigInt(digits)), digits, 'down')
  let rest = amount.minus(Decimal.sum(parts))
  for (const index of byRemainder(amount, weights, total, parts)) {
    if (rest.isZero()) break
    parts[index] = (parts[index] as Decimal).plus(unit)
    rest = rest.minus(unit)
  }
  return parts
}

function byRemainder(amount: Decimal, weights: readonly Decimal[], total: Decimal, parts: readonly Decimal[]): number[] {
  const remainders = weights.map((weight, i) =>
    amount
      .times(weight)
      .minus((parts[i] as Decimal).times(total))
      .abs(),
  )
  return [...weights.keys()].sort((a, b) => (remainders[b] as Decimal).compare(remainders[a] as Decimal) || a - b)
}

function sameCurrency(a: Money, b: Money): string {
  if (a.currency !== b.currency) throw new RangeError(`${a.currency} and ${b.currency} do not add up`)
  return a.currency
}

const HUNDRED = Decimal.of(100)
const HUNDREDTH = Decimal.of('0.01')
