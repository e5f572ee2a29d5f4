import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decimal } from './decimal.ts'
import { addQuantity, convertQuantity, quantity, units } from './quantity.ts'

const known = units({ pcs: '1', dozen: '12', gross: '144', third: '1/3', kg: '1000', g: '1', lb: '453.59237' })
const millionth = Decimal.of('0.000001')

describe('a quantity', () => {
  it('survives the way to another unit and back, but for what six digits cannot hold', () => {
    const names = fc.constantFrom(...Object.keys(known))
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 14n), 10n ** 14n), names, names, (millionths, from, to) => {
        const start = quantity(Decimal.of(millionths).times(millionth), from)
        const there = convertQuantity(start, to, known)
        const back = there && convertQuantity(there, from, known)
        if (!there || !back) throw new Error('both units are known')
        const [source, target] = [known[from], known[to]]
        if (!source || !target) throw new Error('both units are known')
        // Half a millionth lost on the way there, measured in `from`, and half a millionth on the way back.
        const size = target.numerator.times(source.denominator).over(target.denominator.times(source.numerator), 12, 'up')
        const allowed = Decimal.of('0.0000005').times(size).plus(Decimal.of('0.0000005'))
        expect(back.value.minus(start.value).abs().isMore(allowed)).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  it('of a larger unit comes back from the smaller one exactly', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.constantFrom('dozen', 'gross', 'kg'), (millionths, unit) => {
        const start = quantity(Decimal.of(millionths).times(millionth), unit)
        const pieces = convertQuantity(start, 'pcs', known)
        expect(pieces && convertQuantity(pieces, unit, known)?.value.equals(start.value)).toBe(true)
      }),
    )
  })

  it.each([
    ['1', 'dozen', 'pcs', '12'],
    ['13', 'pcs', 'dozen', '1.083333'],
    ['3', 'third', 'pcs', '1'],
    ['1', 'pcs', 'third', '3'],
    ['1', 'lb', 'kg', '0.453592'],
  ] as const)('%s %s in %s is %s', (value, from, to, expected) => {
    expect(convertQuantity(quantity(value, from), to, known)?.value.toString()).toBe(expected)
  })

  it('is not converted to a unit nobody knows, and stays what it is in its own', () => {
    expect(convertQuantity(quantity('1', 'pcs'), 'pallet', known)).toBeUndefined()
    expect(convertQuantity(quantity('1', 'pallet'), 'pcs', known)).toBeUndefined()
    expect(convertQuantity(quantity('1.1', 'pallet'), 'pallet', known)).toEqual(quantity('1.1', 'pallet'))
  })

  it('adds up in one unit only', () => {
    expect(addQuantity(quantity('1.5', 'kg'), quantity('2', 'kg'))).toEqual(quantity('3.5', 'kg'))
    expect(() => addQuantity(quantity('1', 'kg'), quantity('1', 'pcs'))).toThrow('convert first')
  })

  it.each(['0', '-1', '1/0', '1/-2'])('has no unit of the factor %s', (factor) => {
    expect(() => units({ odd: factor })).toThrow('more than zero')
  })
})
