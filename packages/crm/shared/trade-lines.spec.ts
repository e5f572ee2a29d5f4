import { Decimal, type Id, minorDigits, must } from '@tandem/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type SoldItem, tooLarge, totalsOf, tradeLines } from './trade-lines.ts'

const ITEM = '01900000-0000-7000-8000-000000000001' as Id
const OLD = '01900000-0000-7000-8000-000000000002' as Id
const items = new Map<Id, SoldItem>([
  [ITEM, { code: 'CHAIR', unit: 'pcs', taxRate: '13', status: 'active' }],
  [OLD, { code: 'OLD', unit: 'pcs', taxRate: '13', status: 'archived' }],
])
const terms = (currency: string) => ({ document: 'quote', currency, priceList: 'standard' }) as const
const priced = (lines: Parameters<typeof tradeLines>[0], listPrice?: string) =>
  tradeLines(
    lines,
    terms('CNY'),
    items,
    lines.map(() => listPrice),
  )

const decimal = (max: number, digits: number) =>
  fc.integer({ min: 0, max: max * 10 ** digits }).map((units) => (units / 10 ** digits).toFixed(digits))

const line = fc.record({
  item: fc.constant(ITEM),
  quantity: decimal(1000, 3).filter((text) => Number(text) > 0),
  unitPrice: decimal(100_000, 4),
  discountPercent: decimal(100, 2),
  taxRate: decimal(100, 2),
})

describe('C8 the lines of a quote', () => {
  it('are completed from the item and the price list', () => {
    expect(must(priced([{ item: ITEM, quantity: '3' }], '199.90'))).toEqual([
      {
        ...{ lineNumber: 1, item: ITEM, description: null, quantity: '3', unit: 'pcs', unitPrice: '199.9' },
        ...{ discountPercent: '0', taxRate: '13', net: '599.7', tax: '77.96' },
      },
    ])
  })

  it('cost what was typed, not what the list says', () => {
    const [typed] = must(priced([{ item: ITEM, quantity: '3', unitPrice: '0', taxRate: '0', unit: 'box' }], '199.90'))
    expect(typed).toMatchObject({ unitPrice: '0', unit: 'box', taxRate: '0', net: '0', tax: '0' })
  })

  it('are rounded half up, once for net and once for tax', () => {
    const [half] = must(priced([{ item: ITEM, quantity: '1', unitPrice: '0.125', discountPercent: '0', taxRate: '50' }]))
    expect(half).toMatchObject({ net: '0.13', tax: '0.07' })
    const [discounted] = must(priced([{ item: ITEM, quantity: '3', unitPrice: '33.333', discountPercent: '12.5' }]))
    expect(discounted).toMatchObject({ net: '87.5', tax: '11.38' })
  })

  it('are refused one by one in words', () => {
    const good = { item: ITEM, quantity: '1', unitPrice: '1' }
    const code = (...lines: Parameters<typeof tradeLines>[0]) => {
      const result = priced(lines)
      return result.ok ? 'good' : result.refusal.code
    }
    expect(code(good)).toBe('good')
    expect(code({ ...good, item: '01900000-0000-7000-8000-000000000009' as Id })).toBe('quote/item-not-found')
    expect(code({ ...good, item: OLD })).toBe('quote/item-archived')
    expect(code({ item: ITEM, quantity: '1' })).toBe('quote/no-price')
    expect(code({ ...good, quantity: '0' })).toBe('quote/quantity-not-positive')
    expect(code({ ...good, unitPrice: '-1' })).toBe('quote/below-zero')
    expect(code({ ...good, discountPercent: '100.5' })).toBe('quote/not-a-percent')
    expect(code({ ...good, unit: ' ' })).toBe('quote/empty-field')
    expect(code({ ...good, lineNumber: 0 })).toBe('quote/bad-line-number')
    expect(code({ ...good, lineNumber: 2 }, good)).toBe('quote/line-number-twice')
  })

  it('may be large, but not larger than a column', () => {
    const sum = (net: string) => tooLarge('quote', totalsOf([{ net, tax: '0' }]))?.code
    expect(sum('9999999999999999.99')).toBeUndefined()
    expect(sum('10000000000000000')).toBe('quote/too-large')
  })

  it('add up to the totals exactly, whatever the discounts, rates and currency', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.constantFrom('CNY', 'JPY', 'KWD'), (inputs, currency) => {
        const lines = must(tradeLines(inputs, terms(currency), items, []))
        const totals = totalsOf(lines)
        let [net, tax] = [0n, 0n]
        const digits = minorDigits(currency)
        const minor = (text: string) => BigInt(Decimal.of(text).round(digits, 'down').toFixed().replace('.', ''))
        for (const one of lines) {
          net += minor(one.net)
          tax += minor(one.tax)
        }
        expect([minor(totals.net), minor(totals.tax), minor(totals.total)]).toEqual([net, tax, net + tax])
      }),
    )
  })

  it('are never further from the exact amounts than half a minor unit', () => {
    fc.assert(
      fc.property(line, fc.constantFrom('CNY', 'JPY', 'KWD'), (input, currency) => {
        const [made] = must(tradeLines([input], terms(currency), items, []))
        const half = Decimal.of('0.5').times(Decimal.one.over(Decimal.of(10 ** minorDigits(currency)), 3, 'half-up'))
        const factor = Decimal.of(100).minus(Decimal.of(input.discountPercent))
        const exact = Decimal.of(input.quantity).times(Decimal.of(input.unitPrice)).times(factor).times(Decimal.of('0.01'))
        const net = Decimal.of(made?.net ?? 'x')
        expect(net.minus(exact).abs().isMore(half)).toBe(false)
        const exactTax = net.times(Decimal.of(input.taxRate)).times(Decimal.of('0.01'))
        expect(
          Decimal.of(made?.tax ?? 'x')
            .minus(exactTax)
            .abs()
            .isMore(half),
        ).toBe(false)
      }),
    )
  })
})
