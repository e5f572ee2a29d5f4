/** What people do in Tryton, by its own RPC, and looking at what it holds: never through the connector. */
import type { TrytonPeer } from './peers.ts'

type Row = Readonly<Record<string, unknown>> & { readonly id: number }
const INACTIVE_TOO = { active_test: false }

export class TrytonClerk {
  private readonly peer: TrytonPeer

  constructor(peer: TrytonPeer) {
    this.peer = peer
  }

  call<T = unknown>(model: string, method: string, args: readonly unknown[], context: object = {}): Promise<T> {
    return this.peer.call<T>(`model.${model}.${method}`, args, context)
  }

  rows(model: string, domain: readonly unknown[], fields: readonly string[]): Promise<Row[]> {
    return this.call(model, 'search_read', [domain, 0, null, [['id', 'ASC']], fields], INACTIVE_TOO)
  }

  count(model: string, domain: readonly unknown[]): Promise<number> {
    return this.call(model, 'search_count', [domain], INACTIVE_TOO)
  }

  private async id(model: string, domain: readonly unknown[]): Promise<number | undefined> {
    return (await this.rows(model, domain, []))[0]?.id
  }

  /** A company with a chart of accounts, a year and a tax, when there is none. */
  async furnish(): Promise<void> {
    if (!(await this.id('company.company', []))) await this.foundCompany()
    await this.peer.signIn()
    const { company } = await this.peer.context()
    if (!(await this.id('account.fiscalyear', []))) await this.openYear(company)
    if (!(await this.id('account.account', [['company', '=', company]]))) await this.openBooks(company)
    if (await this.id('product.category', [['name', '=', 'Taxed goods']])) return
    const account = (type: string) =>
      this.id('account.account', [
        [`type.${type}`, '=', true],
        ['company', '=', company],
      ])
    const taxes = await this.id('account.account', [
      ['name', '=', 'Main Tax'],
      ['company', '=', company],
    ])
    const about = { name: 'Tax 10 %', description: '10 %', type: 'percentage', rate: decimal('0.1'), company }
    const known = await this.id('account.tax', [['rate', '=', decimal('0.1')]])
    const tax = known ?? (await this.make('account.tax', { ...about, invoice_account: taxes, credit_note_account: taxes }))
    await this.make('product.category', {
      ...{ name: 'Taxed goods', accounting: true, account_expense: await account('expense') },
      ...{ account_revenue: await account('revenue'), customer_taxes: [['add', [tax]]] },
    })
    if (!(await this.id('account.invoice.payment_term', []))) {
      await this.make('account.invoice.payment_term', { name: 'Direct', lines: [['create', [{ type: 'remainder' }]]] })
    }
  }

  private async make(model: string, values: object): Promise<number> {
    const [id] = await this.call<number[]>(model, 'create', [[values]])
    return id as number
  }

  private async foundCompany(): Promise<void> {
    const money = { name: 'US Dollar', symbol: '$', code: 'USD', rounding: decimal('0.01'), digits: 2 }
    const rates = [['create', [{ date: date(2000, 1, 1), rate: decimal('1.0') }]]]
    const currency =
      (await this.id('currency.currency', [['code', '=', 'USD']])) ?? (await this.make('currency.currency', { ...money, rates }))
    const party = await this.make('party.party', { name: 'My Company' })
    const company = await this.make('company.company', { party, currency })
    await this.call('res.user', 'write', [[await this.peer.signIn()], { companies: [['add', [company]]], company }])
  }

  private async openYear(company: unknown): Promise<void> {
    const year = new Date().getUTCFullYear()
    const type = (name: string) => this.id('ir.sequence.type', [['name', '=', name]])
    const moves = await this.make('ir.sequence', { name: `${year}`, sequence_type: await type('Account Move'), company })
    const bills = await this.make('ir.sequence.strict', {
      name: `Invoices ${year}`,
      sequence_type: await type('Invoice'),
      company,
    })
    const each = {
      out_invoice_sequence: bills,
      in_invoice_sequence: bills,
      out_credit_note_sequence: bills,
      in_credit_note_sequence: bills,
    }
    const fiscal = await this.make('account.fiscalyear', {
      ...{ name: `${year}`, start_date: date(year, 1, 1), end_date: date(year, 12, 31), company, post_move_sequence: moves },
      invoice_sequences: [['create', [{ company, ...each }]]],
    })
    await this.call('account.fiscalyear', 'create_period', [[fiscal]])
  }

