import { Decimal } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import { playSteps, readSteps, scenarios } from './scenario.ts'
import { pairs, parseScript, table, tradeLines } from './script.ts'

describe('a story as text', () => {
  it('is steps of a verb and its words', () => {
    const steps = parseScript(`
      order    SO1  ACME  10 pcs widget @ 12.50   # the first
      # nothing happens here

      note     SO1  "call back, please" 山  #1`)
    expect(steps).toEqual([
      {
        line: 2,
        verb: 'order',
        words: ['SO1', 'ACME', '10', 'pcs', 'widget', '@', '12.50'],
        text: 'order    SO1  ACME  10 pcs widget @ 12.50',
      },
      { line: 5, verb: 'note', words: ['SO1', 'call back, please', '山'], text: 'note     SO1  "call back, please" 山' },
    ])
  })

  it('has lines of trade', () => {
    expect(tradeLines('10 pcs widget @ 12.50 less 5 %, 2.5 kg glue, 1 box nails @ 3'.split(' '))).toEqual([
      { quantity: '10', unit: 'pcs', item: 'widget', price: '12.50', discountPercent: '5' },
      { quantity: '2.5', unit: 'kg', item: 'glue' },
      { quantity: '1', unit: 'box', item: 'nails', price: '3' },
    ])
    expect(tradeLines([])).toEqual([])
    for (const text of ['ten pcs widget', '10 widget', '10 pcs widget 12.50', '10 pcs widget @ x']) {
      expect(() => tradeLines(text.split(' '))).toThrow('not a line such as')
    }
  })

  it('has names and values in turns', () => {
    expect(pairs(['delivered', '4', 'invoiced', '50.00'])).toEqual({ delivered: '4', invoiced: '50.00' })
    expect(() => pairs(['delivered', '4', 'open'])).toThrow('in turns')
  })
})

describe('a table as text', () => {
  const rows = [
    { item: 'widget', quantity: '10', note: 'two words' },
    { item: 'glue', quantity: '2.5', note: '' },
  ]

  it('is read by spaces or bars', () => {
    expect(
      table(`
        item    quantity  note
        widget  10        two words
        glue    2.5       -`),
    ).toEqual(rows)
    expect(
      table(`
        | item | quantity | note |
        |---|---|---|
        | widget | 10 | two words |
        | glue | 2.5 | |   # sticks`),
    ).toEqual(rows)
    expect(table('item  quantity')).toEqual([])
  })

  it('must have as many cells as columns', () => {
    expect(() => table('a  b\n1  2  3')).toThrow('a row of 3 cells in a table of 2 columns: 1 | 2 | 3')
  })
})

interface Shop {
  readonly orders: Map<string, { total: Decimal; invoiced: Decimal }>
}
const newShop = (): Shop => ({ orders: new Map() })
const verbs = {
  order: (shop: Shop, { words: [number = '', , ...lines] }: { words: readonly string[] }) => {
    const totals = tradeLines(lines).map(({ quantity, price = '0' }) => Decimal.of(quantity).times(Decimal.of(price)))
    shop.orders.set(number, { total: Decimal.sum(totals), invoiced: Decimal.zero })
  },
  invoice: async (shop: Shop, { words: [number = '', amount = '0'] }: { words: readonly string[] }) => {
    const order = shop.orders.get(number)
    if (!order) throw new Error(`there is no order ${number}`)
    shop.orders.set(number, { ...order, invoiced: order.invoiced.plus(Decimal.of(amount)) })
  },
  expect: (shop: Shop, { words: [number = '', ...words] }: { words: readonly string[] }) => {
    const { total, invoiced } = shop.orders.get(number) ?? { total: Decimal.zero, invoiced: Decimal.zero }
    expect({ invoiced: invoiced.toFixed(), open: total.minus(invoiced).toFixed() }).toEqual(pairs(words))
  },
}

describe('a story that runs', () => {
  const scenario = scenarios(newShop, verbs)

  scenario(
    'a part is invoiced and the rest stays open',
    `order    SO1  ACME  10 pcs widget @ 12.50
     invoice  SO1  50.00
     expect   SO1  invoiced 50.00   open 75.00`,
  )

  it('says at which line it went wrong', async () => {
    const play = (script: string) => playSteps(newShop(), readSteps(script, verbs), verbs)
    await expect(play('order SO1 ACME 1 pcs widget @ 2\ninvoice SO2 1')).rejects.toThrow(
      'line 2, "invoice SO2 1": there is no order SO2',
    )
    await expect(play('order SO1 ACME 1 pcs widget @ 2\nexpect SO1 open 3 invoiced 0')).rejects.toThrow(
      'line 2, "expect SO1 open 3 invoiced 0"',
    )
  })

  it('is refused when a verb is unknown, or when it is empty', () => {
    expect(() => scenario('x', '\n dance SO1')).toThrow('line 2: nobody knows how to "dance", only to order, invoice, expect')
    expect(() => scenario('x', ' # later')).toThrow('shows nothing')
  })
})
