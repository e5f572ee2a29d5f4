import { Decimal } from '@tandem/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { baseRelief, NOTHING_TAKEN, nextPart, shareOf, type Taken } from './amounts.ts'

const cents = fc.integer({ min: 0, max: 10_000_000 }).map((n) => Decimal.of(n).times(Decimal.of('0.01')))
const parts = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 12 })

describe('E12 amounts of parts', () => {
  it('add up to the order line exactly, whatever the parts are, and none is negative', () => {
    fc.assert(
      fc.property(cents, cents, parts, (net, tax, quantities) => {
        const pieces = quantities.map((n) => Decimal.of(n).times(Decimal.of('0.001')))
        const line = { quantity: Decimal.sum(pieces).toString(), net: net.toString(), tax: tax.toString() }
        let taken: Taken = NOTHING_TAKEN
        for (const piece of pieces) {
          const part = nextPart(line, taken, piece, 'CNY')
          expect(part.net.isNegative() || part.tax.isNegative()).toBe(false)
          expect(part.net.round(2, 'down').equals(part.net)).toBe(true)
          taken = { quantity: taken.quantity.plus(piece), net: taken.net.plus(part.net), tax: taken.tax.plus(part.tax) }
        }
        expect([taken.net.toString(), taken.tax.toString()]).toEqual([net.toString(), tax.toString()])
      }),
    )
  })

  it('never stray from the exact share by more than half a cent', () => {
    fc.assert(
      fc.property(cents, fc.integer({ min: 0, max: 999 }), (total, part) => {
        const share = shareOf(total, Decimal.of(part), Decimal.of(999), 'CNY')
        const off = share
          .times(Decimal.of(999))
          .minus(total.times(Decimal.of(part)))
          .abs()
        expect(off.isMore(Decimal.of('0.005').times(Decimal.of(999)))).toBe(false)
      }),
    )
  })

  it('10.00 in three thirds is 3.33, 3.34 and 3.33', () => {
    const line = { quantity: '3', net: '10', tax: '1.3' }
    const one = nextPart(line, NOTHING_TAKEN, Decimal.one, 'CNY')
    const two = nextPart(line, { quantity: Decimal.one, ...one }, Decimal.one, 'CNY')
    expect([one.net, two.net, two.tax].map(String)).toEqual(['3.33', '3.34', '0.44'])
  })

  it('in base currency go with the settled part, all of it at the end', () => {
    const document = { total: '3', baseTotal: '21.31', baseCurrency: 'CNY' }
    const steps = ['0', '1', '2', '3'].map(Decimal.of)
    const reliefs = steps.slice(1).map((after, i) => baseRelief(document, steps[i] ?? after, after))
    expect(reliefs.map(String)).toEqual(['7.1', '7.11', '7.1'])
    expect(baseRelief({ ...document, total: '0' }, Decimal.zero, Decimal.zero).toString()).toBe('0')
  })
})
