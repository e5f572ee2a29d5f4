/** What a customer sends back, asked for in our CRM and received in a fake Odoo, joined by the real joint. */
import { crm, crmMigrations } from '@tandem/crm'
import { createHub, hubMigrations } from '@tandem/hub'
import { type Id, type Result, randomNumbers } from '@tandem/kernel'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { onlyKinds } from './chosen.ts'
import { deliver, installStock, movesOf, moveTo } from './odoo/testing/fake-stock.ts'
import { fakeWorld } from './odoo/testing/subject.ts'
import { odoo } from './odoo/type.ts'
import { connectTandemCrm } from './tandem-crm/index.ts'

const database = testDatabase([hubMigrations, crmMigrations])
const BOTH = { read: true, write: true }
const READ = { read: true, write: false }

/** Three chairs that Odoo has sold and delivered, and their order in the CRM. */
async function sold(seed: number) {
  const world = await makeWorld(database.current, seed)
  const { fake, given } = fakeWorld()
  const { store } = fake
  installStock(store)
  const partner = store.create('res.partner', {
    name: 'Acme',
    ref: 'C1',
    is_company: true,
    partner_share: true,
    customer_rank: 1,
  })
  const goods = {
    name: 'Chair',
    default_code: 'CHAIR',
    type: 'consu',
    sale_ok: true,
    uom_id: 1,
    taxes_id: [[6, 0, [2]]] as never,
  }
  const product = store.create('product.product', { ...goods, list_price: 10, lst_price: 10 })
  const people = { partner_id: partner, partner_invoice_id: partner, partner_shipping_id: partner }
  const order = store.create('sale.order', {
    ...{ ...people, name: 'S00001', state: 'sale', date_order: '2026-03-02 08:00:00', currency_id: 1, invoice_status: 'no' },
    ...{ amount_untaxed: 30, amount_tax: 1.8, amount_total: 31.8 },
  })
  store.create('sale.order.line', {
    ...{
      order_id: order,
      product_id: product,
      name: 'Chair',
      product_uom_qty: 3,
      product_uom_id: 1,
      price_unit: 10,
      discount: 0,
    },
    ...{ tax_ids: [[6, 0, [2]]] as never, price_subtotal: 30, price_tax: 1.8 },
  })
  deliver(store, order)
  const { tenant, now, newId } = world
  const whole = odoo.connect({ ...given, outside: { ...given.outside, now, fetch: fake.fetch } })
  const erp = onlyKinds(whole, { customer: BOTH, address: BOTH, item: READ, order: BOTH, shipment: READ, return: BOTH })
  const mine = connectTandemCrm({ database: world.database, tenant, now, newId })
  const hub = createHub({ database: world.database, tenant, now, newId, random: randomNumbers(seed), connectors: [mine, erp] })
  const settle = async () => {
    for (let i = 0; i < 3; i++) {
      await hub.runUntilIdle()
      world.pass(60_000)
      store.now += 60_000
    }
  }
  await settle()
  const first = async (kind: 'order' | 'return') => (await mine.list(kind, '', 10))[0]
  const receipts = () => [...store.rows('stock.picking').values()].filter(({ return_id: of }) => of)
  return { world, fake, hub, settle, first, receipts, order }
}

/** By whoever is there, as any command of the CRM. */
function command(name: string): { run(...all: never[]): Promise<Result<{ id: Id }>[]> } {
  return crm.commands.find((one) => one.document === 'return' && one.name === name) as never
}

describe('J7 a return between our CRM and Odoo', () => {
  it('is asked for here and received there, and the order stays shipped', async () => {
    const { world, fake, hub, settle, first, receipts } = await sold(1)
    const placed = await first('order')
    expect(placed?.values).toMatchObject({ number: 'S00001', state: 'placed', progress: [{ shipped: '3' }] })
    const about = { order: placed?.externalId, reason: 'A leg is loose', lines: [{ orderLineNumber: 1, quantity: '2' }] }
    const { id } = await world.do(command('create'), about as never)
    await settle()
    const [draft, ...others] = receipts()
    expect([draft, others]).toMatchObject([{ state: 'draft', note: '<p>A leg is loose</p>' }, []])
    expect(await first('return')).toMatchObject({ externalId: id, values: { state: 'requested', erpNumber: draft?.name } })
    await world.do(command('change'), { id, input: { lines: [{ orderLineNumber: 1, quantity: '3' }] } } as never)
    await settle()
    expect(movesOf(fake.store, Number(draft?.id))).toMatchObject([{ product_uom_qty: 3, to_refund: true }])

    moveTo(fake.store, Number(draft?.id), 'assigned')
    await settle()
    expect(await first('return')).toMatchObject({ values: { state: 'approved' } })
    moveTo(fake.store, Number(draft?.id), 'done')
    await settle()
    expect(await first('return')).toMatchObject({
      values: { state: 'received', receivedDate: '2026-03-04', results: [{ received: '3', scrapped: '0' }] },
    })
    // All of it is back before it was invoiced: nothing is left to be done.
    expect((await first('order'))?.values).toMatchObject({ state: 'closed', progress: [{ shipped: '3', invoiced: '0' }] })
    expect(await hub.proof()).toMatchObject({ inSync: true })
  })

  it('begins there and is known here', async () => {
    const { fake, hub, settle, first, order } = await sold(2)
    const { store } = fake
    const about = { name: 'WH/IN/00009', origin: 'Return of WH/OUT/00001', state: 'draft', picking_type_id: 1 }
    const back = store.create('stock.picking', { ...about, return_id: 1, sale_id: order })
    const of = { picking_id: back, sale_line_id: 1, product_id: 1, origin_returned_move_id: 1, to_refund: true }
    store.create('stock.move', { ...of, product_uom: 1, product_uom_qty: 1, state: 'draft' })
    await settle()
    const known = { erpNumber: 'WH/IN/00009', reason: 'Return of WH/OUT/00001', wish: 'refund', state: 'requested' }
    expect(await first('return')).toMatchObject({ values: { ...known, lines: [{ orderLineNumber: 1, quantity: '1' }] } })
    moveTo(store, back, 'cancel')
    await settle()
    expect(await first('return')).toMatchObject({ values: { state: 'rejected' } })
    expect(await hub.proof()).toMatchObject({ inSync: true })
  })
})