  private async openBooks(company: unknown): Promise<void> {
    const root = [
      ['module', '=', 'account'],
      ['fs_id', '=', 'account_template_root_en'],
    ]
    const [template] = await this.rows('ir.model.data', root, ['db_id'])
    const wizard = 'wizard.account.create_chart'
    const [session] = await this.peer.call<[number]>(`${wizard}.create`, [])
    const step = (data: object, state: string) => this.peer.call(`${wizard}.execute`, [session, data, state])
    await step({}, 'start')
    await step({ start: {} }, 'account')
    const data = { start: {}, account: { company, account_template: template?.db_id } }
    await step(data, 'create_account')
    const account = (type: string) =>
      this.id('account.account', [
        [`type.${type}`, '=', true],
        ['company', '=', company],
      ])
    const accounts = { account_receivable: await account('receivable'), account_payable: await account('payable') }
    await step({ ...data, properties: { company, ...accounts } }, 'create_properties')
    await this.peer.call(`${wizard}.delete`, [session])
  }

  /** A customer with an address. */
  async party(code: string, name: string, address: object): Promise<number> {
    return this.make('party.party', { code, name, addresses: [['create', [address]]] })
  }

  /** A product with stock. */
  async product(code: string, price: string, stock: number): Promise<void> {
    const { company } = await this.peer.context()
    const unit = await this.id('product.uom', [['name', '=', 'Unit']])
    const category = await this.id('product.category', [['name', '=', 'Taxed goods']])
    const goods = { name: `${code} 椅`, code, type: 'goods', default_uom: unit, salable: true, sale_uom: unit }
    const products = [['create', [{ cost_price: decimal('5') }]]]
    await this.make('product.template', { ...goods, list_price: decimal(price), account_category: category, products })
    const [warehouse] = await this.rows('stock.location', [['type', '=', 'warehouse']], ['storage_location'])
    const lines = [['create', [{ product: await this.id('product.product', [['code', '=', code]]), quantity: stock }]]]
    const inventory = await this.make('stock.inventory', { location: warehouse?.storage_location, company, lines })
    await this.call('stock.inventory', 'confirm', [[inventory]])
  }

  /** What was sold until now is dated to the day before yesterday: whoever is joined today has nothing to do with it. */
  async settleOldSales(): Promise<void> {
    const [now, old] = [new Date(), new Date(Date.now() - 2 * 86_400_000)]
    const day = (of: Date) => date(of.getUTCFullYear(), of.getUTCMonth() + 1, of.getUTCDate())
    const sales = await this.rows(
      'sale.sale',
      [
        ['sale_date', '>', day(old)],
        ['sale_date', '<=', day(now)],
      ],
      [],
    )
    if (sales.length > 0) await this.call('sale.sale', 'write', [sales.map(({ id }) => id), { sale_date: day(old) }])
  }

  /** Sells at the usual price with the tax of 10 %, and confirms. Answers the sale's id. */
  async sell(code: string, product: string, quantity: number, price: string): Promise<number> {
    const { company } = await this.peer.context()
    const party = await this.id('party.party', [['code', '=', code]])
    const [address] = await this.rows('party.address', [['party', '=', party]], [])
    const [unit, tax] = [
      await this.id('product.uom', [['name', '=', 'Unit']]),
      await this.id('account.tax', [['rate', '=', decimal('0.1')]]),
    ]
    const item = await this.id('product.product', [['code', '=', product]])
    const line = { type: 'line', product: item, quantity, unit, unit_price: decimal(price), taxes: [['add', [tax]]] }
    const [currency] = await this.rows('currency.currency', [['code', '=', 'USD']], [])
    const now = new Date()
    const sale = await this.make('sale.sale', {
      ...{ company, party, currency: currency?.id, invoice_address: address?.id, shipment_address: address?.id },
      ...{ sale_date: date(now.getUTCFullYear(), now.getUTCMonth() + 1, now.getUTCDate()), invoice_method: 'shipment' },
      ...{ shipment_method: 'order', lines: [['create', [line]]] },
    })
    for (const button of ['quote', 'confirm']) await this.call('sale.sale', button, [[sale]])
    return sale
  }

  async price(code: string, price: string): Promise<void> {
    const id = await this.id('product.template', [['code', '=', code]])
    await this.call('product.template', 'write', [[id], { list_price: decimal(price) }])
  }

  async deliver(sale: number): Promise<void> {
    const [row] = await this.rows('sale.sale', [['id', '=', sale]], ['shipments'])
    for (const button of ['assign_try', 'pick', 'pack', 'done']) await this.call('stock.shipment.out', button, [row?.shipments])
  }

  async postInvoices(sale: number): Promise<void> {
    const [row] = await this.rows('sale.sale', [['id', '=', sale]], ['invoices'])
    const invoices = row?.invoices as number[]
    const now = new Date()
    await this.call('account.invoice', 'write', [
      invoices,
      { invoice_date: date(now.getUTCFullYear(), now.getUTCMonth() + 1, now.getUTCDate()) },
    ])
    await this.call('account.invoice', 'post', [invoices])
  }
}

function decimal(text: string): object {
  return { __class__: 'Decimal', decimal: text }
}

function date(year: number, month: number, day: number): object {
  return { __class__: 'date', year, month, day }
}
