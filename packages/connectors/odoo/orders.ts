/** Orders as Odoo has them: what was agreed, and what became of each line. */
import type { Values } from '@tandem/hub'
import { Decimal, type Json } from '@tandem/kernel'
import type { Row } from './door.ts'
import { named } from './facts.ts'
import { rateOf } from './goods.ts'
import { and, type Domain, grouped, type OdooKind, or, readAll, type Session, search } from './session.ts'
import { amount, day, dayOf, decimal, idOf, ids, nameOf, ref, text } from './values.ts'

export const ORDER = 'sale.order'
export const LINE = 'sale.order.line'

/** Our name of an order's external id there: one for each record of the joint, so that there is never a second. */
export const OF_ORDER = 'order_'

/**
 * Ends the words of a line that has none of its own, where Odoo is the CRM: nobody sees it, and when the item gets another name the old
 * one, which stays in the line, is not taken for somebody's description.
 */
export const UNSAID = '\u200b'

/** Ends the words of a line that the ERP no longer has: Odoo lets nobody take one out of an order that was sold. */
export const GONE = '\u2060'

export function lineFields(session: Session): readonly string[] {
  const unit = named(session.facts, LINE, 'product_uom_id', 'product_uom') ?? 'product_uom'
  const taxes = named(session.facts, LINE, 'tax_ids', 'tax_id') ?? 'tax_id'
  return [
    ...[
      'order_id',
      'product_id',
      'name',
      'product_uom_qty',
      unit,
      'price_unit',
      'discount',
      taxes,
      'price_subtotal',
      'price_tax',
    ],
    ...['qty_delivered', 'qty_invoiced'],
  ]
}

export const orders: OdooKind = {
  kind: 'order',
  parts: [
    {
      model: ORDER,
      prefix: '',
      watched: [
        { model: LINE, domain: [], via: 'order_id' },
        // What is reserved is the business of moves: no order is touched by it.
        { model: 'stock.move', domain: [['sale_line_id', '!=', false]], via: 'sale_line_id', to: ordersOfLines },
      ],
      domain: () => [['state', 'in', ['sale', 'done', 'cancel']]],
      fields: ({ facts }) => [
        ...['name', 'state', 'partner_id', 'client_order_ref', 'date_order', 'currency_id', 'payment_term_id'],
        ...['partner_invoice_id', 'partner_shipping_id', 'amount_untaxed', 'amount_tax', 'amount_total', 'invoice_status'],
        ...(facts.fields[ORDER]?.includes('commitment_date') ? ['commitment_date'] : []),
        ...(facts.fields[ORDER]?.includes('delivery_status') ? ['delivery_status'] : []),
      ],
      async values(session, rows) {
        const numbers = rows.map((row) => Number(row.id))
        const [lines, origins] = await Promise.all([linesOf(session, numbers), originsOf(session, ORDER, numbers)])
        const [moves, details] = await Promise.all([movesOf(session, lines), detailsOf(session, rows, lines)])
        const byOrder = grouped(lines, (line) => idOf(line.order_id))
        return rows.map((row) => {
          const origin = origins.get(Number(row.id))
          // One that was called off before anybody placed it is nobody's business, unless the joint brought it.
          if (row.state === 'cancel' && !origin && !(byOrder.get(Number(row.id)) ?? []).length) return undefined
          return orderValues(session, row, byOrder.get(Number(row.id)) ?? [], moves, details, origin)
        })
      },
    },
  ],
}

async function ordersOfLines(session: Session, lines: readonly number[]): Promise<Map<number, number[]>> {
  const found = await readAll(session, LINE, lines, ['order_id'])
  return new Map(found.map(({ id, order_id: order }) => [Number(id), [idOf(order)]]))
}

/** Lines of goods, oldest first: that is their numbering, whatever is moved about. */
export async function linesOf(session: Session, orderIds: readonly number[]): Promise<Row[]> {
  if (orderIds.length === 0) return []
  const found = await search(
    session,
    LINE,
    [
      ['order_id', 'in', [...orderIds]],
      ['display_type', '=', false],
    ],
    lineFields(session),
  )
  return found.filter(({ name }) => !String(name).endsWith(GONE))
}

/** The numbers, in the other system, of documents that the joint brought: kept there as the source document of each. */
export async function originsOf(session: Session, model: string, numbers: readonly number[]): Promise<Map<number, string>> {
  const known = await search(
    session,
    'ir.model.data',
    [
      ['module', '=', session.module],
      ['model', '=', model],
      ['res_id', 'in', [...numbers]],
    ],
    ['res_id'],
  )
  const found = await readAll(
    session,
    model,
    known.map((row) => Number(row.res_id)),
    ['origin'],
  )
  return new Map(found.flatMap(({ id, origin }) => (text(origin) ? [[Number(id), String(origin)]] : [])))
}

/** What of a line is on its way: reserved, and when it is to leave; and what came back of it to be refunded. */
async function movesOf(session: Session, lines: readonly Row[]): Promise<Map<number, Row[]>> {
  if (!session.facts.fields['stock.move']?.includes('sale_line_id') || lines.length === 0) return new Map()
  const reserved = named(session.facts, 'stock.move', 'quantity', 'reserved_availability') ?? 'quantity'
  const done = named(session.facts, 'stock.move', 'quantity', 'quantity_done') ?? 'quantity'
  const leaving: Domain = [
    ['state', 'not in', ['done', 'cancel', 'draft']],
    ['location_dest_id.usage', '=', 'customer'],
  ]
  const back: Domain = [
    ['state', '=', 'done'],
    ['to_refund', '=', true],
    ['location_id.usage', '=', 'customer'],
  ]
  const found = await search(
    session,
    'stock.move',
    and([['sale_line_id', 'in', lines.map((line) => Number(line.id))]], or(leaving, back)),
    ['sale_line_id', 'state', 'date', ...new Set([reserved, done])],
  )
  return grouped(
    found.map((row) => (row.state === 'done' ? { ...row, returned: row[done] ?? 0 } : { ...row, reserved: row[reserved] ?? 0 })),
    (row) => idOf(row.sale_line_id),
  )
}

