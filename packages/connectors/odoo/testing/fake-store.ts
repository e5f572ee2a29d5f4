/**
 * The part of Odoo's database that the connector meets, in memory, with its traps: times of whole seconds that are those of
 * the transaction's start, false for everything empty, floats, archived records out of sight, no trace of what was deleted.
 */
import { checkLead, leadVals } from './fake-leads.ts'
import { FakeError, type Row, type Value } from './fake-row.ts'

export { FakeError, type Row, type Value } from './fake-row.ts'

interface Column {
  readonly type: string
  readonly relation?: string
  /** Reckoned when it is read. */
  readonly compute?: (store: FakeStore, row: Row) => Value
}

const name: Column = { type: 'char' }
const to = (relation: string): Column => ({ type: 'many2one', relation })
const many = (relation: string): Column => ({ type: 'many2many', relation })
const flag: Column = { type: 'boolean' }
const number: Column = { type: 'float' }
const time: Column = { type: 'datetime' }

const related = (field: string, of: string): Column => ({
  type: 'char',
  compute: (store, row) => store.rows('res.partner').get(row[field] as number)?.[of] ?? store.countryCode(row, of) ?? false,
})

const SCHEMA: Readonly<Record<string, Readonly<Record<string, Column>>>> = {
  'res.partner': {
    ...{ name, ref: name, is_company: flag, vat: name, email: name, phone: name, function: name, type: name, street: name },
    ...{ street2: name, city: name, zip: name, tz: name, customer_rank: number, supplier_rank: number, credit: number },
    ...{ credit_limit: number, credit_to_invoice: number, partner_share: flag, ref_company_ids: many('res.company') },
    ...{ parent_id: to('res.partner'), country_id: to('res.country'), state_id: to('res.country.state') },
    ...{ category_id: many('res.partner.category'), property_payment_term_id: to('account.payment.term') },
    commercial_partner_id: {
      ...to('res.partner'),
      compute: (_store, row) => ((row.parent_id as number) || (row.id as number)) as number,
    },
    country_code: related('country_id', 'code'),
    x_size: { type: 'selection' },
  },
  'res.partner.category': { name },
  'res.country': { name, code: name },
  'res.country.state': { name, code: name, country_id: to('res.country') },
  'res.currency': { name, decimal_places: number },
  'res.company': { name, currency_id: to('res.currency'), country_id: to('res.country'), partner_id: to('res.partner') },
  'account.payment.term': { name },
  'account.payment.term.line': { payment_id: to('account.payment.term'), value: name, nb_days: number, delay_type: name },
  'account.tax': { name, amount: number, amount_type: name, type_tax_use: name, price_include: flag, sequence: number },
  'uom.uom': { name },
  'product.category': { name, complete_name: name },
  'product.template': { name },
  'product.product': {
    ...{ name, default_code: name, barcode: name, type: name, is_storable: flag, sale_ok: flag, lst_price: number },
    ...{ list_price: number, uom_id: to('uom.uom'), categ_id: to('product.category'), taxes_id: many('account.tax') },
    ...{ product_tmpl_id: to('product.template'), qty_available: number, free_qty: number, virtual_available: number },
  },
  'product.pricelist': { name, currency_id: to('res.currency') },
  'product.pricelist.item': {
    ...{ pricelist_id: to('product.pricelist'), product_id: to('product.product'), product_tmpl_id: to('product.template') },
    ...{ applied_on: name, compute_price: name, fixed_price: number, min_quantity: number, date_start: time, date_end: time },
    currency_id: {
      ...to('res.currency'),
      compute: (store, row) => store.rows('product.pricelist').get(row.pricelist_id as number)?.currency_id ?? false,
    },
  },
  'sale.order': {
    ...{ name, origin: name, client_order_ref: name, state: name, date_order: time, commitment_date: time },
    ...{ partner_id: to('res.partner'), partner_invoice_id: to('res.partner'), partner_shipping_id: to('res.partner') },
    ...{ currency_id: to('res.currency'), payment_term_id: to('account.payment.term'), pricelist_id: to('product.pricelist') },
    ...{ invoice_status: name, amount_untaxed: number, amount_tax: number, amount_total: number },
  },
  'sale.order.line': {
    ...{ order_id: to('sale.order'), product_id: to('product.product'), name, display_type: name, product_uom_qty: number },
    ...{ product_uom_id: to('uom.uom'), price_unit: number, discount: number, tax_ids: many('account.tax'), sequence: number },
    ...{ price_subtotal: number, price_tax: number, qty_delivered: number, qty_invoiced: number },
  },
  'res.users': { login: name },
  'crm.stage': { name, sequence: number, is_won: flag },
  'crm.lost.reason': { name },
  'utm.source': { name },
  'crm.lead': {
    ...{ name, type: name, partner_name: name, contact_name: name, email_from: name, probability: number, description: name },
    ...{ expected_revenue: number, date_deadline: { type: 'date' }, partner_id: to('res.partner'), user_id: to('res.users') },
    ...{ stage_id: to('crm.stage'), source_id: to('utm.source'), lost_reason_id: to('crm.lost.reason') },
  },
  'ir.model': { name, model: name },
  'ir.model.fields': { name, model_id: number, state: name, copied: flag, field_description: name, ttype: name },
  'ir.model.data': { module: name, name, model: name, res_id: number, noupdate: flag },
}

