import type { Values } from '@tandem/hub'
import { conformance } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { idNumber, idText } from '../kit/ids.ts'
import { deliver, installStock, movesOf, moveTo } from './testing/fake-stock.ts'
import { idOf, order, shop, write } from './testing/shop.ts'
import { fakeWorld, handsOn } from './testing/subject.ts'
import { odoo } from './type.ts'

/** A shop whose first order of three chairs was delivered. */
async function delivered(quantity = '3') {
  const world = fakeWorld()
  installStock(world.fake.store)
  const open = await shop(world)
  const net = String(Math.round(Number(quantity) * 899.1) / 100)
  const tax = String(Math.round(Number(net) * 6) / 100)
  const line = { ...order(open.customer, open.item).lines[0], quantity, net, tax }
  const total = String(Math.round((Number(net) + Number(tax)) * 100) / 100)
  const sold = write(2, order(open.customer, open.item, { net, tax, total, lines: [line] }))
  const orderId = idOf((await open.connector.apply('order', [sold]))[0])
  const picking = deliver(open.fake.store, idNumber(orderId))
  const asked = (n: number, more: Values = {}): Values => ({
    ...{ number: `RET-${n}`, erpNumber: null, customer: open.customer, order: orderId, state: 'requested' },
    ...{ requestedDate: '2026-03-02', reason: `Ein Bein "${n}" wackelt 椅`, wish: 'refund', answer: null, receivedDate: null },
    ...{ currency: 'USD', credited: '0', replacement: null, results: [], credits: [] },
    lines: [{ orderLineNumber: 1, item: open.item, quantity: '1', unit: 'Units' }],
    ...more,
  })
  const ask = async (n: number, more: Values = {}) => (await open.connector.apply('return', [write(n, asked(n, more))]))[0]
  const read = async (id: string) => (await open.connector.read('return', [id]))[0]
  return { ...open, orderId, picking, asked, ask, read }
}

conformance('Odoo', 'return', async () => {
  const world = await delivered('9000')
  const { fake } = world
  return {
    ...handsOn(world, 'stock.picking'),
    edit: async (ids: readonly string[], words: string) =>
      fake.store.write('stock.picking', ids.map(idNumber), { note: `<p>${words}</p>` }),
    make: (n: number) => {
      const { erpNumber: _, ...asked } = world.asked(n)
      return asked
    },
    field: 'reason',
    bad: { lines: [{ orderLineNumber: 1, item: world.item, quantity: '90000', unit: 'Units' }] },
    loseAnswer: () => fake.loseAnswer(/load/),
  }
})

