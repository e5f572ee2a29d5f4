/** What people do in Odoo, by its own API, and looking at what it holds: never through the connector. */
import type { Person } from './many-partners.ts'
import type { OdooPeer } from './peers.ts'

type Row = Readonly<Record<string, unknown>> & { readonly id: number }
type Domain = readonly unknown[]

export class OdooClerk {
  /** Partners of whom the connector should tell as customers. */
  readonly CUSTOMERS: Domain = [
    ['parent_id', '=', false],
    ['partner_share', '=', true],
    ['ref_company_ids', '=', false],
    '|',
    ['customer_rank', '>', 0],
    ['supplier_rank', '=', 0],
  ]
  private readonly peer: OdooPeer

  constructor(peer: OdooPeer) {
    this.peer = peer
  }

  call<T = unknown>(model: string, method: string, args: object = {}): Promise<T> {
    return this.peer.call<T>(model, method, args)
  }

  count(model: string, domain: Domain): Promise<number> {
    return this.call(model, 'search_count', { domain, context: { active_test: false } })
  }

  all(model: string, domain: Domain, fields: readonly string[]): Promise<Row[]> {
    return this.call(model, 'search_read', { domain, fields, order: 'id', context: { active_test: false } })
  }

  async one(model: string, domain: Domain, fields: readonly string[]): Promise<Row> {
    const found = await this.all(model, domain, fields)
    if (found.length !== 1 || !found[0]) throw new Error(`Odoo has ${found.length} ${model} with ${JSON.stringify(domain)}`)
    return found[0]
  }

  /** A storable product with stock. */
  async product(code: string, price: number, stock: number): Promise<number> {
    const about = { name: `${code} 椅`, default_code: code, type: 'consu', is_storable: true, list_price: price }
    const [id] = await this.call<number[]>('product.product', 'create', { vals_list: [{ ...about, invoice_policy: 'delivery' }] })
    await this.stock(id as number, stock)
    return id as number
  }

  /** A sales tax of so many percent; the one there is, if there is one. */
  async tax(percent: number): Promise<number> {
    const [there] = await this.all(
      'account.tax',
      [
        ...[
          ['type_tax_use', '=', 'sale'],
          ['amount_type', '=', 'percent'],
          ['amount', '=', percent],
          ['price_include', '=', false],
        ],
      ],
      [],
    )
    if (there) return there.id
    const vals = { name: `${percent} %`, type_tax_use: 'sale', amount_type: 'percent', amount: percent }
    const [id] = await this.call<number[]>('account.tax', 'create', { vals_list: [vals] })
    return id as number
  }

  /** Terms of payment that are no number of days: a part now, the rest later. */
  async termsInParts(): Promise<number> {
    const line = (percent: number, days: number) => [0, 0, { value: 'percent', value_amount: percent, nb_days: days }]
    const vals = { name: 'A third now, the rest after 60 days', line_ids: [line(30, 0), line(70, 60)] }
    const [id] = await this.call<number[]>('account.payment.term', 'create', { vals_list: [vals] })
    return id as number
  }

  /** A customer. */
  async customer(ref: string, name: string): Promise<number> {
    const [id] = await this.call<number[]>('res.partner', 'create', {
      vals_list: [{ ref, name, is_company: true, customer_rank: 1 }],
    })
    return id as number
  }

  /** A customer as a transaction leaves it that began so long ago and ends now: Odoo's times are those of the beginning. */
  async lateCustomer(ref: string, msAgo: number): Promise<number> {
    const id = await this.customer(ref, 'late')
    const at = `(now() at time zone 'UTC') - interval '${Math.round(msAgo)} milliseconds'`
    const code = `env.cr.execute("update res_partner set create_date = ${at}, write_date = ${at} where id = ${id}")`
    const [model] = await this.all('ir.model', [['model', '=', 'res.partner']], [])
    const action = { name: 'late', model_id: model?.id, state: 'code', code }
    const ids = await this.call<number[]>('ir.actions.server', 'create', { vals_list: [action] })
    await this.call('ir.actions.server', 'run', { ids })
    await this.call('ir.actions.server', 'unlink', { ids })
    return id
  }

  /** Many customers, some hundred a call. */
  async partners(people: readonly Person[]): Promise<number[]> {
    const made: number[] = []
    for (let i = 0; i < people.length; i += 500) {
      const vals_list = people.slice(i, i + 500).map(({ code, name, taxNumber, email, phone, creditLimit }) => ({
        ...{ ref: code, name, vat: taxNumber ?? false, email, phone, is_company: true, customer_rank: 1 },
        credit_limit: Number(creditLimit),
      }))
      made.push(...(await this.call<number[]>('res.partner', 'create', { vals_list, context: { tracking_disable: true } })))
    }
    return made
  }