/** Modules that are not there unless somebody installs them. */
const EXTRAS: typeof SCHEMA = {
  'helpdesk.ticket': {
    ...{ name, priority: name, description: name, partner_id: to('res.partner'), user_id: to('res.users') },
    stage_id: to('helpdesk.stage'),
  },
  'helpdesk.stage': { name, sequence: number, fold: flag },
  'helpdesk.ticket.stage': { name, sequence: number, closed: flag },
  'stock.location': { name, usage: name },
  'stock.picking.type': {
    ...{ name, code: name, return_picking_type_id: to('stock.picking.type'), default_location_dest_id: to('stock.location') },
  },
  'stock.picking': {
    ...{ name, origin: name, note: name, state: name, date_done: time, scheduled_date: time, sale_id: to('sale.order') },
    ...{ return_id: to('stock.picking'), partner_id: to('res.partner'), picking_type_id: to('stock.picking.type') },
    ...{ location_id: to('stock.location'), location_dest_id: to('stock.location') },
    picking_type_code: {
      ...name,
      compute: (store, row) => store.rows('stock.picking.type').get(row.picking_type_id as number)?.code ?? false,
    },
  },
  'stock.move': {
    ...{ picking_id: to('stock.picking'), sale_line_id: to('sale.order.line'), product_id: to('product.product'), date: time },
    ...{ product_uom: to('uom.uom'), product_uom_qty: number, quantity: number, state: name, to_refund: flag },
    ...{ location_id: to('stock.location'), location_dest_id: to('stock.location') },
    origin_returned_move_id: to('stock.move'),
  },
}

const PLACE = ['street', 'street2', 'zip', 'city', 'state_id', 'country_id'] as const

export class FakeStore {
  private readonly tables = new Map<string, Map<number, Row>>()
  private readonly next = new Map<string, number>()
  /** Milliseconds since 1970: the clock of the database. */
  now: number
  /** Orders of which more was to be delivered after they were sold. */
  readonly delivered: number[] = []

  constructor(now: number) {
    this.now = now
    for (const model of Object.keys(SCHEMA)) this.tables.set(model, new Map())
  }

  /** Fields that were added while it ran, as a company does; to `sale.order` alone. */
  private added(model: string): Readonly<Record<string, Column>> {
    if (model !== 'sale.order') return {}
    return Object.fromEntries(
      [...this.rows('ir.model.fields').values()].map((row) => [String(row.name), { type: String(row.ttype) }]),
    )
  }

  /** What older versions have instead: a column that is undefined was not there yet. */
  readonly older = new Map<string, Readonly<Record<string, Pick<Column, 'type' | 'relation'> | undefined>>>()

  columns(model: string): Readonly<Record<string, Column>> {
    const found = SCHEMA[model] ?? (this.tables.has(model) ? EXTRAS[model] : undefined)
    const whole = { ...found, ...this.older.get(model) }
    const columns = Object.fromEntries(Object.entries(whole).flatMap(([field, one]) => (one ? [[field, one as Column]] : [])))
    if (!found) throw new FakeError('werkzeug.exceptions.NotFound', `the model '${model}' does not exist`, 404)
    const stamps = { id: { type: 'integer' }, active: flag, create_date: time, write_date: time, write_uid: to('res.users') }
    return { ...columns, ...this.added(model), ...stamps }
  }

  install(model: string): void {
    this.tables.set(model, new Map())
  }

  has(model: string): boolean {
    return this.tables.has(model)
  }

  rows(model: string): Map<number, Row> {
    return this.tables.get(model) ?? new Map()
  }

  countryCode(row: Row, of: string): Value | undefined {
    return this.rows('res.country').get(row.country_id as number)?.[of]
  }

