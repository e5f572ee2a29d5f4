/** What comes of orders: deliveries that left, invoices that are posted, payments that came in. */
import type { Values } from '@tandem/hub'
import { Decimal, type Json } from '@tandem/kernel'
import { idText } from '../kit/ids.ts'
import type { Row } from './door.ts'
import { has, named } from './facts.ts'
import { LINE, linesOf } from './orders.ts'
import { and, type Domain, grouped, type OdooKind, readAll, type Session, search } from './session.ts'
import { amount, day, dayOf, decimal, idOf, ids, nameOf, ref, text } from './values.ts'

export const NONE: Domain = [['id', '=', 0]]
const PICKING = 'stock.picking'
const MOVE = 'account.move'
const PAYMENT = 'account.payment'

export const shipments: OdooKind = {
  kind: 'shipment',
  parts: [
    {
      model: PICKING,
      prefix: '',
      watched: [],
      domain: ({ facts }) =>
        facts.fields[PICKING]?.includes('sale_id')
          ? [
              ['sale_id', '!=', false],
              ['state', '=', 'done'],
              ['picking_type_code', '=', 'outgoing'],
            ]
          : NONE,
      fields: (session) => [
        ...['name', 'sale_id', 'date_done', 'scheduled_date'],
        ...['carrier_id', 'carrier_tracking_ref'].filter((name) => session.facts.fields[PICKING]?.includes(name)),
      ],
      async values(session, rows) {
        const done = named(session.facts, 'stock.move', 'quantity', 'quantity_done') ?? 'quantity'
        const pickings = rows.map((row) => Number(row.id))
        const [moves, numbers] = await Promise.all([
          search(
            session,
            'stock.move',
            [
              ['picking_id', 'in', pickings],
              ['state', '=', 'done'],
            ],
            ['picking_id', 'sale_line_id', 'product_id', done, 'product_uom'],
          ),
          lineNumbers(
            session,
            rows.map((row) => idOf(row.sale_id)),
          ),
        ])
        const byPicking = grouped(moves, (row) => idOf(row.picking_id))
        return rows.map((row) => shipmentValues(session, row, byPicking.get(Number(row.id)) ?? [], numbers, done))
      },
    },
  ],
}

function shipmentValues(
  { facts }: Session,
  row: Row,
  moves: readonly Row[],
  numbers: ReadonlyMap<number, number>,
  done: string,
): Values | undefined {
  const lines = moves.flatMap((move) => {
    const number = numbers.get(idOf(move.sale_line_id))
    const quantity = amount(move[done], 6)
    if (number === undefined || quantity === '0') return []
    return [{ orderLineNumber: number, item: ref(move.product_id), quantity, unit: nameOf(move.product_uom) ?? 'Units' }]
  })
  if (lines.length === 0) return undefined
  return {
    number: String(row.name),
    order: ref(row.sale_id),
    shippedDate: dayOf(row.date_done, facts.company.timeZone) ?? dayOf(row.scheduled_date, facts.company.timeZone),
    carrier: nameOf(row.carrier_id),
    trackingNumber: text(row.carrier_tracking_ref),
    lines: lines.sort((a, b) => a.orderLineNumber - b.orderLineNumber) as Json,
  }
}

/** The number of each line in its order, by the line's id. */
export async function lineNumbers(session: Session, orderIds: readonly number[]): Promise<Map<number, number>> {
  const lines = await linesOf(session, [...new Set(orderIds)])
  const goods = lines.filter((line) => idOf(line.product_id) !== 0)
  return new Map(
    [...grouped(goods, (line) => idOf(line.order_id)).values()].flatMap((group) =>
      group.map((line, i) => [Number(line.id), i + 1] as const),
    ),
  )
}

