import type { Connector, Values, Write } from '@tandem/hub'
import { describe, expect, it } from 'vitest'
import { idNumber } from '../kit/ids.ts'
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
