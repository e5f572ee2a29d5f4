/** What lines of orders hold of the stock and wait for. One row a line, gone when it holds and waits for nothing. */
import { run, sql, type Tx } from '@tandem/db'
import type { Decimal, Id } from '@tandem/kernel'
import type { StockKey } from './book.ts'

/** In base units. */
export interface Reservation extends StockKey {
  readonly documentId: Id
  readonly lineNumber: number
  readonly quantity: Decimal
  readonly waiting: Decimal
}

/** Puts reservations in the place of those the same lines had. */
export async function saveReservations(tx: Tx, reservations: readonly Reservation[]): Promise<void> {
  const live = reservations.filter(({ quantity, waiting }) => quantity.isPositive() || waiting.isPositive())
  const gone = reservations.filter(({ quantity, waiting }) => quantity.isZero() && waiting.isZero())
  await Promise.all([live.length > 0 && upsert(tx, live), gone.length > 0 && remove(tx, gone)])
}

function upsert(tx: Tx, reservations: readonly Reservation[]): Promise<number> {
  return run(
    tx,
    sql`insert into erp.reservation (document_id, line_number, item, warehouse, quantity, waiting)
        select document_id, line_number, item, warehouse, quantity, waiting
        from json_populate_recordset(null::erp.reservation, ${toRecords(reservations)}::json)
        on conflict (tenant_id, document_id, line_number) do update
        set item = excluded.item, warehouse = excluded.warehouse, quantity = excluded.quantity, waiting = excluded.waiting`,
  )
}

function remove(tx: Tx, reservations: readonly Reservation[]): Promise<number> {
  return run(
    tx,
    sql`delete from erp.reservation r
        using json_populate_recordset(null::erp.reservation, ${toRecords(reservations)}::json) gone
        where r.document_id = gone.document_id and r.line_number = gone.line_number`,
  )
}

function toRecords(reservations: readonly Reservation[]): string {
  return JSON.stringify(
    reservations.map(({ documentId, lineNumber, item, warehouse, quantity, waiting }) => ({
      document_id: documentId,
      line_number: lineNumber,
      item,
      warehouse,
      quantity,
      waiting,
    })),
  )
}