  /** `at`: the start of the transaction, when that is not now. */
  create(model: string, vals: Row, at = this.now): number {
    this.check(model, Object.keys(vals))
    const id = (this.next.get(model) ?? 0) + 1
    this.next.set(model, id)
    const empty = Object.fromEntries(Object.entries(this.columns(model)).map(([field, { type }]) => [field, emptyOf(type)]))
    const row: Row = { ...empty, id, active: true, create_date: stampOf(at), write_date: stampOf(at), write_uid: 2 }
    this.rows(model).set(id, row)
    this.assign(model, row, model === 'crm.lead' ? leadVals(this, vals) : vals)
    if (model === 'res.partner') this.copyUp(row)
    return id
  }

  /** The first address below a company that has none is copied there. */
  private copyUp(row: Row): void {
    const parent = this.rows('res.partner').get(row.parent_id as number)
    const isFirst = [...this.rows('res.partner').values()].filter(({ parent_id: of }) => of === parent?.id).length === 1
    if (!parent || !isFirst || PLACE.some((field) => parent[field])) return
    for (const field of PLACE) parent[field] = row[field] as Value
  }

  write(model: string, ids: readonly number[], vals: Row, at = this.now): void {
    this.check(model, Object.keys(vals))
    for (const id of ids) {
      const row = this.rows(model).get(id)
      if (!row) throw new FakeError('odoo.exceptions.MissingError', 'Record does not exist or has been deleted.', 404)
      const before = { ...row }
      this.assign(model, row, model === 'crm.lead' ? leadVals(this, vals) : vals)
      if (model === 'crm.lead') this.orBack(row, before)
      row.write_date = stampOf(at)
    }
  }

  private orBack(row: Row, before: Row): void {
    try {
      checkLead(this, row)
    } catch (fault) {
      Object.assign(row, before)
      throw fault
    }
  }

  unlink(model: string, ids: readonly number[]): void {
    for (const id of ids) this.rows(model).delete(id)
    for (const [key, row] of this.rows('ir.model.data')) {
      if (row.model === model && ids.includes(row.res_id as number)) this.rows('ir.model.data').delete(key)
    }
  }

  private check(model: string, fields: readonly string[]): void {
    const known = this.columns(model)
    const wrong = fields.find((field) => !(field in known))
    if (wrong) throw new FakeError('builtins.ValueError', `Invalid field '${wrong}' in '${model}'`, 500)
  }

  private assign(model: string, row: Row, vals: Row): void {
    for (const [field, value] of Object.entries(vals)) {
      const isMany = this.columns(model)[field]?.type === 'many2many'
      row[field] = isMany ? linked((row[field] as number[]) || [], value as never) : value
    }
  }

  /** A value as it is read: a many2one with its name, false for nothing. */
  shown(model: string, row: Row, field: string): unknown {
    const column = this.columns(model)[field]
    if (!column) throw new FakeError('builtins.ValueError', `Invalid field '${field}' on '${model}'`, 500)
    const value = column.compute ? column.compute(this, row) : row[field]
    if (column.type !== 'many2one') return value ?? false
    if (!value) return false
    if (column.relation === 'res.users') return [value, 'Somebody']
    const other = this.rows(column.relation ?? '').get(value as number)
    return other ? [value, String(other.name || other.default_code || value)] : false
  }

  /** The value that a condition of a domain looks at, through dots. */
  valueAt(model: string, row: Row, path: string): unknown {
    const [field = '', ...rest] = path.split('.')
    const column = this.columns(model)[field]
    if (!column) throw new FakeError('builtins.ValueError', `Invalid field ${model}.${field} in condition`, 500)
    const value = column.compute ? column.compute(this, row) : row[field]
    if (rest.length === 0) return value ?? false
    const other = this.rows(column.relation ?? '').get(value as number)
    return other ? this.valueAt(column.relation ?? '', other, rest.join('.')) : false
  }
}

function emptyOf(type: string): Value {
  return type === 'many2many' ? [] : type === 'float' || type === 'integer' ? 0 : false
}

/** Commands [4, id], [3, id] and [6, 0, ids]. */
function linked(before: readonly number[], commands: readonly (readonly [number, number, (readonly number[])?])[]): number[] {
  let now = [...before]
  for (const [verb, id, list] of commands) {
    if (verb === 6) now = [...(list ?? [])]
    else if (verb === 4) now = [...new Set([...now, id])]
    else if (verb === 3) now = now.filter((one) => one !== id)
  }
  return now
}

/** Whole seconds, though the database knows better. */
export function stampOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
}
