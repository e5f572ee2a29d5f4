import { postgresUrl } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPeerCompany, type PeerCompany, type Row } from './company.ts'
import { AGREED, disagreements, eventually, killedAt, type Wire, wireTo } from './lossy.ts'
import { OdooClerk } from './odoo-clerk.ts'
import { type OdooPeer, odooPeer, restart, type TrytonPeer, trytonPeer } from './peers.ts'
import { namesOf } from './selling.ts'
import { TrytonClerk } from './tryton-clerk.ts'

const [odoo, tryton] = [await odooPeer(), await trytonPeer()]
const { run: RUN, name: NAME } = namesOf(Date.now())
const [CHAIR, LAMP] = [`CHAIR-${RUN}`, `LAMP-${RUN}`] as const
const TAX = 10
const BORN = ['state', 'amount_untaxed', 'amount_total', 'picking_ids', 'x_tandem_number', 'x_tandem_state', 'x_tandem_progress']

describe.runIf(odoo && tryton)('I1 Odoo as CRM with Tryton as ERP: ours is only the joint', () => {
  let company: PeerCompany
  let wires: { odoo: Wire; tryton: Wire }
  let customer: number
  const sales = new OdooClerk(odoo as OdooPeer)
  const stock = new TrytonClerk(tryton as TrytonPeer)
  beforeAll(async () => {
    await stock.furnish()
    await stock.product(CHAIR, '40', 100)
    await stock.product(LAMP, '19.99', 50)
    await stock.party(`OLD-${RUN}`, `${NAME} 旧客户`, { street: `Alt ${RUN}\nHinterhaus`, city: 'Köln', postal_code: '50667' })
    await sales.tax(TAX)
    await Promise.all([sales.settleOldOrders(), stock.settleOldSales()])
    customer = await sales.customer(`ACME-${RUN}`, `${NAME} 家具 GmbH`)
    await sales.call('res.partner', 'write', {
      ids: [customer],
      vals: { street: `Allee ${RUN}`, city: 'Berlin', zip: '10115', email: `acme-${RUN}@example.com` },
    })
    wires = { odoo: await wireTo(odoo?.url ?? ''), tryton: await wireTo(tryton?.url ?? '') }
    company = await openPeerCompany(postgresUrl(), 'USD')
    await company.connect({
      ...{ name: 'odoo', type: 'odoo', side: 'crm' },
      settings: { url: wires.odoo.url, key: odoo?.key, everySeconds: 0 },
    })
    const { database, login, password } = tryton as TrytonPeer
    await company.connect({
      ...{ name: 'tryton', type: 'tryton', side: 'erp' },
      settings: { url: wires.tryton.url, database, login, password, everySeconds: 0 },
    })
    await company.settle()
    // Where the two have been joined before, people say of persons with one code and name that they are the same.
    // One answer may settle others.
    const next = async () => (await company.all('joint/duplicates?filter[state]=open&filter[type]=link'))[0]
    for (let one = await next(); one; one = await next()) await company.api('POST', `joint/duplicates/${one.id}/link`)
    await agreed()
  })
  afterAll(async () => {
    await company?.close()
    wires?.odoo.close()
    wires?.tryton.close()
  })

  it('I12 each has what the other had: customers and addresses in both, items and prices of Tryton in Odoo', async () => {
    expect(await disagreements(company)).toEqual(AGREED)
    expect(await stock.rows('party.party', [['code', '=', `ACME-${RUN}`]], ['name', 'email'])).toMatchObject([
      { name: `${NAME} 家具 GmbH`, email: `acme-${RUN}@example.com` },
    ])
    const there = ['party.code', '=', `ACME-${RUN}`]
    expect(await stock.rows('party.address', [there], ['street', 'city', 'postal_code'])).toMatchObject([
      { street: `Allee ${RUN}`, city: 'Berlin', postal_code: '10115' },
    ])
    // The only address of a customer stands in the customer itself, where Odoo looks for it.
    const where = ['street', 'street2', 'city', 'zip', 'is_company', 'child_ids']
    expect(await sales.one('res.partner', [['ref', '=', `OLD-${RUN}`]], ['name', ...where])).toMatchObject({
      ...{ name: `${NAME} 旧客户`, is_company: true, child_ids: [] },
      ...{ street: `Alt ${RUN}`, street2: 'Hinterhaus', city: 'Köln', zip: '50667' },
    })
    for (const [code, price] of [[CHAIR, 40] as const, [LAMP, 19.99] as const]) {
      const product = await sales.one('product.product', [['default_code', '=', code]], ['name', 'taxes_id', 'uom_id'])
      expect(product).toMatchObject({
        name: `${code} 椅`,
        taxes_id: [await sales.tax(TAX)],
        uom_id: [expect.any(Number), 'Unit'],
      })
      const listed = await sales.one('product.pricelist.item', [['product_id', '=', product.id]], ['fixed_price'])
      expect(listed).toMatchObject({ fixed_price: price })
    }
  })

  it('J4 J5 I6 from the quotation in Odoo to the invoice in Tryton, though the joint is killed three times and both are restarted', async () => {
    const order = await sales.quotation(customer, [[CHAIR, 3] as const, [LAMP, 2] as const])
    await sales.call('sale.order', 'action_confirm', { ids: [order] })
    const sold = await sales.one('sale.order', [['id', '=', order]], ['name', 'amount_total'])
    // 3 x 40 + 2 x 19.99, and 10 % of each line: 12 + 4.
    expect(sold).toMatchObject({ amount_total: 175.98 })
    // Tryton has the draft and the joint is dead; Tryton has confirmed it; Odoo has been told so.
    await killedAt(company, wires.tryton, /model\.sale\.sale\.create/)
    await killedAt(company, wires.tryton, /model\.sale\.sale\.confirm/)
    await killedAt(company, wires.odoo, /sale\.order\/write/)
    await eventually(async () => {
      await company.settle()
      return (await answered(order)).x_tandem_state === 'placed'
    })
    const placed = await stock.rows(
      'sale.sale',
      [['party.code', '=', `ACME-${RUN}`]],
      ['number', 'description', 'state', 'total_amount'],
    )
    expect(placed).toMatchObject([
      { description: sold.name, state: 'processing', total_amount: { decimal: expect.stringMatching(/^175\.98/) } },
    ])
    expect(await answered(order)).toMatchObject({ x_tandem_number: placed[0]?.number })

    await stock.deliver(Number(placed[0]?.id))
    wires.odoo.cut()
    wires.tryton.cut()
    await company.settle()
    await restart('ODOO')
    await restart('TRYTON')
    wires.odoo.mend()
    wires.tryton.mend()
    await stock.postInvoices(Number(placed[0]?.id))
    await eventually(async () => {
      await company.settle()
      return JSON.stringify(progressOf(await answered(order))).match(/"invoiced":"[32]"/g)?.length === 2
    })
    expect(progressOf(await answered(order))).toMatchObject([
      { lineNumber: 1, shipped: '3', invoiced: '3' },
      { lineNumber: 2, shipped: '2', invoiced: '2' },
    ])
    expect(await sales.count('sale.order', [['partner_id', '=', customer]])).toBe(1)
    await agreed()
  })

  it('J5 I6 what somebody sells in Tryton is in Odoo as sold, once, though the joint is killed twice; there nothing is delivered', async () => {
    const sale = await stock.sell(`ACME-${RUN}`, LAMP, 4, '19.99')
    // Odoo has the draft and the joint is dead; Odoo has the order, and the joint is dead again.
    await killedAt(company, wires.odoo, /sale\.order\/load/)
    await killedAt(company, wires.odoo, /sale\.order\/write/)
    const [{ number } = { number: '' }] = await stock.rows('sale.sale', [['id', '=', sale]], ['number'])
    const born = () =>
      sales.all(
        'sale.order',
        [
          ['partner_id', '=', customer],
          ['name', '=', number],
        ],
        BORN,
      )
    await eventually(async () => {
      await company.settle()
      return (await born())[0]?.x_tandem_state === 'placed'
    })
    // 4 x 19.99 and 10 %: 8.00.
    expect(await born()).toMatchObject([
      { state: 'sale', amount_untaxed: 79.96, amount_total: 87.96, x_tandem_number: number, picking_ids: [] },
    ])
    await stock.deliver(sale)
    await stock.postInvoices(sale)
    await eventually(async () => {
      await company.settle()
      return JSON.stringify(progressOf((await born())[0] as unknown as Row)).includes('"invoiced":"4"')
    })
    expect(await born()).toHaveLength(1)
    await agreed()
  })

  it('J1 J2 what is edited on either side shows on the other, in the next quotation, too', async () => {
    await sales.call('res.partner', 'write', { ids: [customer], vals: { phone: '+49 30 5678', name: `${NAME} 家具 AG` } })
    await stock.price(LAMP, '24.50')
    await agreed()
    expect(await stock.rows('party.party', [['code', '=', `ACME-${RUN}`]], ['name', 'phone'])).toMatchObject([
      { name: `${NAME} 家具 AG`, phone: expect.stringMatching(/^\+49 ?30 ?5678$/) },
    ])
    const order = await sales.quotation(customer, [[LAMP, 6] as const])
    expect(await sales.one('sale.order', [['id', '=', order]], ['amount_untaxed'])).toMatchObject({ amount_untaxed: 147 })
  })

  function answered(order: number): Promise<Row> {
    const fields = ['state', 'x_tandem_state', 'x_tandem_number', 'x_tandem_progress']
    return sales.one('sale.order', [['id', '=', order]], fields) as unknown as Promise<Row>
  }

  /** The joint has come to rest, and nothing differs or waits for a person. */
  async function agreed(): Promise<void> {
    await company.settle()
    expect(await disagreements(company)).toEqual(AGREED)
  }
})

function progressOf({ x_tandem_progress: text }: Row): unknown {
  return JSON.parse(String(text))
}
