import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decimal } from './decimal.ts'
import {
  addMoney,
  allocate,
  convert,
  exactLineTotal,
  lineTotal,
  minorDigits,
  money,
  roundMoney,
  subtractMoney,
  taxOf,
} from './money.ts'

const currencies = fc.constantFrom('CNY', 'JPY', 'KWD', 'CLF')
const minorUnits = (units: bigint, currency: string): Decimal =>
  Decimal.of(units).over(Decimal.of(10n ** BigInt(minorDigits(currency))), minorDigits(currency), 'down')
const weights = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom('1', '0.01', '0.000001')), {
    minLength: 1,
    maxLength: 12,
  })
  .map((pairs) => pairs.map(([count, size]) => Decimal.of(count).times(Decimal.of(size))))
  .filter((all) => all.some((weight) => weight.isPositive()))

describe('splitting an amount', () => {
  it('gives parts that add up exactly, each within one minor unit of its fair share, negative amounts too', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 12n), 10n ** 12n), currencies, weights, (units, currency, by) => {
        const amount = minorUnits(units, currency)
        const parts = allocate(amount, by, currency)
        expect(Decimal.sum(parts).equals(amount)).toBe(true)
        const [total, unit] = [Decimal.sum(by), minorUnits(1n, currency)]
        parts.forEach((part, i) => {
          const weight = by[i] ?? Decimal.zero
          // |part - amount * weight / total| < one minor unit, multiplied by total so that nothing is divided.
          expect(part.times(total).minus(amount.times(weight)).abs().isLess(unit.times(total))).toBe(true)
          expect(part.round(minorDigits(currency), 'down').equals(part)).toBe(true)
          if (weight.isZero()) expect(part.isZero()).toBe(true)
        })
      }),
      { numRuns: 500 },
    )
  })

  it('gives equal weights parts that differ by one minor unit at most, the earlier the larger', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 9n), currencies, fc.integer({ min: 1, max: 20 }), (units, currency, count) => {
        const parts = allocate(minorUnits(units, currency), Array(count).fill(Decimal.one), currency)
        const sorted = [...parts].sort((a, b) => b.compare(a))
        expect(parts.map(String)).toEqual(sorted.map(String))
        const spread = (parts[0] ?? Decimal.zero).minus(parts.at(-1) ?? Decimal.zero)
        expect(spread.isMore(minorUnits(1n, currency))).toBe(false)
      }),
    )
  })

  it.each([
    ['100', ['1', '1', '1'], 'CNY', ['33.34', '33.33', '33.33']],
    ['-100', ['1', '1', '1'], 'CNY', ['-33.34', '-33.33', '-33.33']],
    ['0.05', ['1', '0', '1'], 'CNY', ['0.03', '0', '0.02']],
    ['100', ['1', '2'], 'JPY', ['33', '67']],
    ['1', ['1', '1', '1'], 'KWD', ['0.334', '0.333', '0.333']],
  ] as const)('%s by %j in %s is %j', (amount, by, currency, expected) => {
    const parts = allocate(
      Decimal.of(amount),
      by.map((weight) => Decimal.of(weight)),
      currency,
    )
    expect(parts.map(String)).toEqual(expected)
  })

  it('is a fault for weights that mean nothing and for amounts finer than the currency', () => {
    expect(() => allocate(Decimal.one, [], 'CNY')).toThrow('weights')
    expect(() => allocate(Decimal.one, [Decimal.zero], 'CNY')).toThrow('weights')
    expect(() => allocate(Decimal.one, [Decimal.of(2), Decimal.of(-1)], 'CNY')).toThrow('weights')
    expect(() => allocate(Decimal.of('0.001'), [Decimal.one], 'CNY')).toThrow('more digits')
    expect(() => allocate(Decimal.of('0.5'), [Decimal.one], 'JPY')).toThrow('more digits')
  })
})

describe('amounts of a line', () => {
  it('are rounded once, to the minor unit of the currency', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 9n),
        fc.bigInt(0n, 10n ** 9n),
        fc.integer({ min: 0, max: 10_000 }),
        currencies,
        (q, p, d, currency) => {
          const millionth = Decimal.of('0.000001')
          const line = {
            quantity: Decimal.of(q).times(millionth),
            unitPrice: Decimal.of(p).times(millionth),
            discountPercent: Decimal.of(d).times(Decimal.of('0.01')),
          }
          const exact = line.quantity
            .times(line.unitPrice)
            .times(Decimal.of(100).minus(line.discountPercent))
            .times(Decimal.of('0.01'))
          expect(exactLineTotal(line).equals(exact)).toBe(true)
          const difference = lineTotal(line, currency).minus(exact).abs()
          expect(difference.times(Decimal.of(2)).isMore(minorUnits(1n, currency))).toBe(false)
        },
      ),
    )
  })

  it.each([
    ['10', '12.50', '0', '125'],
    ['3', '0.333', '0', '1'],
    ['1', '3578.27', '12.5', '3130.99'],
    ['1', '2.675', '0', '2.68'],
    ['7', '19.99', '100', '0'],
  ] as const)('%s at %s less %s %% is %s CNY', (quantity, unitPrice, discountPercent, expected) => {
    const line = {
      quantity: Decimal.of(quantity),
      unitPrice: Decimal.of(unitPrice),
      discountPercent: Decimal.of(discountPercent),
    }
    expect(lineTotal(line, 'CNY').toString()).toBe(expected)
  })

  it.each([
    ['0.50', '13', 'CNY', '0.07'],
    ['100', '6', 'CNY', '6'],
    ['105', '10', 'JPY', '11'],
    ['-0.50', '13', 'CNY', '-0.07'],
  ] as const)('tax on %s at %s %% in %s is %s', (net, rate, currency, expected) => {
    expect(taxOf(Decimal.of(net), Decimal.of(rate), currency).toString()).toBe(expected)
  })
})

describe('money', () => {
  it('of two currencies never adds up by mistake', () => {
    const [yuan, dollars] = [money('1.10', 'CNY'), money('2', 'USD')]
    expect(addMoney(yuan, money('2.2', 'CNY')).amount.toString()).toBe('3.3')
    expect(subtractMoney(yuan, money('2.2', 'CNY')).amount.toString()).toBe('-1.1')
    expect(() => addMoney(yuan, dollars)).toThrow('CNY and USD do not add up')
    expect(() => subtractMoney(yuan, dollars)).toThrow(RangeError)
  })

  it('is converted at a rate into the minor unit of the other currency', () => {
    expect(convert(money('100', 'USD'), Decimal.of('7.1234'), 'CNY')).toEqual(money('712.34', 'CNY'))
    expect(convert(money('1', 'USD'), Decimal.of('149.5'), 'JPY').amount.toString()).toBe('150')
  })

  it('knows the digits of currencies', () => {
    expect(['CNY', 'JPY', 'KWD', 'CLF'].map(minorDigits)).toEqual([2, 0, 3, 4])
    expect(roundMoney(Decimal.of('1.005'), 'CNY', 'half-even').toString()).toBe('1')
  })
})
