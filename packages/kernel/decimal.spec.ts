import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decimal, type RoundingMode } from './decimal.ts'

/** An exact fraction, to judge Decimal by: numerator over a positive denominator, never reduced. */
interface Rational {
  readonly n: bigint
  readonly d: bigint
}

const rational = (value: Decimal): Rational => ({ n: value.units, d: 10n ** BigInt(value.scale) })
const same = (a: Rational, b: Rational): boolean => a.n * b.d === b.n * a.d
const less = (a: Rational, b: Rational): boolean => a.n * b.d < b.n * a.d
const minus = (a: Rational, b: Rational): Rational => ({ n: a.n * b.d - b.n * a.d, d: a.d * b.d })
const divided = (a: Rational, b: Rational): Rational => ({
  n: b.n < 0n ? -a.n * b.d : a.n * b.d,
  d: (b.n < 0n ? -b.n : b.n) * a.d,
})
const abs = (a: Rational): Rational => ({ n: a.n < 0n ? -a.n : a.n, d: a.d })

const decimals = fc.tuple(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.integer({ min: 0, max: 12 })).map(([units, scale]) => {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const point = digits.length - scale
  return Decimal.of(`${units < 0n ? '-' : ''}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ''}`)
})
const modes = fc.constantFrom<RoundingMode>('half-up', 'half-even', 'up', 'down', 'floor', 'ceiling')

/** What each mode promises, said without rounding: where the result lies, and how far away it may be. */
function isRounded(exact: Rational, result: Decimal, scale: number, mode: RoundingMode): boolean {
  const rounded = rational(result)
  const error = minus(rounded, exact)
  const unit: Rational = { n: 1n, d: 10n ** BigInt(scale) }
  const half: Rational = { n: 1n, d: 2n * unit.d }
  if (error.n === 0n) return true
  if (!less(abs(error), unit)) return false
  switch (mode) {
    case 'floor':
      return error.n < 0n
    case 'ceiling':
      return error.n > 0n
    case 'down':
      return less(abs(rounded), abs(exact))
    case 'up':
      return less(abs(exact), abs(rounded))
    case 'half-up':
      return less(abs(error), half) || (same(abs(error), half) && less(abs(exact), abs(rounded)))
    case 'half-even':
      return less(abs(error), half) || (same(abs(error), half) && result.units % 2n === 0n)
  }
}

describe('a decimal number', () => {
  it('adds, subtracts and multiplies exactly', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const [x, y] = [rational(a), rational(b)]
        expect(same(rational(a.plus(b)), { n: x.n * y.d + y.n * x.d, d: x.d * y.d })).toBe(true)
        expect(same(rational(a.minus(b)), minus(x, y))).toBe(true)
        expect(same(rational(a.times(b)), { n: x.n * y.n, d: x.d * y.d })).toBe(true)
      }),
    )
  })

  it('is rounded as each mode promises', () => {
    fc.assert(
      fc.property(decimals, fc.integer({ min: 0, max: 14 }), modes, (value, scale, mode) => {
        const rounded = value.round(scale, mode)
        expect(rounded.scale).toBe(scale)
        expect(isRounded(rational(value), rounded, scale, mode)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('is rounded as promised when exactly on the half', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 6n), 10n ** 6n), fc.integer({ min: 0, max: 6 }), modes, (n, scale, mode) => {
        const tie = Decimal.of(2n * n + 1n).over(Decimal.of(2n * 10n ** BigInt(scale)), scale + 1, 'down')
        expect(isRounded(rational(tie), tie.round(scale, mode), scale, mode)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('is divided as each mode promises, whatever the signs', () => {
    fc.assert(
      fc.property(decimals, decimals, fc.integer({ min: 0, max: 8 }), modes, (a, b, scale, mode) => {
        fc.pre(!b.isZero())
        const quotient = a.over(b, scale, mode)
        expect(quotient.scale).toBe(scale)
        expect(isRounded(divided(rational(a), rational(b)), quotient, scale, mode)).toBe(true)
      }),
      { numRuns: 500 },
    )
    expect(() => Decimal.one.over(Decimal.zero, 2, 'down')).toThrow('division by zero')
  })

  it.each([
    ['half-up', '2.5 -> 3, -2.5 -> -3, 3.5 -> 4, 2.4 -> 2, -2.6 -> -3'],
    ['half-even', '2.5 -> 2, -2.5 -> -2, 3.5 -> 4, 2.51 -> 3'],
    ['up', '2.1 -> 3, -2.1 -> -3, 2 -> 2'],
    ['down', '2.9 -> 2, -2.9 -> -2'],
    ['floor', '2.9 -> 2, -2.1 -> -3'],
    ['ceiling', '2.1 -> 3, -2.9 -> -2'],
  ] as const)('rounds %s: %s', (mode, examples) => {
    const rounded = examples.replace(/([-.\d]+) -> [-.\d]+/g, (_, given: string) => {
      return `${given} -> ${Decimal.of(given).round(0, mode)}`
    })
    expect(rounded).toBe(examples)
  })

  it('comes back from its text, which is the shortest', () => {
    fc.assert(
      fc.property(decimals, (value) => {
        expect(Decimal.of(value.toString()).equals(value)).toBe(true)
        expect(Decimal.of(value.toFixed()).scale).toBe(value.scale)
        expect(value.toString()).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/)
        expect(JSON.stringify({ value })).toBe(`{"value":"${value}"}`)
      }),
    )
    expect(Decimal.of('-0.00').toString()).toBe('0')
  })

  it('compares as fractions do', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const order = less(rational(a), rational(b)) ? -1 : same(rational(a), rational(b)) ? 0 : 1
        expect(a.compare(b)).toBe(order)
        expect([a.isLess(b), a.equals(b), a.isMore(b)]).toEqual([order < 0, order === 0, order > 0])
        expect(a.min(b).compare(a.max(b))).toBeLessThanOrEqual(0)
        expect([a.isNegative(), a.isZero(), a.isPositive()]).toEqual([a.units < 0n, a.units === 0n, a.units > 0n])
        expect(a.abs().isNegative()).toBe(false)
      }),
    )
  })

  it.each(['12', '-12.50', '+3', '.5', '12.', '007'])('reads %s', (text) => {
    expect(Number(Decimal.of(text).toString())).toBe(Number(text))
  })

  it.each(['', ' 1', '1 ', '1e3', '1,000', '--1', '.', '+', 'NaN', 'Infinity', '0x10', '１２', '1.2.3', '1_000'])(
    'refuses %j',
    (text) => {
      expect(Decimal.parse(text)).toBeUndefined()
      expect(() => Decimal.of(text)).toThrow(RangeError)
    },
  )

  it('refuses numbers that a computer writes with an exponent, and takes bigints and itself', () => {
    expect(() => Decimal.of(1e21)).toThrow(RangeError)
    expect(Decimal.of(10n ** 30n).toString()).toBe(`1${'0'.repeat(30)}`)
    expect(Decimal.of(Decimal.one)).toBe(Decimal.one)
    expect(Decimal.sum(['0.1', '0.2', '-0.3'].map((text) => Decimal.of(text))).isZero()).toBe(true)
  })
})