interface Details {
  /** The customer of a partner: itself, or the one above. */
  readonly customers: ReadonlyMap<number, number>
  /** Partners that have a street, and so are addresses of ours. */
  readonly places: ReadonlySet<number>
  readonly productNames: ReadonlyMap<number, string>
}

async function detailsOf(session: Session, rows: readonly Row[], lines: readonly Row[]): Promise<Details> {
  const partners = rows.flatMap((row) => [row.partner_id, row.partner_invoice_id, row.partner_shipping_id].map(idOf))
  const [found, products] = await Promise.all([
    readAll(session, 'res.partner', partners, ['commercial_partner_id', 'street', 'parent_id', 'type']),
    readAll(
      session,
      'product.product',
      lines.map((line) => idOf(line.product_id)),
      ['name'],
    ),
  ])
  const isPlace = ({ street, parent_id: parent, type }: Row) =>
    text(street) !== null && (idOf(parent) === 0 || type !== 'contact')
  return {
    customers: new Map(found.map((row) => [Number(row.id), idOf(row.commercial_partner_id)])),
    places: new Set(found.filter(isPlace).map((row) => Number(row.id))),
    productNames: new Map(products.map((row) => [Number(row.id), String(row.name)])),
  }
}

function orderValues(
  session: Session,
  row: Row,
  lines: readonly Row[],
  moves: ReadonlyMap<number, Row[]>,
  { customers, places, productNames }: Details,
  origin: string | undefined,
): Values {
  const { facts } = session
  const currency = nameOf(row.currency_id) ?? facts.company.currency
  const digits = facts.digits[currency] ?? 2
  const place = (value: Json | undefined) => (places.has(idOf(value)) ? ref(value) : null)
  const goods = lines.filter((line) => idOf(line.product_id) !== 0)
  const term = facts.termDays[String(idOf(row.payment_term_id))]
  return {
    number: origin ?? String(row.name),
    erpNumber: String(row.name),
    customer: ref(customers.get(idOf(row.partner_id)) ?? 0),
    customerReference: text(row.client_order_ref),
    state: stateOf(row, goods, moves),
    currency,
    orderDate: dayOf(row.date_order, facts.company.timeZone),
    requestedDate: 'commitment_date' in row ? day(row.commitment_date) : null,
    billingAddress: place(row.partner_invoice_id),
    shippingAddress: place(row.partner_shipping_id),
    ...(term !== undefined || idOf(row.payment_term_id) === 0 ? { paymentTermDays: term ?? 0 } : {}),
    net: amount(row.amount_untaxed, digits),
    tax: amount(row.amount_tax, digits),
    total: amount(row.amount_total, digits),
    lines: goods.map((line, i) => lineValues(session, line, i + 1, digits, productNames)) as Json,
    progress: goods.map((line, i) => progressOf(session, line, i + 1, moves.get(Number(line.id)) ?? [])) as Json,
  }
}

/** What is delivered and invoiced is over, and stays so when part of it comes back and is refunded: then Odoo counts less of both. */
function stateOf({ state, invoice_status: status }: Row, lines: readonly Row[], moves: ReadonlyMap<number, Row[]>): string {
  if (state === 'cancel') return 'cancelled'
  const isWhole = (field: 'qty_delivered' | 'qty_invoiced') =>
    lines.every((line) => {
      const back = returnedOf(moves.get(Number(line.id)) ?? [])
      return !decimal(line[field], 6).plus(back).isLess(decimal(line.product_uom_qty, 6))
    })
  const isInvoiced = status === 'invoiced' || isWhole('qty_invoiced')
  return lines.length > 0 && isWhole('qty_delivered') && isInvoiced ? 'closed' : 'placed'
}

function returnedOf(moves: readonly Row[]): Decimal {
  return moves.reduce((sum, { returned }) => sum.plus(decimal(returned, 6)), Decimal.zero)
}

function lineValues(session: Session, line: Row, lineNumber: number, digits: number, names: ReadonlyMap<number, string>): Values {
  const description = text(line.name)
  // What is but the item's name says nothing of its own.
  const isName = description?.endsWith(UNSAID) || description === names.get(idOf(line.product_id))
  return {
    lineNumber,
    item: ref(line.product_id),
    description: isName ? null : description,
    quantity: amount(line.product_uom_qty, 6),
    unit: nameOf(line.product_uom_id ?? line.product_uom) ?? 'Units',
    unitPrice: amount(line.price_unit, 6),
    discountPercent: amount(line.discount, 4),
    taxRate: rateOf(session, ids(line.tax_ids ?? line.tax_id)),
    net: amount(line.price_subtotal, digits),
    tax: amount(line.price_tax, digits),
  }
}

function progressOf({ facts }: Session, line: Row, lineNumber: number, moves: readonly Row[]): Values {
  const leaving = moves.filter(({ state }) => state !== 'done')
  const dates = leaving.flatMap(({ date }) => dayOf(date, facts.company.timeZone) ?? []).sort()
  const reserved = leaving.reduce((sum, move) => sum.plus(decimal(move.reserved, 6)), decimal(0, 6))
  return {
    lineNumber,
    reserved: reserved.toString(),
    shipped: decimal(line.qty_delivered, 6).plus(returnedOf(moves)).toString(),
    invoiced: amount(line.qty_invoiced, 6),
    expectedDate: dates.at(-1) ?? null,
  }
}
