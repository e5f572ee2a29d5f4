/** What lines of orders hold of the stock and wait for. One row a line, gone when it holds and waits for nothing. */
import { given, run, sql, type Tx, uuidArray } from '@tandem/db'
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

const COLUMNS = 'document_id uuid, line_number integer, item uuid, warehouse uuid, quantity numeric, waiting numeric'

function upsert(tx: Tx, reservations: readonly Reservation[]): Promise<number> {
  return run(
    tx,
    sql`insert into erp.reservation (document_id, line_number, item, warehouse, quantity, waiting)
        select * from ${given(reservations, COLUMNS)}
        on conflict (tenant_id, document_id, line_number) do update
        set item = excluded.item, warehouse = excluded.warehouse, quantity = excluded.quantity, waiting = excluded.waiting`,
  )
}

function remove(tx: Tx, reservations: readonly Reservation[]): Promise<number> {
  return run(
    tx,
    sql`delete from erp.reservation r
        using ${given(reservations, 'document_id uuid, line_number integer')}
        where r.document_id = given.document_id and r.line_number = given.line_number
          and r.document_id = any(${uuidArray([...new Set(reservations.map(({ documentId }) => documentId))])}::uuid[])`,
  )
}
