/** The files sell more of some items than their stock list holds: what a batch lacks is brought in first, so that it can ship. */
import { rows, sql, type Tx, uuidArray } from '@tandem/db'
import { erp } from '@tandem/erp'
import { Decimal, type Id, must, type PlainDate } from '@tandem/kernel'
import { type MasterData, SHIPPING_WAREHOUSE } from './adventureworks-master.ts'
import type { SourceOrder } from './adventureworks-orders.ts'
import { mustFind, perform, type Workshop } from './workshop.ts'

interface Free {
  readonly item: Id
  readonly warehouse: Id
  readonly ships: boolean
  readonly free: string
}

/** Transfers from other warehouses first, then goods receipts at cost on the batch's first day. Answers pieces received. */
export async function receiveWhatIsShort(shop: Workshop, orders: readonly SourceOrder[], master: MasterData): Promise<Decimal> {
  const [first] = orders
  if (!first) return Decimal.zero
  const need = needOf(orders, master)
  return shop.database.transaction(shop.tenant, async (tx) => {
    const [free, shipping] = await Promise.all([freeStock(tx, [...need.keys()]), shippingWarehouse(tx)])
    const transfers = new Map<Id, object[]>()
    const receipts: object[] = []
    let received = Decimal.zero
    for (const [item, { quantity, code }] of need) {
      let short = quantity
      for (const stock of free.filter((one) => one.item === item).sort((a, b) => Number(b.ships) - Number(a.ships))) {
        const taken = short.min(Decimal.of(stock.free))
        if (!taken.isPositive()) continue
        short = short.minus(taken)
        if (!stock.ships)
          transfers.set(stock.warehouse, [...(transfers.get(stock.warehouse) ?? []), { item, quantity: taken.toString() }])
      }
      if (!short.isPositive()) continue
      receipts.push({ item, quantity: short.toString(), unitCost: Decimal.of(master.costs.get(code) ?? '0').toString() })
      received = received.plus(short)
    }
    await bringIn(tx, shop, shipping, first.orderDate, transfers, receipts)
    return received
  })
}

async function bringIn(
  tx: Tx,
  shop: Workshop,
  shipping: Id,
  day: PlainDate,
  transfers: ReadonlyMap<Id, readonly object[]>,
  receipts: readonly object[],
): Promise<void> {
  const moves = [...transfers].map(([fromWarehouse, lines]) => ({
    fromWarehouse,
    toWarehouse: shipping,
    transferDate: day,
    lines,
  }))
  for (const result of await perform(tx, shop.context(), erp, 'stock-transfer', 'create', moves)) must(result)
  const receipt = { warehouse: shipping, receiptDate: day, reference: 'Received for orders', lines: receipts }
  for (const result of await perform(tx, shop.context(), erp, 'goods-receipt', 'create', receipts.length ? [receipt] : []))
    must(result)
}

function needOf(orders: readonly SourceOrder[], master: MasterData): Map<Id, { quantity: Decimal; code: string }> {
  const need = new Map<Id, { quantity: Decimal; code: string }>()
  for (const line of orders.flatMap((order) => order.lines)) {
    const item = mustFind(master.items, line.itemCode)
    const before = need.get(item)?.quantity ?? Decimal.zero
    need.set(item, { quantity: before.plus(Decimal.of(line.quantity)), code: line.itemCode })
  }
  return need
}

function freeStock(tx: Tx, items: readonly Id[]): Promise<Free[]> {
  return rows(
    tx,
    sql<Free>`
      select b.item, b.warehouse, w.code = ${SHIPPING_WAREHOUSE} as ships, b.on_hand - b.reserved as free
      from erp.stock_balance b join erp.warehouse w on w.id = b.warehouse
      where b.item = any(${uuidArray(items)}::uuid[]) and b.on_hand > b.reserved order by b.item, w.code`,
  )
}

async function shippingWarehouse(tx: Tx): Promise<Id> {
  const [found] = await rows(tx, sql<{ id: Id }>`select id from erp.warehouse where code = ${SHIPPING_WAREHOUSE}`)
  if (!found) throw new RangeError(`warehouse ${SHIPPING_WAREHOUSE} should be there by now`)
  return found.id
}
