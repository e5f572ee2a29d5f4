import type { Connector, Values, Write } from '@tandem/hub'
import { describe, expect, it } from 'vitest'
import { idNumber, idText } from '../kit/ids.ts'
import type { FakeOdoo } from './testing/fake-odoo.ts'
import { idOf, order, shop, write } from './testing/shop.ts'
import { fakeWorld } from './testing/subject.ts'
import { odoo } from './type.ts'

interface Crm {
  readonly fake: FakeOdoo
  readonly crm: Connector
  /** An order that somebody made in the ERP, placed there. */
  readonly born: (more?: object) => Values
}

/** The shop as CRM, on a day on which it is open for orders. */
async function crmShop(settings: Readonly<Record<string, string>> = {}): Promise<Crm> {
  const { fake, customer, item } = await shop()
  const { given } = fakeWorld(settings, 'crm')
  const crm = odoo.connect({ ...given, outside: { ...given.outside, fetch: fake.fetch } })
  const progress = [{ lineNumber: 1, reserved: '3', shipped: '0', invoiced: '0', expectedDate: null }]
  const { cancelRequested: _, ...rest } = order(customer, item)
  const born = (more: object = {}) => ({ ...rest, number: 'SO7', erpNumber: 'SO7', state: 'placed', progress, ...more })
  return { fake, crm, born }
}

const bringing = (n: number, values: Values): Write => write(n, values)
const orders = (fake: FakeOdoo) => [...fake.store.rows('sale.order').values()]

describe('I1 J5 an order that began in the ERP, in an Odoo that is the CRM', () => {
  it('J5 stands there as sold, under its number and on its day, with what the ERP says of it; nothing is delivered from there', async () => {
    const { fake, crm, born } = await crmShop()
    const [outcome] = await crm.apply('order', [bringing(1, born())])
    const [told] = await crm.read('order', [idOf(outcome)])
    const { billingAddress: _, shippingAddress: __, ...kept } = born() as Record<string, never>
    expect(told).toMatchObject({ values: { ...kept, cancelRequested: false } })
    // An echo: nothing of it comes back as somebody's change.
    expect(outcome).toMatchObject({ done: { version: told?.version } })
    expect(fake.calls.filter(({ path }) => path.includes('action_confirm'))).toEqual([])
    expect(orders(fake)).toMatchObject([{ name: 'SO7', state: 'sale', x_tandem_number: 'SO7', x_tandem_state: 'placed' }])
  })

  it('J5 keeps what the ERP says of it later on, and tells when somebody there calls it off', async () => {
    const { fake, crm, born } = await crmShop()
    const [outcome] = await crm.apply('order', [bringing(1, born())])
    const [told] = await crm.read('order', [idOf(outcome)])
    const progress = [{ lineNumber: 1, reserved: '0', shipped: '3', invoiced: '3', expectedDate: null }]
    const about = { externalId: idOf(outcome), seen: told?.version ?? '', changed: ['state', 'progress'] }
    expect(await crm.apply('order', [write(2, born({ state: 'closed', progress }), about)])).toMatchObject([{ done: {} }])
    fake.store.write('sale.order', [idNumber(idOf(outcome))], { state: 'cancel' })
    const [now] = await crm.read('order', [idOf(outcome)])
    expect(now?.values).toMatchObject({ state: 'closed', progress, cancelRequested: true })
  })

  it('J5 says nothing else of its lines when the item gets another name', async () => {
    const { fake, crm, born } = await crmShop()
    const [outcome] = await crm.apply('order', [bringing(1, born())])
    const [product] = fake.store.rows('product.product').keys()
    fake.store.write('product.product', [Number(product)], { name: 'Armchair' })
    expect((await crm.read('order', [idOf(outcome)]))[0]?.values.lines).toEqual(born().lines)
  })

  it.each([/load/, /sale\.order\/write/])('I6 is there once, though the answer to %s is lost', async (call) => {
    const { fake, crm, born } = await crmShop()
    const one = bringing(1, born())
    fake.loseAnswer(call)
    expect(await crm.apply('order', [one])).toMatchObject([{ unknown: {} }])
    const [found] = await crm.probe('order', [one])
    // A draft is not yet an order: the same write finishes it.
    if (call.source === 'load') expect(found).toBeUndefined()
    expect(await crm.apply('order', [one])).toMatchObject([{ done: {} }])
    expect(orders(fake)).toMatchObject([{ name: 'SO7', state: 'sale' }])
    expect([...fake.store.rows('sale.order.line').values()]).toHaveLength(1)
  })

  it('J4 is not there at all when Odoo counts another total', async () => {
    const { fake, crm, born } = await crmShop()
    const [outcome] = await crm.apply('order', [bringing(1, born({ total: '28.60' }))])
    expect(outcome).toMatchObject({ refused: { code: 'odoo/total-differs' } })
    expect(orders(fake)).toEqual([])
  })

  it('J4 is refused when Odoo has another order of this number', async () => {
    const { fake, crm, born } = await crmShop()
    fake.store.create('sale.order', { name: 'SO8', state: 'draft', currency_id: 1 })
    const outcomes = await crm.apply('order', [bringing(1, born({ number: 'SO8' })), bringing(3, born())])
    expect(outcomes).toMatchObject([{ refused: { code: 'odoo/number-taken', details: { number: 'SO8' } } }, { done: {} }])
  })

  it('J4 stays in the ERP when it is older than the day on which the two were joined, or than the day that a person named', async () => {
    const passes = async (settings: Readonly<Record<string, string>>) => {
      const { crm, born } = await crmShop(settings)
      return ['2026-02-28', '2026-03-01', '2026-03-02'].filter((orderDate) => crm.passesBy?.('order', born({ orderDate })))
    }
    expect(await passes({})).toEqual(['2026-02-28', '2026-03-01'])
    expect(await passes({ ordersFrom: '2026-03-01' })).toEqual(['2026-02-28'])
  })
})

