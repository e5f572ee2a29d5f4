/** What decisions on returns read: who asks for what, and what had left. */
import { rows, sql, type Tx, uuidArray } from '@tandem/db'
import { Decimal, type Id } from '@tandem/kernel'
import type { ShippedPart } from './receipt.ts'
import type { SalesReturn } from './sales-return.ts'

/** By order and line: what returns ask for and have not received. */
export type Asked = Map<Id, Map<number, Decimal>>

/** What is asked back of orders that are locked. */
export async function askedOf(tx: Tx, orders: readonly Id[]): Promise<Asked> {
  const found = await rows(
    tx,
    sql<{ salesOrder: Id; line: number; quantity: string }>`
      select r.sales_order, l.order_line_number as line, sum(l.quantity) as quantity
      from erp.sales_return r join erp.sales_return_line l on l.parent_id = r.id
      where r.sales_order = any(${uuidArray(orders)}::uuid[]) and r.state in ('requested', 'approved')
      group by 1, 2`,
  )
  const asked: Asked = new Map()
  for (const { salesOrder, line, quantity } of found) add(asked, salesOrder, line, Decimal.of(quantity))
  return asked
}

/** One more return asks. */
export function addAsked(asked: Asked, { salesOrder, lines }: Pick<SalesReturn, 'salesOrder' | 'lines'>): void {
  for (const { orderLineNumber, quantity } of lines) add(asked, salesOrder, orderLineNumber, Decimal.of(quantity))
}

/** One of them asks no more. */
export function takeAsked(asked: Asked, { salesOrder, lines }: Pick<SalesReturn, 'salesOrder' | 'lines'>): void {
  for (const { orderLineNumber, quantity } of lines) add(asked, salesOrder, orderLineNumber, Decimal.of(quantity).negated())
}

function add(asked: Asked, order: Id, line: number, quantity: Decimal): void {
  const ofOrder = asked.get(order) ?? new Map<number, Decimal>()
  ofOrder.set(line, (ofOrder.get(line) ?? Decimal.zero).plus(quantity))
  asked.set(order, ofOrder)
}

/** The order of each return; with `lock`, the returns stay as they are until the transaction ends. */
export async function ordersOfReturns(tx: Tx, ids: readonly Id[], { lock = false } = {}): Promise<Map<Id, Id>> {
  const found = await rows(
    tx,
    sql<{ id: Id; salesOrder: Id }>`
      select id, sales_order from erp.sales_return where id = any(${uuidArray(ids)}::uuid[])
      order by id ${sql.raw(lock ? 'for no key update' : '')}`,
  )
  return new Map(found.map(({ id, salesOrder }) => [id, salesOrder]))
}

/** The warehouses that returns are to be received in. */
export async function placesOf(tx: Tx, ids: readonly Id[]): Promise<Id[]> {
  const found = await rows(
    tx,
    sql<{ warehouse: Id }>`select distinct warehouse from erp.sales_return where id = any(${uuidArray(ids)}::uuid[])`,
  )
  return found.map(({ warehouse }) => warehouse)
}

/** What left for each line of orders, shipment by shipment in the order they left. */
export async function shippedParts(tx: Tx, orders: readonly Id[]): Promise<Map<Id, Map<number, ShippedPart[]>>> {
  const found = await rows(
    tx,
    sql<{ salesOrder: Id; line: number; quantity: string; cost: string }>`
      select s.sales_order, l.order_line_number as line, l.quantity, l.cost
      from erp.shipment s join erp.shipment_line l on l.parent_id = s.id
      where s.sales_order = any(${uuidArray(orders)}::uuid[]) order by s.created_at, s.id`,
  )
  const byOrder = new Map<Id, Map<number, ShippedPart[]>>()
  for (const { salesOrder, line, quantity, cost } of found) {
    const ofOrder = byOrder.get(salesOrder) ?? new Map<number, ShippedPart[]>()
    ofOrder.set(line, [...(ofOrder.get(line) ?? []), { quantity: Decimal.of(quantity), cost: Decimal.of(cost) }])
    byOrder.set(salesOrder, ofOrder)
  }
  return byOrder
}

/** What returns will move: their items, and the orders and warehouses they are of. They stay as they are until the end. */
export async function goodsOfReturns(tx: Tx, ids: readonly Id[]): Promise<{ items: Id[]; orders: Id[]; places: Id[] }> {
  const found = await ordersOfReturns(tx, ids, { lock: true })
  const [lines, places] = await Promise.all([
    rows(tx, sql<{ item: Id }>`select distinct item from erp.sales_return_line where parent_id = any(${uuidArray(ids)}::uuid[])`),
    placesOf(tx, ids),
  ])
  return { items: lines.map(({ item }) => item), orders: [...new Set(found.values())], places }
}
