/** Buying and making, as far as the demo needs it: what runs low comes in before it is missed. */
import { rows, sql } from '@tandem/db'
import { erp } from '@tandem/erp'
import { mustFind, perform } from '../load/workshop.ts'
import { catalog } from './catalog.ts'
import { all, type Day } from './day.ts'

/** Receives what orders lack (back orders) and fills every item that ran below a third of its usual stock. */
export async function refillStock({ shop, ids, date, by }: Day): Promise<void> {
  await shop.database.transaction(shop.tenant, async (tx) => {
    const free = await rows(
      tx,
      sql<{ code: string; free: string }>`
        select i.code, coalesce(sum(b.on_hand - b.reserved), 0) as free
        from erp.item i left join erp.stock_balance b on b.item = i.id where i.type <> 'service' group by i.code`,
    )
    const stock = new Map(free.map((row) => [row.code, Number(row.free)]))
    const lines = catalog.flatMap((one) => {
      const usual = one.popularity * 22
      const left = stock.get(one.code) ?? 0
      if (one.type === 'service' || left > usual / 3) return []
      return [{ item: mustFind(ids.items, one.code), quantity: String(usual - Math.floor(left)), unitCost: one.cost }]
    })
    const receipt = { warehouse: mustFind(ids.warehouses, 'HZ'), receiptDate: date, reference: `PO ${date}`, lines }
    all(await perform(tx, by, erp, 'goods-receipt', 'create', lines.length ? [receipt] : []))
  })
}
