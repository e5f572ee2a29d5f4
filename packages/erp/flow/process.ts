/** What follows from a sales order: stock for what waits, progress, the end. Safe to run twice: the second time changes nothing. */
import { rows, sql, type Tx, uuidArray } from '@tandem/db'
import { type Context, type Id, ok, type Result } from '@tandem/kernel'
import { closedIfDone } from '../sales-order/decide.ts'
import { withStock } from '../sales-order/hold.ts'
import { deliveryProgress, invoiceProgress, type SalesOrder } from '../sales-order/sales-order.ts'
import { runOnOrders } from '../sales-order/work.ts'
import type { World } from '../sales-order/world.ts'

/** Most orders that one run serves with new stock: the oldest. */
export const TURNS = 200

/**
 * Processes orders: reserves what is free for them, after whoever waits longer for the same items; derives their
 * progress; closes what is shipped and invoiced. Missing orders and those that are not confirmed are left as they are.
 */
export async function processSalesOrders(tx: Tx, by: Context, ids: readonly Id[]): Promise<Result<SalesOrder>[]> {
  const older = await waitingBeside(tx, ids)
  const turns = [...new Set([...older, ...ids])]
  const results = await runTurns(tx, by, turns)
  const byId = new Map(turns.map((id, i) => [id, results[i] as Result<SalesOrder>]))
  return ids.map((id) => byId.get(id) as Result<SalesOrder>)
}

/** Gives what is free of some items to the orders that wait for them, oldest first. Answers those that changed or not. */
export async function reserveWaiting(tx: Tx, by: Context, items: readonly Id[]): Promise<Result<SalesOrder>[]> {
  return runTurns(tx, by, await waitingFor(tx, items))
}

/** In the order given. */
export function runTurns(tx: Tx, by: Context, ids: readonly Id[]): Promise<Result<SalesOrder>[]> {
  return runOnOrders(
    tx,
    by,
    ids.map((id) => ({ id, input: undefined })),
    (order, _, world) => processed(order, world),
    ({ after }) => (after.state === 'closed' ? 'sales-order-closed' : 'sales-order-reserved'),
  )
}

/** One order brought up to date; the very same when it is. */
export function processed(order: SalesOrder, world: World): Result<SalesOrder> {
  if (order.state !== 'confirmed') return ok(order)
  const held = withStock(order, order, world, 'free')
  const [delivery, invoicing] = [deliveryProgress(held.lines), invoiceProgress(held.lines)]
  const same = held.delivery === delivery && held.invoicing === invoicing
  return ok(closedIfDone(same ? held : { ...held, delivery, invoicing }))
}

/** The orders that wait for any of these items, longest first. */
export async function waitingFor(tx: Tx, items: readonly Id[]): Promise<Id[]> {
  if (items.length === 0) return []
  return oldest(
    tx,
    sql`select document_id from erp.reservation
    where item = any(${uuidArray([...new Set(items)])}::uuid[]) and waiting > 0`,
  )
}

/** The orders that wait for what these orders wait for. */
function waitingBeside(tx: Tx, ids: readonly Id[]): Promise<Id[]> {
  return oldest(
    tx,
    sql`
    select r.document_id from erp.reservation own join erp.reservation r using (item, warehouse)
    where own.document_id = any(${uuidArray(ids)}::uuid[]) and own.waiting > 0 and r.waiting > 0`,
  )
}

async function oldest(tx: Tx, documents: ReturnType<typeof sql>): Promise<Id[]> {
  const found = await rows(
    tx,
    sql<{ id: Id }>`select id from erp.sales_order where id in (${documents}) order by confirmed_at, number limit ${TURNS}`,
  )
  return found.map(({ id }) => id)
}
