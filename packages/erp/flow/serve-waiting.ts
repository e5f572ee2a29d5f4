/** Orders that wait for stock, a page at a time: more than one receipt of goods can serve. */
import { rows, sql, type Tx } from '@tandem/db'
import type { Context, Id } from '@tandem/kernel'
import { runTurns, TURNS } from './process.ts'

/** Where a run goes on: after the order that was looked at last. */
export interface Turn {
  readonly confirmedAt: string
  readonly number: string
}

/**
 * Serves the next orders, longest waiting first, that wait for something of which any is free. Answers where to go on;
 * undefined when all have had their turn.
 */
export async function serveWaiting(tx: Tx, by: Context, after: Turn | undefined): Promise<Turn | undefined> {
  const next = await rows(
    tx,
    sql<Turn & { id: Id }>`
      select o.id, o.confirmed_at, o.number from erp.sales_order o
      where (${after?.confirmedAt ?? null}::timestamptz is null
             or (o.confirmed_at, o.number) > (${after?.confirmedAt ?? null}::timestamptz, ${after?.number ?? null}::text))
        and exists (
          select from erp.reservation r join erp.stock_balance s on s.item = r.item and s.warehouse = r.warehouse
          where r.document_id = o.id and r.waiting > 0 and s.on_hand > s.reserved)
      order by o.confirmed_at, o.number limit ${TURNS}`,
  )
  const last = next.at(-1)
  if (!last) return undefined
  await runTurns(
    tx,
    by,
    next.map(({ id }) => id),
  )
  return { confirmedAt: last.confirmedAt, number: last.number }
}
