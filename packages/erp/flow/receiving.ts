/**
 * Goods that come in go to whoever waits, in the same transaction. Orders are locked before balances everywhere, so
 * whoever waits is found and locked first, then the movement is made, then the orders take their turns.
 */
import { rows, run, sql, type Tx, uuidArray } from '@tandem/db'
import type { Context, CreateCommand, DocumentCommand, Fields, Id, Input } from '@tandem/kernel'
import { loadRoles } from '../account/commands.ts'
import { createGoodsReceipt as receive } from '../goods-receipt/commands.ts'
import { openBooks } from '../ledger/books.ts'
import { lockOrders } from '../sales-order/store.ts'
import type { receiveFields } from '../sales-return/definition.ts'
import { receiveSalesReturn as takeBack } from '../sales-return/receive.ts'
import type { SalesReturn } from '../sales-return/sales-return.ts'
import { goodsOfReturns } from '../sales-return/store.ts'
import { loadStockLedger } from '../stock/moving.ts'
import { lockBalances } from '../stock/store.ts'
import { createStockAdjustment as adjust } from '../stock-adjustment/commands.ts'
import { createStockTransfer as transfer } from '../stock-transfer/commands.ts'
import { loadWarehouses } from '../warehouse/load.ts'
import { runTurns, waitingFor } from './process.ts'

type Place = Id | null | undefined

export const createGoodsReceipt = serving(receive, 'gr', ({ warehouse }) => [warehouse])
export const createStockAdjustment = serving(adjust, 'sa', ({ warehouse }) => [warehouse])
export const createStockTransfer = serving(transfer, 'st', ({ fromWarehouse, toWarehouse }) => [fromWarehouse, toWarehouse])

/** Goods that customers sent back serve whoever waits, too. Their own orders are locked with those that wait. */
export const receiveSalesReturn: DocumentCommand<Tx, typeof receiveFields, SalesReturn> = {
  ...takeBack,
  async run(tx, by, inputs) {
    const goods = await goodsOfReturns(
      tx,
      inputs.map(({ id }) => id),
    )
    const waiting = await waitingFor(tx, goods.items)
    if (waiting.length === 0) return takeBack.run(tx, by, inputs)
    await openFirst(tx, by, 'sr')
    await lockAll(tx, [...waiting, ...goods.orders], goods.items, [
      ...inputs.map(({ input }) => input.warehouse),
      ...goods.places,
    ])
    const results = await takeBack.run(tx, by, inputs)
    await runTurns(tx, by, waiting)
    return results
  },
}

interface Moving {
  readonly lines: readonly { readonly item: Id }[]
}

/** The same command, which then reserves for the orders that wait for its items. */
function serving<F extends Fields, T>(
  command: CreateCommand<Tx, F, T>,
  numbers: string,
  placesOf: (input: Input<F>) => readonly Place[],
): CreateCommand<Tx, F, T> {
  return {
    ...command,
    async run(tx, by, inputs) {
      const items = [...new Set(inputs.flatMap((input) => (input as unknown as Moving).lines.map(({ item }) => item)))]
      const waiting = await waitingFor(tx, items)
      if (waiting.length === 0) return command.run(tx, by, inputs)
      await openFirst(tx, by, numbers)
      await lockAll(tx, waiting, items, inputs.flatMap(placesOf))
      const results = await command.run(tx, by, inputs)
      await runTurns(tx, by, waiting)
      return results
    },
  }
}

/** The first number and the first posting of a company hold a lock of their own: taken before all others. */
async function openFirst(tx: Tx, by: Context, numbers: string): Promise<void> {
  const [, roles] = await Promise.all([rows(tx, sql`select platform.take_numbers(${numbers}, 0)`), loadRoles(tx)])
  if (roles.size === 0) await openBooks(tx, by)
}

/** Everything that the movement and the orders' turns will lock, in the order of all: orders, books, balances. */
async function lockAll(tx: Tx, orders: readonly Id[], items: readonly Id[], places: readonly Place[]): Promise<void> {
  const warehouses = await loadWarehouses(tx, places)
  const known = [...new Set(places.flatMap((place) => warehouses.find(place)?.id ?? []))]
  await Promise.all([lockOrders(tx, orders), loadStockLedger(tx), openProduct(tx, items, known), lockTouched(tx, orders, items)])
}

function openProduct(tx: Tx, items: readonly Id[], warehouses: readonly Id[]): Promise<number> {
  return run(
    tx,
    sql`insert into erp.stock_balance (item, warehouse)
        select i.id, w.id from erp.item i cross join unnest(${uuidArray(warehouses)}::uuid[]) as w (id)
        where i.id = any(${uuidArray(items)}::uuid[]) and i.type <> 'service' order by i.id, w.id on conflict do nothing`,
  )
}

function lockTouched(tx: Tx, orders: readonly Id[], items: readonly Id[]) {
  return lockBalances(
    tx,
    sql`select item, warehouse from erp.stock_balance where item = any(${uuidArray(items)}::uuid[])
        union select item, warehouse from erp.sales_order_line
        where parent_id = any(${uuidArray(orders)}::uuid[]) and not is_service`,
  )
}