  /** Deletes all partners whose code is like this. */
  async forget(codes: string): Promise<void> {
    const left = (await this.all('res.partner', [['ref', '=like', codes]], [])).map(({ id }) => id)
    for (let i = 0; i < left.length; i += 500) await this.call('res.partner', 'unlink', { ids: left.slice(i, i + 500) })
  }

  /** Sells at a price, and confirms. */
  async sell(customer: number, code: string, quantity: number, price: number): Promise<number> {
    const product = await this.one('product.product', [['default_code', '=', code]], [])
    const lines = [[0, 0, { product_id: product.id, product_uom_qty: quantity, price_unit: price }]]
    const [id] = await this.call<number[]>('sale.order', 'create', { vals_list: [{ partner_id: customer, order_line: lines }] })
    await this.call('sale.order', 'action_confirm', { ids: [id] })
    return id as number
  }

  /** A quotation at the prices of a list, which nobody has confirmed yet. */
  async quotation(customer: number, lines: readonly (readonly [code: string, quantity: number])[], list = 'standard') {
    const prices = await this.one('product.pricelist', [['name', '=', list]], [])
    const known = await Promise.all(
      lines.map(async ([code, quantity]) => {
        const product = await this.one('product.product', [['default_code', '=', code]], [])
        return [0, 0, { product_id: product.id, product_uom_qty: quantity }]
      }),
    )
    const vals = { partner_id: customer, pricelist_id: prices.id, order_line: known }
    const [id] = await this.call<number[]>('sale.order', 'create', { vals_list: [vals] })
    return id as number
  }

  /** What was sold until now is dated to the day before yesterday: whoever is joined today has nothing to do with it. */
  async settleOldOrders(): Promise<void> {
    const old = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 19).replace('T', ' ')
    const orders = await this.all('sale.order', [['date_order', '>', old]], [])
    if (orders.length > 0) await this.call('sale.order', 'write', { ids: orders.map(({ id }) => id), vals: { date_order: old } })
  }

  /** What an earlier company sold in its own ERP keeps no number that ours will give: both begin with the same. */
  async renameBorn(): Promise<void> {
    for (const { id, name } of await this.all('sale.order', [['name', '=like', 'SO0%']], ['name'])) {
      await this.call('sale.order', 'write', { ids: [id], vals: { name: `OLD-${id}-${String(name)}` } })
    }
  }

  /** Counts a product: so much is there. */
  async stock(product: number, quantity: number): Promise<void> {
    const [warehouse] = await this.all('stock.warehouse', [], ['lot_stock_id'])
    const [location] = (warehouse?.lot_stock_id ?? []) as number[]
    const context = { inventory_mode: true }
    const quant = { product_id: product, location_id: location, inventory_quantity: quantity }
    const ids = await this.call<number[]>('stock.quant', 'create', { context, vals_list: [quant] })
    await this.call('stock.quant', 'action_apply_inventory', { ids })
  }

  async deliver(order: number): Promise<void> {
    const { picking_ids: ids } = await this.one('sale.order', [['id', '=', order]], ['picking_ids'])
    const done = await this.call('stock.picking', 'button_validate', { ids })
    if (done !== true) throw new Error(`the delivery asks something: ${JSON.stringify(done).slice(0, 200)}`)
  }

  /** A return that was asked for is confirmed, and its goods come in. */
  async takeBack(picking: number): Promise<void> {
    await this.call('stock.picking', 'action_confirm', { ids: [picking] })
    const done = await this.call('stock.picking', 'button_validate', { ids: [picking] })
    if (done !== true) throw new Error(`the receipt asks something: ${JSON.stringify(done).slice(0, 200)}`)
  }

  /** Invoices what is delivered, and posts it. */
  async invoice(order: number): Promise<number[]> {
    const context = { active_model: 'sale.order', active_ids: [order], active_id: order }
    const ids = await this.call<number[]>('sale.advance.payment.inv', 'create', {
      context,
      vals_list: [{ advance_payment_method: 'delivered' }],
    })
    await this.call('sale.advance.payment.inv', 'create_invoices', { ids, context })
    const { invoice_ids: invoices } = await this.one('sale.order', [['id', '=', order]], ['invoice_ids'])
    await this.call('account.move', 'action_post', { ids: invoices })
    return invoices as number[]
  }

  async pay(invoices: readonly number[]): Promise<void> {
    const context = { active_model: 'account.move', active_ids: invoices }
    const ids = await this.call<number[]>('account.payment.register', 'create', { context, vals_list: [{}] })
    await this.call('account.payment.register', 'action_create_payments', { ids, context })
  }
}