export const invoices: OdooKind = {
  kind: 'invoice',
  parts: [
    {
      model: MOVE,
      prefix: '',
      watched: [],
      domain: ({ facts }) =>
        has(facts, MOVE)
          ? [
              ['move_type', 'in', ['out_invoice', 'out_refund']],
              ['state', '=', 'posted'],
            ]
          : NONE,
      fields: () => [
        ...['name', 'move_type', 'partner_id', 'commercial_partner_id', 'invoice_date', 'invoice_date_due', 'currency_id'],
        ...['amount_untaxed', 'amount_tax', 'amount_total', 'amount_residual'],
      ],
      async values(session, rows) {
        const invoiceIds = rows.map((row) => Number(row.id))
        const lines = await search(
          session,
          'account.move.line',
          [
            ['move_id', 'in', invoiceIds],
            ['display_type', 'in', ['product', false]],
            ['product_id', '!=', false],
          ],
          ['move_id', 'name', 'quantity', 'product_uom_id', 'price_subtotal', 'price_total', 'sale_line_ids'],
        )
        const sold = await readAll(
          session,
          LINE,
          lines.flatMap((line) => ids(line.sale_line_ids)),
          ['order_id'],
        )
        const orderOf = new Map(sold.map((row) => [Number(row.id), idOf(row.order_id)]))
        const numbers = await lineNumbers(session, [...orderOf.values()])
        const byInvoice = grouped(lines, (line) => idOf(line.move_id))
        return rows.map((row) => invoiceValues(session, row, byInvoice.get(Number(row.id)) ?? [], orderOf, numbers))
      },
    },
  ],
}

function invoiceValues(
  { facts }: Session,
  row: Row,
  lines: readonly Row[],
  orderOf: ReadonlyMap<number, number>,
  numbers: ReadonlyMap<number, number>,
): Values {
  const currency = nameOf(row.currency_id) ?? facts.company.currency
  const digits = facts.digits[currency] ?? 2
  const of = (line: Row) => ids(line.sale_line_ids)[0] ?? 0
  const order = lines.map((line) => orderOf.get(of(line))).find((one) => one !== undefined)
  const total = decimal(row.amount_total, digits).abs()
  return {
    number: String(row.name),
    type: row.move_type === 'out_refund' ? 'credit-note' : 'invoice',
    customer: ref(row.commercial_partner_id) ?? ref(row.partner_id),
    order: order === undefined ? null : idText(order),
    invoiceDate: day(row.invoice_date),
    dueDate: day(row.invoice_date_due) ?? day(row.invoice_date),
    currency,
    net: decimal(row.amount_untaxed, digits).abs().toString(),
    tax: decimal(row.amount_tax, digits).abs().toString(),
    total: total.toString(),
    paid: total.minus(decimal(row.amount_residual, digits).abs()).toString(),
    lines: lines.map((line) => ({
      orderLineNumber: orderOf.get(of(line)) === order ? (numbers.get(of(line)) ?? null) : null,
      description: text(line.name) ?? String(row.name),
      quantity: amount(line.quantity, 6),
      unit: nameOf(line.product_uom_id) ?? 'Units',
      net: amount(line.price_subtotal, digits),
      tax: decimal(line.price_total, digits).minus(decimal(line.price_subtotal, digits)).toString(),
    })) as Json,
  }
}

export const payments: OdooKind = {
  kind: 'payment',
  parts: [
    {
      model: PAYMENT,
      prefix: '',
      // Matching a payment with an invoice touches neither of them by itself.
      watched: [{ model: 'account.partial.reconcile', domain: [], via: 'credit_move_id', to: paymentsOfLines }],
      domain: ({ facts }) =>
        has(facts, PAYMENT)
          ? and(
              [
                ['payment_type', '=', 'inbound'],
                ['partner_type', '=', 'customer'],
                ['partner_id', '!=', false],
              ],
              [['state', 'in', ['posted', 'in_process', 'paid', 'sent', 'reconciled']]],
            )
          : NONE,
      fields: ({ facts }) => [
        ...['name', 'partner_id', 'date', 'currency_id', 'amount', 'journal_id', 'move_id', 'reconciled_invoice_ids'],
        named(facts, PAYMENT, 'memo', 'ref') ?? 'memo',
      ],
      async values(session, rows) {
        const [customerOf, allocations] = await Promise.all([customersOf(session, rows), allocationsOf(session, rows)])
        return rows.map((row) => {
          const currency = nameOf(row.currency_id) ?? session.facts.company.currency
          return {
            number: String(row.name),
            customer: ref(customerOf.get(idOf(row.partner_id)) ?? 0),
            paymentDate: day(row.date),
            currency,
            amount: amount(row.amount, session.facts.digits[currency] ?? 2),
            method: nameOf(row.journal_id) ?? 'bank',
            reference: text(row.memo ?? row.ref),
            allocations: (allocations.get(Number(row.id)) ?? []) as unknown as Json,
          }
        })
      },
    },
  ],
}

