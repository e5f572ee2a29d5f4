import { rows, sql, type Tx } from '@tandem/db'
import { Decimal } from '@tandem/kernel'
import { type StockKey, stockKey } from '../stock/book.ts'
import type { Incoming } from './promise.ts'

/** What is on its way, by `stockKey`. */
export type Supply = ReadonlyMap<string, readonly Incoming[]>

export const NO_SUPPLY: Supply = new Map()

/** What is on its way of the items that a query of ids names. Reads an index of what is still open, never the moves. */
export async function loadSupply(tx: Tx, items: ReturnType<typeof sql>): Promise<Supply> {
  const found = await rows(
    tx,
    sql<StockKey & { expectedDate: Incoming['expectedDate']; quantity: string }>`
      select item, warehouse, expected_date, quantity - received as quantity from erp.expected_receipt
      where state = 'open' and item in (${items}) and quantity > received`,
  )
  const grouped = Map.groupBy(found, stockKey)
  const toIncoming = (row: (typeof found)[number]) => ({
    expectedDate: row.expectedDate,
    quantity: Decimal.of(row.quantity),
  })
  return new Map([...grouped].map(([key, group]) => [key, group.map(toIncoming)]))
}