describe('J7 a return of our CRM in Odoo', () => {
  it('is a draft that reverses the delivery, until a person there confirms it and goods are back', async () => {
    const { fake, ask, read, picking, orderId, connector } = await delivered()
    const id = idOf(await ask(3, { lines: [{ orderLineNumber: 1, item: '1', quantity: '2', unit: 'Units' }] }))
    const back = idNumber(id)
    expect(fake.store.rows('stock.picking').get(back)).toMatchObject({
      ...{ state: 'draft', origin: 'RET-3', return_id: picking, sale_id: idNumber(orderId), picking_type_id: 1 },
      ...{ location_id: 2, location_dest_id: 1, note: '<p>Ein Bein "3" wackelt 椅</p>' },
    })
    expect(movesOf(fake.store, back)).toMatchObject([{ product_uom_qty: 2, origin_returned_move_id: 1, to_refund: true }])
    expect(await read(id)).toMatchObject({ values: { number: 'RET-3', state: 'requested', results: [] } })
    moveTo(fake.store, back, 'assigned')
    expect(await read(id)).toMatchObject({ values: { state: 'approved', receivedDate: null } })
    moveTo(fake.store, back, 'done')
    expect(await read(id)).toMatchObject({
      values: {
        ...{ state: 'received', receivedDate: '2026-03-04' },
        results: [{ orderLineNumber: 1, received: '2', scrapped: '0' }],
      },
    })
    // The order is delivered all the same: what came back is another matter.
    const [sold] = await connector.read('order', [orderId])
    expect(sold?.values).toMatchObject({ progress: [{ lineNumber: 1, shipped: '3' }] })
  })

  it('is rejected when it is cancelled there, and may then be asked for again', async () => {
    const { fake, asked, ask, read, connector } = await delivered()
    const all = { lines: [{ orderLineNumber: 1, item: '1', quantity: '3', unit: 'Units' }] }
    const id = idOf(await ask(3, all))
    expect(await ask(4, all)).toMatchObject({
      refused: { code: 'odoo/not-delivered', details: { number: 'RET-4', line: '1', missing: '3', unit: 'Units' } },
    })
    moveTo(fake.store, idNumber(id), 'cancel')
    // Two of one batch do not get the same goods.
    const [one, other] = [write(5, asked(5, all)), write(6, asked(6, all))]
    expect(await connector.apply('return', [one, other])).toMatchObject([
      { done: {} },
      { refused: { code: 'odoo/not-delivered' } },
    ])
    moveTo(fake.store, idNumber(id) + 1, 'cancel')
    expect(await read(id)).toMatchObject({ values: { state: 'rejected' } })
    expect(await ask(4, all)).toMatchObject({ done: {} })
  })

  it('comes back of several deliveries, the oldest first', async () => {
    const { fake, orderId, ask } = await delivered()
    deliver(fake.store, idNumber(orderId))
    const id = idOf(await ask(3, { wish: 'replace', lines: [{ orderLineNumber: 1, item: '1', quantity: '5', unit: 'Units' }] }))
    expect(movesOf(fake.store, idNumber(id))).toMatchObject([
      { product_uom_qty: 3, origin_returned_move_id: 1, to_refund: false },
      { product_uom_qty: 2, origin_returned_move_id: 2, to_refund: false },
    ])
  })

  it('may ask for something else while it is a draft, and not after', async () => {
    const { fake, asked, ask, read, connector } = await delivered()
    const id = idOf(await ask(3))
    const change = async (values: Values) => {
      const seen = (await read(id))?.version ?? ''
      const said = write(5, asked(3, values), { externalId: id, seen, changed: Object.keys(values) })
      return (await connector.apply('return', [said]))[0]
    }
    const more = { lines: [{ orderLineNumber: 1, item: '1', quantity: '3', unit: 'Units' }], wish: 'replace' }
    expect(await change(more)).toMatchObject({ done: { externalId: id } })
    expect((await read(id))?.values).toMatchObject({ wish: 'replace', lines: [{ quantity: '3' }] })
    expect(movesOf(fake.store, idNumber(id))).toHaveLength(1)
    moveTo(fake.store, idNumber(id), 'assigned')
    expect(await change(more)).toMatchObject({ refused: { code: 'odoo/return-answered' } })
    expect(await change({ reason: 'Two legs' })).toMatchObject({ done: { externalId: id } })
    expect((await read(id))?.values.reason).toBe('Two legs')
  })

  it('that was answered before Odoo had it is not made, nor one of nothing', async () => {
    const { ask } = await delivered()
    expect(await ask(3, { state: 'received' })).toMatchObject({ refused: { code: 'odoo/return-over' } })
    expect(await ask(4, { lines: [] })).toMatchObject({ refused: { code: 'odoo/no-return-lines' } })
  })
})

describe('J7 a return that began in Odoo', () => {
  it('is told with its own number, and why, as far as Odoo knows', async () => {
    const { fake, picking, orderId, connector } = await delivered()
    const about = { name: 'WH/IN/00009', origin: 'Return of WH/OUT/00001', state: 'draft', picking_type_id: 1 }
    const back = fake.store.create('stock.picking', { ...about, return_id: picking, sale_id: idNumber(orderId) })
    const [line] = movesOf(fake.store, picking)
    const of = { sale_line_id: line?.sale_line_id ?? false, product_id: line?.product_id ?? false, origin_returned_move_id: 1 }
    fake.store.create('stock.move', { ...of, picking_id: back, product_uom: 1, product_uom_qty: 1, state: 'draft' })
    expect(await connector.list('return', '', 10)).toMatchObject([
      {
        externalId: idText(back),
        values: {
          ...{ number: 'WH/IN/00009', erpNumber: 'WH/IN/00009', reason: 'Return of WH/OUT/00001', wish: 'replace' },
          lines: [{ orderLineNumber: 1, quantity: '1', unit: 'Units' }],
        },
      },
    ])
  })

  it('is among what a connection carries where pickings say what they return, as 17 and later do', async () => {
    const { fake, given } = await delivered()
    expect(await odoo.test(given)).toMatchObject({ ok: true, value: { kinds: { return: { read: true, write: true } } } })
    fake.store.older.set('stock.picking', { return_id: undefined })
    const older = await odoo.test(given)
    expect(older).toMatchObject({ ok: true })
    expect(older.ok && 'return' in (older.value.kinds ?? {})).toBe(false)
  })
})