/** Whose the partners of some documents are: themselves, or the company above. */
export async function customersOf(session: Session, rows: readonly Row[]): Promise<Map<number, number>> {
  const partners = rows.map((row) => idOf(row.partner_id))
  const found = await readAll(session, 'res.partner', partners, ['commercial_partner_id'])
  return new Map(found.map((row) => [Number(row.id), idOf(row.commercial_partner_id)]))
}

async function paymentsOfLines(session: Session, lines: readonly number[]): Promise<Map<number, number[]>> {
  const found = await readAll(session, 'account.move.line', lines, ['move_id'])
  const moves = [...new Set(found.map((row) => idOf(row.move_id)))]
  const paid = moves.length === 0 ? [] : await search(session, PAYMENT, [['move_id', 'in', moves]], ['move_id'])
  const byMove = grouped(paid, (row) => idOf(row.move_id))
  return new Map(
    found.map((row) => [Number(row.id), (byMove.get(idOf(row.move_id)) ?? []).map((payment) => Number(payment.id))] as const),
  )
}

interface Allocation {
  readonly invoice: string
  readonly amount: string
}

/** How much of each payment went to which invoice: in the books, or, before the bank has it, by what the payment names. */
async function allocationsOf(session: Session, rows: readonly Row[]): Promise<Map<number, Allocation[]>> {
  const moves = rows.map((row) => idOf(row.move_id)).filter((id) => id !== 0)
  const lines = moves.length === 0 ? [] : await search(session, 'account.move.line', [['move_id', 'in', moves]], ['move_id'])
  const paymentOfMove = new Map(rows.map((row) => [idOf(row.move_id), Number(row.id)]))
  const paymentOfLine = new Map(lines.map((line) => [Number(line.id), paymentOfMove.get(idOf(line.move_id)) ?? 0]))
  const partials =
    lines.length === 0
      ? []
      : await search(
          session,
          'account.partial.reconcile',
          [['credit_move_id', 'in', [...paymentOfLine.keys()]]],
          ['debit_move_id', 'credit_move_id', 'debit_amount_currency'],
        )
  const debits = await readAll(
    session,
    'account.move.line',
    partials.map((row) => idOf(row.debit_move_id)),
    ['move_id'],
  )
  // Lines of older versions do not say what they are lines of.
  const owners = await readAll(
    session,
    MOVE,
    debits.map((row) => idOf(row.move_id)),
    ['move_type'],
  )
  const invoiceIds = new Set(owners.flatMap((row) => (row.move_type === 'out_invoice' ? [Number(row.id)] : [])))
  const invoiceOf = new Map(
    debits.flatMap((row) => (invoiceIds.has(idOf(row.move_id)) ? [[Number(row.id), idOf(row.move_id)]] : [])),
  )
  const found = new Map<number, Allocation[]>()
  for (const partial of partials) {
    const payment = paymentOfLine.get(idOf(partial.credit_move_id))
    const invoice = invoiceOf.get(idOf(partial.debit_move_id))
    if (!payment || !invoice) continue
    const list = found.get(payment) ?? []
    list.push({ invoice: idText(invoice), amount: amount(partial.debit_amount_currency, 4) })
    found.set(payment, list)
  }
  return new Map([...found].map(([payment, list]) => [payment, together(list)]))
}

/** One entry an invoice, in the order of their ids. */
function together(list: readonly Allocation[]): Allocation[] {
  const sums = new Map<string, Decimal>()
  for (const { invoice, amount: part } of list) sums.set(invoice, (sums.get(invoice) ?? Decimal.zero).plus(Decimal.of(part)))
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([invoice, sum]) => ({ invoice, amount: sum.toString() }))
}
