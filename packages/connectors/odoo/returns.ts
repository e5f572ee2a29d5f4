/**
 * What customers send back. Odoo has a return as a picking that reverses a delivery: a draft is what was asked for, one that is
 * to be done is approved, a cancelled one rejected. 17 and later say which delivery a picking returns.
 */
import type { Values } from '@tandem/hub'
import type { Json } from '@tandem/kernel'
import type { Row } from './door.ts'
import type { Facts } from './facts.ts'
import { plainText } from './markup.ts'
import { ORDER, originsOf } from './orders.ts'
import { customersOf, lineNumbers, NONE } from './progress.ts'
import { grouped, type OdooKind, readAll, type Session, search } from './session.ts'
import { amount, dayOf, idOf, nameOf, ref, text } from './values.ts'

export const PICKING = 'stock.picking'
export const MOVES = 'stock.move'

export function knowsReturns({ fields }: Pick<Facts, 'fields'>): boolean {
  return ['return_id', 'sale_id'].every((name) => fields[PICKING]?.includes(name))
}

export const returns: OdooKind = {
  kind: 'return',
  parts: [
    {
      model: PICKING,
      prefix: '',
      // What becomes of a picking is kept in its moves, and does not always touch itself.
      watched: [{ model: MOVES, domain: [['origin_returned_move_id', '!=', false]], via: 'picking_id' }],
      domain: ({ facts }) =>
        knowsReturns(facts)
          ? [
              ['return_id', '!=', false],
              ['sale_id', '!=', false],
              ['picking_type_code', '=', 'incoming'],
            ]
          : NONE,
      fields: () => ['name', 'origin', 'note', 'state', 'sale_id', 'create_date', 'date_done'],
      async values(session, rows) {
        const numbers = rows.map((row) => Number(row.id))
        const orderIds = rows.map((row) => idOf(row.sale_id))
        const [moves, lines, ours, orders] = await Promise.all([
          search(
            session,
            MOVES,
            [['picking_id', 'in', numbers]],
            ['picking_id', 'sale_line_id', 'product_id', 'product_uom_qty', 'quantity', 'product_uom', 'state', 'to_refund'],
          ),
          lineNumbers(session, orderIds),
          originsOf(session, PICKING, numbers),
          readAll(session, ORDER, orderIds, ['partner_id', 'currency_id']),
        ])
        const byPicking = grouped(moves, (row) => idOf(row.picking_id))
        const known: Known = {
          lines,
          ours,
          orders: new Map(orders.map((row) => [Number(row.id), row])),
          customers: await customersOf(session, orders),
        }
        return rows.map((row) => returnValues(session, row, byPicking.get(Number(row.id)) ?? [], known))
      },
    },
  ],
}

interface Known {
  /** Numbers of lines in their orders. */
  readonly lines: ReadonlyMap<number, number>
  /** The CRM's numbers of those that the joint brought. */
  readonly ours: ReadonlyMap<number, string>
  readonly orders: ReadonlyMap<number, Row>
  readonly customers: ReadonlyMap<number, number>
}

const STATES: Readonly<Record<string, string>> = { draft: 'requested', done: 'received', cancel: 'rejected' }

/** Undefined for one of nothing that was sold. */
function returnValues({ facts }: Session, row: Row, moves: readonly Row[], known: Known): Values | undefined {
  const order = known.orders.get(idOf(row.sale_id))
  const isDone = row.state === 'done'
  const lines = moves
    .flatMap((move) => ({ move, number: known.lines.get(idOf(move.sale_line_id)) }))
    .flatMap(({ move, number }) => (number === undefined || (isDone && move.state !== 'done') ? [] : [{ move, number }]))
    .sort((a, b) => a.number - b.number || Number(a.move.id) - Number(b.move.id))
  if (lines.length === 0 || !order) return undefined
  const number = known.ours.get(Number(row.id))
  return {
    number: number ?? String(row.name),
    erpNumber: String(row.name),
    customer: ref(known.customers.get(idOf(order.partner_id)) ?? 0),
    order: ref(row.sale_id),
    state: STATES[String(row.state)] ?? 'approved',
    requestedDate: dayOf(row.create_date, facts.company.timeZone),
    reason: plainText(row.note) ?? text(row.origin) ?? String(row.name),
    wish: lines.some(({ move }) => move.to_refund === true) ? 'refund' : 'replace',
    answer: null,
    receivedDate: isDone ? dayOf(row.date_done, facts.company.timeZone) : null,
    currency: nameOf(order.currency_id) ?? facts.company.currency,
    credited: '0',
    replacement: null,
    lines: lines.map(({ move, number: orderLineNumber }) => ({
      ...{ orderLineNumber, item: ref(move.product_id), quantity: amount(move.product_uom_qty, 6) },
      unit: nameOf(move.product_uom) ?? 'Units',
    })) as Json,
    results: (isDone ? lines : []).map(({ move, number: orderLineNumber }) => ({
      ...{ orderLineNumber, received: amount(move.quantity, 6), scrapped: '0' },
    })) as Json,
    credits: [],
  }
}
