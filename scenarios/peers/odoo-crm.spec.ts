import type { Snapshot } from '@tandem/hub'
import { postgresUrl } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPeerCompany, type PeerCompany, type Row } from './company.ts'
import { connectorTo } from './given.ts'
import { AGREED, disagreements, eventually, killedAt, type Wire, wireTo } from './lossy.ts'
import { OdooClerk } from './odoo-clerk.ts'
import { type OdooPeer, odooPeer, restart } from './peers.ts'
import { namesOf } from './selling.ts'

const odoo = await odooPeer()
const { run: RUN, name: NAME } = namesOf(Date.now())
/** The stool is sold in Odoo before our ERP knows of it. */
const [CHAIR, LAMP, STOOL] = [`CHAIR-${RUN}`, `LAMP-${RUN}`, `STOOL-${RUN}`] as const
const TAX = 6
const BORN = [
  ...['state', 'amount_untaxed', 'amount_total', 'client_order_ref', 'picking_ids'],
  ...['x_tandem_number', 'x_tandem_state', 'x_tandem_progress'],
]

describe.runIf(odoo)('I1 Odoo as CRM with our ERP', () => {
  let company: PeerCompany
  let wire: Wire
  let customer: number
  const clerk = new OdooClerk(odoo as OdooPeer)
  beforeAll(async () => {
    await clerk.tax(TAX)
    await clerk.settleOldOrders()
    await clerk.renameBorn()
    customer = await clerk.customer(`ACME-${RUN}`, `${NAME} 家具 GmbH`)
    await clerk.call('res.partner', 'write', {
      ids: [customer],
      vals: { street: `Allee ${RUN}`, city: 'Berlin', zip: '10115', email: `acme-${RUN}@example.com` },
    })
    await clerk.call('res.partner', 'create', {
      vals_list: [{ parent_id: customer, type: 'contact', name: `Ann 安 ${RUN}`, function: 'Buyer' }],
    })
    await clerk.product(STOOL, 15, 0)
    wire = await wireTo(odoo?.url ?? '')
    company = await openPeerCompany(postgresUrl(), 'USD')
    await company.api('POST', 'erp/warehouses', { code: 'MAIN', name: 'Main warehouse', isDefault: true })
    await stocked(company, CHAIR, '40', '100')
    await stocked(company, LAMP, '19.99', '50')
    await company.connect({
      ...{ name: 'odoo', type: 'odoo', side: 'crm' },
      settings: { url: wire.url, key: odoo?.key, everySeconds: 0 },
    })
    // Odoo has made the products, and the joint is dead before it knows.
    await killedAt(company, wire, new RegExp(`product\\.product/load.*${CHAIR}`))
    await eventually(async () => {
      await company.settle()
      const { differences, inbox } = await disagreements(company)
      return differences.length + inbox.length === 0
    })
  })
  afterAll(async () => {
    await company?.close()
    wire?.close()
  })

  it('I12 each has what the other had: customers with their people and places in our ERP, items and prices in Odoo, once', async () => {
    expect(await disagreements(company)).toEqual(AGREED)
    const parties = await company.all('erp/parties?filter[isCustomer]=true')
    expect(parties).toHaveLength(await clerk.count('res.partner', clerk.CUSTOMERS))
    const acme = await company.find('erp/parties', 'code', `ACME-${RUN}`)
    expect(acme).toMatchObject({ name: `${NAME} 家具 GmbH`, type: 'company', email: `acme-${RUN}@example.com`, currency: 'USD' })
    expect(await company.all(`erp/addresses?filter[party]=${acme.id}`)).toMatchObject([
      { line1: `Allee ${RUN}`, city: 'Berlin', postalCode: '10115', use: 'both' },
    ])
    expect(await company.all(`erp/contacts?filter[party]=${acme.id}`)).toMatchObject([{ name: `Ann 安 ${RUN}`, role: 'Buyer' }])
    const [tax] = await clerk.all('account.tax', [['id', '=', await clerk.tax(TAX)]], [])
    for (const [code, price] of [[CHAIR, 40] as const, [LAMP, 19.99] as const]) {
      const product = await clerk.one('product.product', [['default_code', '=', code]], ['name', 'taxes_id', 'uom_id', 'sale_ok'])
      expect(product).toMatchObject({
        name: `${code} 椅`,
        taxes_id: [tax?.id],
        sale_ok: true,
        uom_id: [expect.any(Number), 'Units'],
      })
      const listed = await clerk.one('product.pricelist.item', [['product_id', '=', product.id]], ['fixed_price', 'pricelist_id'])
      expect(listed).toMatchObject({
        fixed_price: price,
        pricelist_id: [expect.any(Number), expect.stringContaining('standard')],
      })
    }
    expect(await company.find('erp/items', 'code', STOOL)).toMatchObject({ name: `${STOOL} 椅`, type: 'bought', unit: 'Units' })
    expect(await company.all('erp/items')).toHaveLength(await clerk.count('product.product', [['sale_ok', '=', true]]))
  })

  it('J4 J5 from the quotation in Odoo to the cash in our books, though the joint is killed and Odoo is restarted', async () => {
    const order = await clerk.quotation(customer, [[CHAIR, 3] as const, [LAMP, 2] as const])
    await company.settle()
    expect(await company.all('erp/sales-orders')).toEqual([])
    await clerk.call('sale.order', 'action_confirm', { ids: [order] })
    const sold = await clerk.one('sale.order', [['id', '=', order]], ['name', 'amount_total', 'amount_tax', 'amount_untaxed'])
    // 3 x 40 + 2 x 19.99 at the prices of our ERP, and 6 % of each line: 7.20 + 2.40.
    expect(sold).toMatchObject({ amount_untaxed: 159.98, amount_tax: 9.6, amount_total: 169.58 })
    // Our ERP has the order, Odoo has been told so, and the joint is dead before it knows that.
    await killedAt(company, wire, /sale\.order\/write/)
    await eventually(async () => {
      await company.settle()
      return (await answered(order)).x_tandem_state === 'placed'
    })
    const [placed, ...second] = await company.all('erp/sales-orders')
    expect(second).toEqual([])
    expect(placed).toMatchObject({ origin: sold.name, state: 'confirmed', net: '159.98', tax: '9.6', total: '169.58' })
    expect(await answered(order)).toMatchObject({ x_tandem_number: placed?.number, state: 'sale' })
    expect(progressOf(await answered(order))).toMatchObject([
      { lineNumber: 1, reserved: '3', shipped: '0' },
      { lineNumber: 2, reserved: '2', shipped: '0' },
    ])

    await company.api('POST', 'erp/shipments', { salesOrder: placed?.id, lines: [{ orderLineNumber: 1, quantity: '1' }] })
    wire.cut()
    await company.settle()
    await company.api('POST', 'erp/shipments', { salesOrder: placed?.id })
    await restart('ODOO')
    wire.mend()
    const invoice = await company.api<Row>('POST', 'erp/invoices', { salesOrder: placed?.id })
    expect(invoice).toMatchObject({ total: '169.58' })
    const { id: party } = await company.find('erp/parties', 'code', `ACME-${RUN}`)
    await company.api('POST', 'erp/payments', { party, currency: 'USD', amount: '169.58', method: 'bank' })
    await eventually(async () => {
      await company.settle()
      return (await answered(order)).x_tandem_state === 'closed'
    })
    expect(progressOf(await answered(order))).toMatchObject([
      { lineNumber: 1, reserved: '0', shipped: '3', invoiced: '3' },
      { lineNumber: 2, reserved: '0', shipped: '2', invoiced: '2' },
    ])
    const books = await company.api<{ agrees: boolean }>('GET', 'erp/books-check')
    expect(books.agrees).toBe(true)
    expect(await disagreements(company)).toEqual(AGREED)
  })

  it('J4 an order that is called off in Odoo is called off in our ERP, and Odoo is told', async () => {
    const order = await clerk.quotation(customer, [[LAMP, 1] as const])
    await clerk.call('sale.order', 'action_confirm', { ids: [order] })
    await company.settle()
    expect(await answered(order)).toMatchObject({ x_tandem_state: 'placed' })
    const sold = await clerk.one('sale.order', [['id', '=', order]], ['name'])
    await clerk.call('sale.order', 'action_cancel', { ids: [order], context: { disable_cancel_warning: true } })
    await company.settle()
    expect(await company.find('erp/sales-orders', 'origin', String(sold.name))).toMatchObject({ state: 'cancelled' })
    expect(await answered(order)).toMatchObject({ x_tandem_state: 'cancelled', state: 'cancel' })
    expect(await disagreements(company)).toEqual(AGREED)
  })

  it('J5 I6 what somebody sells in our ERP is in Odoo as sold, once, though the joint is killed twice; there nothing is delivered', async () => {
    const party = await company.find('erp/parties', 'code', `ACME-${RUN}`)
    const item = await company.find('erp/items', 'code', LAMP)
    const sell = async (quantity: string) => {
      const about = { party: party.id, customerReference: `PO ${quantity}`, lines: [{ item: item.id, quantity }] }
      const { id } = await company.api<Row>('POST', 'erp/sales-orders', about)
      return company.api<Row>('POST', `erp/sales-orders/${id}/confirm`)
    }
    const order = await sell('4')
    // Odoo has the draft and the joint is dead; Odoo has the order, and the joint is dead again.
    await killedAt(company, wire, /sale\.order\/load/)
    await killedAt(company, wire, /sale\.order\/write/)
    const born = (number: unknown) => clerk.all('sale.order', [['name', '=', number]], BORN) as unknown as Promise<Row[]>
    await eventually(async () => {
      await company.settle()
      return (await born(order.number))[0]?.x_tandem_state === 'placed'
    })
    // 4 x 19.99 and 6 %: 4.80.
    expect(await born(order.number)).toMatchObject([
      { state: 'sale', amount_untaxed: 79.96, amount_total: 84.76, client_order_ref: 'PO 4', picking_ids: [] },
    ])
    await company.api('POST', 'erp/shipments', { salesOrder: order.id })
    await company.api('POST', 'erp/invoices', { salesOrder: order.id })
    const other = await sell('3')
    await eventually(async () => {
      await company.settle()
      const [first, second] = [await born(order.number), await born(other.number)]
      return first[0]?.x_tandem_state === 'closed' && second[0]?.x_tandem_state === 'placed'
    })
    expect(progressOf((await born(order.number))[0] as Row)).toMatchObject([{ shipped: '4', invoiced: '4' }])
    // The other one is called off in Odoo.
    const [row] = await born(other.number)
    await clerk.call('sale.order', 'action_cancel', { ids: [row?.id], context: { disable_cancel_warning: true } })
    await company.settle()
    expect(await company.find('erp/sales-orders', 'number', String(other.number))).toMatchObject({ state: 'cancelled' })
    expect(await born(other.number)).toMatchObject([{ state: 'cancel', x_tandem_state: 'cancelled' }])
    expect(await disagreements(company)).toEqual(AGREED)
  })

  it('J5 I6 lines that our ERP changes after an order was placed are changed in Odoo, once and to the cent, where nothing is procured', async () => {
    const party = await company.find('erp/parties', 'code', `ACME-${RUN}`)
    const [chair, lamp] = [await company.find('erp/items', 'code', CHAIR), await company.find('erp/items', 'code', LAMP)]
    const lines = [chair, lamp].map(({ id }) => ({ item: id, quantity: '4' }))
    const { id: mine } = await company.api<Row>('POST', 'erp/sales-orders', { party: party.id, lines })
    const born = await company.api<Row>('POST', `erp/sales-orders/${mine}/confirm`)
    const order = await clerk.quotation(customer, [[CHAIR, 3] as const, [LAMP, 2] as const])
    await clerk.call('sale.order', 'action_confirm', { ids: [order] })
    await company.settle()
    const sold = await clerk.one('sale.order', [['id', '=', order]], ['name'])
    const theirs = await company.find('erp/sales-orders', 'origin', String(sold.name))
    const change = (id: unknown, quantities: readonly string[], more: object = {}) => {
      const said = [chair, lamp].map((item, i) => ({ lineNumber: i + 1, item: item.id, quantity: quantities[i] }))
      return company.api<Row>('PATCH', `erp/sales-orders/${id}`, { lines: said, ...more })
    }
    // More of one and nothing of the other, of the one that began here; the joint is dead before it knows that Odoo has it.
    const [ours, changed] = [
      await change(mine, ['7', '0'], { customerReference: 'PO later' }),
      await change(theirs.id, ['1', '5']),
    ]
    await killedAt(company, wire, /sale\.order\/write.*order_line/)
    const there = async (domain: readonly unknown[]) => {
      const row = await clerk.one(
        'sale.order',
        [domain],
        ['amount_untaxed', 'amount_tax', 'amount_total', 'client_order_ref', 'picking_ids'],
      )
      const found = await clerk.all('sale.order.line', [['order_id', '=', row.id]], ['product_uom_qty', 'price_unit'])
      return { ...row, quantities: found.map((line) => line.product_uom_qty) }
    }
    await eventually(async () => {
      await company.settle()
      const both = [await there(['name', '=', born.number]), await there(['id', '=', order])]
      return both.every(({ quantities }) => ['7,0', '1,5'].includes(quantities.join()))
    })
    const sums = ({ net, tax, total }: Row) => ({
      amount_untaxed: Number(net),
      amount_tax: Number(tax),
      amount_total: Number(total),
    })
    const [bornThere, soldThere] = [await there(['name', '=', born.number]), await there(['id', '=', order])]
    expect(bornThere).toMatchObject({ ...sums(ours), quantities: [7, 0], client_order_ref: 'PO later', picking_ids: [] })
    expect(soldThere).toMatchObject({ ...sums(changed), quantities: [1, 5] })
    expect(await disagreements(company)).toEqual(AGREED)
    // Nothing of it came back: our ERP has what it said.
    expect(await company.api('GET', `erp/sales-orders/${mine}`)).toMatchObject({ version: ours.version, total: ours.total })
  })

  it('J5 a line more and a line less stand in Odoo as the ERP says; one that is gone is told by nobody', async () => {
    const direct = connectorTo('odoo', 'crm', { url: odoo?.url ?? '', key: odoo?.key ?? '' }, fetch)
    const order = await clerk.quotation(customer, [[CHAIR, 3] as const, [LAMP, 2] as const])
    await clerk.call('sale.order', 'action_confirm', { ids: [order] })
    const read = async () => (await direct.read('order', [idOf(order)]))[0] as Snapshot
    let n = 0
    const say = async (wanted: (lines: readonly Row[]) => Row[]) => {
      const { values, version, externalId } = await read()
      const lines = wanted(values.lines as unknown as Row[]).map((line, i): Row => ({ ...line, lineNumber: i + 1 }))
      const sum = (name: 'net' | 'tax') => lines.reduce((total, line) => total + Number(line[name]), 0).toFixed(2)
      const [net, tax] = [sum('net'), sum('tax')]
      const said = { ...values, lines: lines as never, net, tax, total: (Number(net) + Number(tax)).toFixed(2) }
      const key = `odoo:${`00000000-0000-7000-8000-${RUN}`.slice(0, 36)}:${++n}`
      return direct.apply('order', [{ key, externalId, seen: version, values: said, changed: ['lines', 'net', 'tax', 'total'] }])
    }
    const found = () => clerk.all('sale.order.line', [['order_id', '=', order]], ['product_uom_qty'])
    const before = (await read()).values.lines as unknown as Row[]
    // The first line goes, the second stays, a third is one of the first with another quantity.
    const third = { ...before[0], quantity: '1', net: '40', tax: '2.4' } as Row
    const [outcome] = await say((lines) => [lines[1] as Row, third])
    const now = await read()
    expect(outcome).toMatchObject({ done: { externalId: idOf(order) } })
    expect(now.values.lines).toMatchObject([
      { lineNumber: 1, item: before[1]?.item, quantity: '2' },
      { lineNumber: 2, item: before[0]?.item, quantity: '1' },
    ])
    expect(now.values).toMatchObject({ net: '79.98', tax: '4.8', total: '84.78' })
    expect((await found()).map((line) => line.product_uom_qty)).toEqual([0, 2, 1])
    // Another total than Odoo counts: it is put back.
    const [wrong] = await say((lines) => lines.map((line) => ({ ...line, quantity: '9' })))
    expect(wrong).toMatchObject({ refused: { code: 'odoo/total-differs' } })
    expect((await read()).values.lines).toEqual(now.values.lines)
    // What nobody placed yet comes to our ERP as it is by now.
    await company.settle()
    const sold = await clerk.one('sale.order', [['id', '=', order]], ['name'])
    expect(await company.find('erp/sales-orders', 'origin', String(sold.name))).toMatchObject({ total: '84.78' })
    expect(await disagreements(company)).toEqual(AGREED)
  })

  it('J1 J2 what is edited on either side shows on the other: a customer in Odoo, a name and a price in our ERP, in the next quotation', async () => {
    await clerk.call('res.partner', 'write', { ids: [customer], vals: { phone: '+49 30 5678', city: 'Potsdam' } })
    const item = await company.find('erp/items', 'code', LAMP)
    await company.api('PATCH', `erp/items/${item.id}`, { name: `${LAMP} 灯` })
    const [price] = await company.all(`erp/prices?filter[item]=${item.id}`)
    await company.api('PATCH', `erp/prices/${price?.id}`, { unitPrice: '24.5' })
    const acme = await company.find('erp/parties', 'code', `ACME-${RUN}`)
    await company.api('PATCH', `erp/parties/${acme.id}`, { onHold: true, paymentTermDays: 30 })
    await company.settle()
    expect(await company.find('erp/parties', 'code', `ACME-${RUN}`)).toMatchObject({ phone: '+49 30 5678', onHold: true })
    const partner = await clerk.one('res.partner', [['id', '=', customer]], ['city', 'category_id', 'property_payment_term_id'])
    // Where goods go is the ERP's to say: Odoo's edit of the address is put back.
    expect(partner).toMatchObject({ city: 'Berlin', property_payment_term_id: [expect.any(Number), '30 Days'] })
    expect(partner.category_id).toHaveLength(1)
    expect(await clerk.one('product.product', [['default_code', '=', LAMP]], ['name'])).toMatchObject({ name: `${LAMP} 灯` })
    const order = await clerk.quotation(customer, [[LAMP, 6] as const])
    expect(await clerk.one('sale.order', [['id', '=', order]], ['amount_untaxed'])).toMatchObject({ amount_untaxed: 147 })
    expect(await disagreements(company)).toEqual(AGREED)
  })

  it('I8 what is deleted in Odoo is archived in our ERP, though Odoo tells nobody', async () => {
    const gone = await clerk.customer(`GONE-${RUN}`, `Gone ${RUN}`)
    await company.settle()
    expect(await company.find('erp/parties', 'code', `GONE-${RUN}`)).toMatchObject({ status: 'active' })
    await clerk.call('res.partner', 'unlink', { ids: [gone] })
    await company.app.tenants.get(company.tenant)?.hub.checkPresence()
    await company.settle()
    expect(await company.find('erp/parties', 'code', `GONE-${RUN}`)).toMatchObject({ status: 'archived' })
  })

  function answered(order: number): Promise<Row> {
    const fields = ['state', 'x_tandem_state', 'x_tandem_number', 'x_tandem_progress']
    return clerk.one('sale.order', [['id', '=', order]], fields) as unknown as Promise<Row>
  }
})

/** An order as the connector names it. */
function idOf(order: number): string {
  return String(order).padStart(10, '0')
}

function progressOf({ x_tandem_progress: text }: Row): unknown {
  return JSON.parse(String(text))
}

/** An item of our ERP with its price and stock. */
async function stocked(company: PeerCompany, code: string, unitPrice: string, quantity: string): Promise<void> {
  const about = { code, name: `${code} 椅`, type: 'bought', unit: 'Units', taxRate: String(TAX), standardCost: '5' }
  const item = await company.api<Row>('POST', 'erp/items', about)
  const price = { item: item.id, priceList: 'standard', currency: 'USD', unit: 'Units', minimumQuantity: '0', unitPrice }
  await company.api('POST', 'erp/prices', price)
  await company.api('POST', 'erp/goods-receipts', { lines: [{ item: item.id, quantity, unitCost: '5' }] })
}
