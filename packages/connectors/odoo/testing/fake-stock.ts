/** What the fake Odoo does with deliveries and what comes back of them. */
import type { FakeStore, Row } from './fake-store.ts'

/** Installs what a warehouse needs, with its usual places. */
export function installStock(store: FakeStore): void {
  for (const model of ['stock.location', 'stock.picking.type', 'stock.picking', 'stock.move']) store.install(model)
  const here = store.create('stock.location', { name: 'WH/Stock', usage: 'internal' })
  store.create('stock.location', { name: 'Customers', usage: 'customer' })
  const receipts = store.create('stock.picking.type', { name: 'Receipts', code: 'incoming', default_location_dest_id: here })
  store.create('stock.picking.type', { name: 'Delivery Orders', code: 'outgoing', return_picking_type_id: receipts })
}

const HERE = 1
const CUSTOMERS = 2
const DELIVERIES = 2

/** An order leaves as a whole. */
export function deliver(store: FakeStore, order: number): number {
  const name = `WH/OUT/${String(store.rows('stock.picking').size + 1).padStart(5, '0')}`
  const place = { location_id: HERE, location_dest_id: CUSTOMERS }
  const partner = store.rows('sale.order').get(order)?.partner_shipping_id ?? false
  const done = { state: 'done', date_done: '2026-03-02 09:00:00' }
  const about = { ...place, ...done, name, sale_id: order, picking_type_id: DELIVERIES, partner_id: partner }
  const picking = store.create('stock.picking', about)
  for (const line of linesOf(store, order)) {
    const quantity = Number(line.product_uom_qty)
    store.create('stock.move', {
      ...{ ...place, picking_id: picking, sale_line_id: line.id as number, product_id: line.product_id as number },
      ...{ product_uom: line.product_uom_id as number, product_uom_qty: quantity, quantity, state: 'done' },
    })
    store.write('sale.order.line', [line.id as number], { qty_delivered: quantity })
  }
  return picking
}

/** A picking is done, cancelled or to be done: so are its moves, and what came back of a line was not delivered after all. */
export function moveTo(store: FakeStore, picking: number, state: 'assigned' | 'done' | 'cancel'): void {
  store.write('stock.picking', [picking], { state, ...(state === 'done' ? { date_done: '2026-03-04 09:00:00' } : {}) })
  for (const move of movesOf(store, picking)) {
    const quantity = Number(move.product_uom_qty)
    store.write('stock.move', [move.id as number], { state, quantity })
    const line = store.rows('sale.order.line').get(move.sale_line_id as number)
    if (state !== 'done' || !line || !move.to_refund) continue
    store.write('sale.order.line', [line.id as number], { qty_delivered: Number(line.qty_delivered) - quantity })
  }
}

export function movesOf(store: FakeStore, picking: number): Row[] {
  return [...store.rows('stock.move').values()].filter((move) => move.picking_id === picking)
}

function linesOf(store: FakeStore, order: number): Row[] {
  return [...store.rows('sale.order.line').values()].filter((line) => line.order_id === order)
}

/** What `load` gives a new picking by itself. */
export function pickingDefaults(store: FakeStore, model: string): Row {
  if (model === 'stock.move') return { state: 'draft' }
  if (model !== 'stock.picking') return {}
  return { name: `WH/IN/${String(store.rows(model).size + 1).padStart(5, '0')}`, state: 'draft' }
}

type Command = readonly [number, number, Row?]

/** Does what is said of a picking's moves; what is left of the values is of the picking itself. */
export function pickingVals(store: FakeStore, ids: readonly number[], args: Record<string, unknown>): Row {
  const { move_ids: commands = [], ...vals } = args.vals as Row & { move_ids?: readonly Command[] }
  for (const picking of ids)
    for (const [verb, id, said = {}] of commands) {
      if (verb === 2) store.unlink('stock.move', [id])
      else store.create('stock.move', { ...pickingDefaults(store, 'stock.move'), ...said, picking_id: picking })
    }
  return vals as Row
}