describe('I1 J5 lines that the ERP changes after an order was placed, in an Odoo that is the CRM', () => {
  const lineOf = (n: number, item: string, quantity: string, [net, tax]: readonly [string, string], more: object = {}) => ({
    ...{ lineNumber: n, item, description: null, quantity, unit: 'Units', unitPrice: '9.99', discountPercent: '10' },
    ...{ taxRate: '6', net, tax, ...more },
  })
  /** An order of the ERP that stands in Odoo; `change` writes what the ERP says now, `told` is what Odoo says. */
  async function placed(begun: object = {}) {
    const { fake, crm, born } = await crmShop()
    const item = String((born().lines as readonly Values[])[0]?.item)
    const [outcome] = await crm.apply('order', [bringing(1, born(begun))])
    const externalId = idOf(outcome)
    const told = async () => (await crm.read('order', [externalId]))[0]
    const change = async (more: object, n = 2) => {
      const about = { externalId, seen: (await told())?.version ?? '', changed: Object.keys(more) }
      const [result] = await crm.apply('order', [write(n, born({ ...begun, ...more }), about)])
      return result
    }
    return { fake, crm, item, told, change, lines: () => [...fake.store.rows('sale.order.line').values()] }
  }

  it('J5 more, less, dearer and other words: the sums are equal to the cent, and nothing comes back as news', async () => {
    const { fake, item, told, change } = await placed()
    const lines = [lineOf(1, item, '5', ['52.5', '3.15'], { unitPrice: '10.5', discountPercent: '0', description: 'In red' })]
    const sums = { net: '52.5', tax: '3.15', total: '55.65' }
    const outcome = await change({ lines, ...sums })
    const now = await told()
    expect(now?.values).toMatchObject({ lines, net: '52.5', total: '55.65' })
    expect(outcome).toMatchObject({ done: { version: now?.version } })
    expect(fake.store.delivered).toEqual([])
    expect(fake.calls.filter(({ path }) => path.includes('action_confirm'))).toEqual([])
  })

  it('J5 one more line, and one that is called off and stays with nothing', async () => {
    const { item, told, change, lines } = await placed()
    const two = [lineOf(1, item, '3', ['26.97', '1.62']), lineOf(2, item, '1', ['8.99', '0.54'])]
    expect(await change({ lines: two, net: '35.96', tax: '2.16', total: '38.12' })).toMatchObject({ done: {} })
    expect((await told())?.values).toMatchObject({ lines: [{ quantity: '3' }, { lineNumber: 2, quantity: '1', net: '8.99' }] })
    const off = [lineOf(1, item, '0', ['0', '0']), two[1] as never]
    const outcome = await change({ lines: off, net: '8.99', tax: '0.54', total: '9.53' }, 3)
    expect(outcome).toMatchObject({ done: { version: (await told())?.version } })
    expect((await told())?.values).toMatchObject({ total: '9.53', lines: [{ quantity: '0', net: '0' }, { quantity: '1' }] })
    expect(lines()).toHaveLength(2)
  })

  it('J5 a line that the ERP no longer has is seen by nobody any more, though Odoo lets none be taken out', async () => {
    const { fake, told, change, lines } = await placed()
    const table = { name: 'Table', default_code: 'TABLE', type: 'consu', uom_id: 1, sale_ok: true }
    const id = idText(fake.store.create('product.product', table))
    const only = [lineOf(1, id, '2', ['17.98', '1.08'])]
    const outcome = await change({ lines: only, net: '17.98', tax: '1.08', total: '19.06' })
    expect(outcome).toMatchObject({ done: { version: (await told())?.version } })
    expect((await told())?.values).toMatchObject({ lines: [{ lineNumber: 1, item: id, quantity: '2' }], total: '19.06' })
    expect(lines()).toMatchObject([{ product_uom_qty: 0 }, { product_uom_qty: 2 }])
    // And once more: what is gone stays so.
    const again = [lineOf(1, id, '4', ['35.96', '2.16'])]
    expect(await change({ lines: again, net: '35.96', tax: '2.16', total: '38.12' }, 3)).toMatchObject({ done: {} })
    expect(lines()).toMatchObject([{ product_uom_qty: 0 }, { product_uom_qty: 4 }])
  })

  it('J5 the reference, the date and the places travel with them', async () => {
    const { told, change } = await placed()
    const header = { customerReference: 'PO 7', requestedDate: '2026-04-01', paymentTermDays: 0 }
    expect(await change(header)).toMatchObject({ done: { version: (await told())?.version } })
    expect((await told())?.values).toMatchObject(header)
  })

  it('J5 nothing of it stays when Odoo counts another total: the order is as it was', async () => {
    const { item, told, change, lines } = await placed()
    const before = await told()
    const two = [lineOf(1, item, '4', ['35.96', '2.16']), lineOf(2, item, '1', ['8.99', '0.54'])]
    const outcome = await change({ lines: two, net: '44.95', tax: '2.70', total: '47.64' })
    expect(outcome).toMatchObject({ refused: { code: 'odoo/total-differs' } })
    const { lines: now, total } = (await told())?.values ?? {}
    expect({ now, total }).toEqual({ now: before?.values.lines, total: before?.values.total })
    expect(lines()).toMatchObject([{ product_uom_qty: 3 }, { product_uom_qty: 0 }])
  })

  it('J5 is refused in the words of Odoo when more has been delivered there, and done when the answer was lost', async () => {
    const { fake, crm, item, told, change, lines } = await placed()
    fake.store.write('sale.order.line', [Number(lines()[0]?.id)], { qty_delivered: 3 })
    const less = { lines: [lineOf(1, item, '2', ['17.98', '1.08'])], net: '17.98', tax: '1.08', total: '19.06' }
    expect(await change(less)).toMatchObject({ refused: { code: 'odoo/not-accepted' } })
    fake.store.write('sale.order.line', [Number(lines()[0]?.id)], { qty_delivered: 0 })
    fake.loseAnswer(/sale\.order\/write/)
    expect(await change(less, 3)).toMatchObject({ unknown: {} })
    expect(await change(less, 3)).toMatchObject({ done: { version: (await told())?.version } })
    expect(lines()).toHaveLength(1)
    expect(crm.passesBy).toBeDefined()
  })

  it('J4 what no order can change, as its customer, is refused', async () => {
    const { change } = await placed()
    expect(await change({ currency: 'EUR' })).toMatchObject({ refused: { code: 'odoo/not-accepted' } })
  })
})
