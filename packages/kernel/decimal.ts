/**
 * Exact decimal numbers: a bigint of units and how many of its digits stand behind the point.
 * Adding, subtracting and multiplying are exact; only `round` and `over` lose digits, and both say how.
 */
export type RoundingMode = 'half-up' | 'half-even' | 'up' | 'down' | 'floor' | 'ceiling'

const PLAIN = /^([+-]?)(\d+)(?:\.(\d*))?$|^([+-]?)\.(\d+)$/

export class Decimal {
  static readonly zero = new Decimal(0n, 0)
  static readonly one = new Decimal(1n, 0)

  readonly units: bigint
  readonly scale: number

  private constructor(units: bigint, scale: number) {
    this.units = units
    this.scale = scale
  }

  /** Reads `-12.50`. Throws a RangeError for anything else: exponents, blanks, thousands separators. */
  static of(value: string | number | bigint | Decimal): Decimal {
    if (value instanceof Decimal) return value
    const parsed = Decimal.parse(String(value))
    if (!parsed) throw new RangeError(`not a plain decimal number: ${JSON.stringify(String(value))}`)
    return parsed
  }

  /** Like `of`, but answers undefined for what is not a plain decimal number: for input of people and files. */
  static parse(text: string): Decimal | undefined {
    const match = PLAIN.exec(text)
    if (!match) return undefined
    const digits = match[3] ?? match[5] ?? ''
    const units = BigInt((match[2] ?? '0') + digits)
    return new Decimal((match[1] ?? match[4]) === '-' ? -units : units, digits.length)
  }

  static sum(values: Iterable<Decimal>): Decimal {
    let total = Decimal.zero
    for (const value of values) total = total.plus(value)
    return total
  }

  plus(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale)
    return new Decimal(this.unitsAt(scale) + other.unitsAt(scale), scale)
  }

  minus(other: Decimal): Decimal {
    return this.plus(other.negated())
  }

  times(other: Decimal): Decimal {
    return new Decimal(this.units * other.units, this.scale + other.scale)
  }

  /** The quotient with `scale` digits behind the point. Throws a RangeError for a zero divisor. */
  over(divisor: Decimal, scale: number, mode: RoundingMode): Decimal {
    if (divisor.isZero()) throw new RangeError('division by zero')
    const shift = scale + divisor.scale - this.scale
    const numerator = shift > 0 ? this.units * pow10(shift) : this.units
    const denominator = shift < 0 ? divisor.units * pow10(-shift) : divisor.units
    return new Decimal(divideRounded(numerator, denominator, mode), scale)
  }

  /** The same number with exactly `scale` digits behind the point. */
  round(scale: number, mode: RoundingMode): Decimal {
    if (scale >= this.scale) return new Decimal(this.unitsAt(scale), scale)
    return new Decimal(divideRounded(this.units, pow10(this.scale - scale), mode), scale)
  }

  negated(): Decimal {
    return new Decimal(-this.units, this.scale)
  }

  abs(): Decimal {
    return this.units < 0n ? this.negated() : this
  }

  compare(other: Decimal): -1 | 0 | 1 {
    const scale = Math.max(this.scale, other.scale)
    const [a, b] = [this.unitsAt(scale), other.unitsAt(scale)]
    return a < b ? -1 : a > b ? 1 : 0
  }

  equals(other: Decimal): boolean {
    return this.compare(other) === 0
  }
  isLess(other: Decimal): boolean {
    return this.compare(other) < 0
  }
  isMore(other: Decimal): boolean {
    return this.compare(other) > 0
  }
  isZero(): boolean {
    return this.units === 0n
  }
  isNegative(): boolean {
    return this.units < 0n
  }
  isPositive(): boolean {
    return this.units > 0n
  }

  min(other: Decimal): Decimal {
    return this.compare(other) <= 0 ? this : other
  }
  max(other: Decimal): Decimal {
    return this.compare(other) >= 0 ? this : other
  }

  /** The shortest exact text: `12.5`, never `12.50` or `1.25e1`. */
  toString(): string {
    const text = this.toFixed()
    return text.includes('.') ? text.replace(/\.?0+$/, '') : text
  }

  /** Text with all digits of its scale: `12.50`. */
  toFixed(): string {
    const sign = this.units < 0n ? '-' : ''
    const digits = (this.units < 0n ? -this.units : this.units).toString().padStart(this.scale + 1, '0')
    if (this.scale === 0) return sign + digits
    return `${sign}${digits.slice(0, -this.scale)}.${digits.slice(-this.scale)}`
  }

  toJSON(): string {
    return this.toString()
  }

  private unitsAt(scale: number): bigint {
    return scale === this.scale ? this.units : this.units * pow10(scale - this.scale)
  }
}

const powers: bigint[] = [1n]
function pow10(exponent: number): bigint {
  for (let n = powers.length; n <= exponent; n++) powers.push((powers[n - 1] as bigint) * 10n)
  return powers[exponent] as bigint
}

function divideRounded(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const quotient = numerator / denominator
  const remainder = numerator % denominator
  if (remainder === 0n) return quotient
  const away = numerator < 0n !== denominator < 0n ? -1n : 1n
  const twice = 2n * abs(remainder)
  const half = twice === abs(denominator) ? 0 : twice > abs(denominator) ? 1 : -1
  return goesAway(mode, half, away, quotient) ? quotient + away : quotient
}

function goesAway(mode: RoundingMode, half: number, away: bigint, quotient: bigint): boolean {
  switch (mode) {
    case 'up':
      return true
    case 'down':
      return false
    case 'floor':
      return away < 0n
    case 'ceiling':
      return away > 0n
    case 'half-up':
      return half >= 0
    case 'half-even':
      return half > 0 || (half === 0 && quotient % 2n !== 0n)
  }
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value
}
