/** What the fake Odoo does with orders: counts them, sells them, and lets nobody take a line out of one that was sold. */
import { FakeError, type FakeStore, type Row, stampOf } from './fake-store.ts'

/** What a line is worth. */
export function worthOf(store: FakeStore, vals: Row): Row {
  if (!store.rows('product.product').has(vals.product_id as number)) {
    throw new FakeError('odoo.exceptions.ValidationError', `No matching record found for database id '${vals.product_id}'`, 422)
  }
  const net = round((vals.product_uom_qty as number) * (vals.price_unit as number) * (1 - ((vals.discount as number) ?? 0) / 100))
  const [first] = (vals.tax_ids ?? []) as readonly (number | [number, number, number[]])[]
  const tax = Array.isArray(first) ? first[2][0] : first
  const rate = Number(store.rows('account.tax').get(tax ?? 0)?.amount ?? 0)
  // Floats, as they come: 0.1200000000000001.
  return { price_subtotal: net, price_tax: round(net * (rate / 100)) + 1e-16 }
}

export function countOrder(store: FakeStore, order: number): void {
  const lines = [...store.rows('sale.order.line').values()].filter((line) => line.order_id === order)
  const sum = (field: string) => round(lines.reduce((total, line) => total + Number(line[field]), 0))
  const [net, tax] = [sum('price_subtotal'), sum('price_tax')]
  store.write('sale.order', [order], {
    ...{ amount_untaxed: net, amount_tax: tax, amount_total: round(net + tax), invoice_status: 'no' },
  })
}

function round(value: number): number {
  return Math.round((value + Number.EPSILON) * 100) / 100
}

export function confirm(store: FakeStore, ids: readonly number[]): boolean {
  if (ids.some((id) => store.rows('sale.order').get(id)?.state !== 'draft')) {
    throw new FakeError('odoo.exceptions.UserError', 'Some orders are not in a state requiring confirmation.', 422)
  }
  store.write('sale.order', ids, { state: 'sale', date_order: stampOf(store.now) })
  return true
}

type Command = readonly [number, number, Row?]

/** Does what is said of an order's lines; what is left of the values is of the order itself. */
export function orderVals(store: FakeStore, ids: readonly number[], args: Record<string, unknown>): Row {
  const { order_line: commands = [], ...vals } = args.vals as Row & { order_line?: readonly Command[] }
  for (const id of commands.length > 0 ? ids : []) {
    for (const [verb, line, said = {}] of commands) one(store, id, verb, line, said, args)
    countOrder(store, id)
  }
  return vals as Row
}

function one(store: FakeStore, order: number, verb: number, line: number, said: Row, args: Record<string, unknown>): void {
  const isSold = store.rows('sale.order').get(order)?.state === 'sale'
  if (verb === 2 && isSold) throw refused("Once a sales order is confirmed, you can't remove one of its lines.")
  if (verb === 2) {
    store.unlink('sale.order.line', [line])
    return
  }
  const before = verb === 1 ? store.rows('sale.order.line').get(line) : undefined
  if (before && Number(said.product_uom_qty ?? before.product_uom_qty) < Number(before.qty_delivered)) {
    throw refused('The ordered quantity of a sale order line cannot be decreased below the amount already delivered.')
  }
  // More of what was sold is more to deliver, unless somebody says that it is not.
  const isLess = (args.context as { skip_procurement?: boolean } | undefined)?.skip_procurement
  if (isSold && !isLess && said.product_uom_qty !== before?.product_uom_qty) store.delivered.push(order)
  const vals = { ...said, ...worthOf(store, { ...before, ...said }) }
  if (before) store.write('sale.order.line', [line], vals)
  else store.create('sale.order.line', { ...vals, order_id: order })
}

function refused(words: string): FakeError {
  return new FakeError('odoo.exceptions.UserError', words, 422)
}
