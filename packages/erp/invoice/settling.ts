import { appendEvents, rows, sql, type Tx, updateRows, uuidArray } from '@tandem/db'
import type { Context, Id } from '@tandem/kernel'
import type { Invoice } from './invoice.ts'

/** Writes how much of documents is settled now; `rows` still carry the version they were read with. */
export async function saveSettled(tx: Tx, by: Context, changed: readonly Invoice[]): Promise<void> {
  const stamped = changed.map((row) => ({ ...row, updatedAt: by.now, updatedBy: by.actor.id }))
  await Promise.all([
    updateRows(tx, 'erp.invoice', stamped, ['state', 'paid', 'credited', 'updatedAt', 'updatedBy']),
    appendEvents(
      tx,
      'erp',
      by,
      changed.map(({ id, version, state, paid, credited }) => ({
        document: 'invoice',
        documentId: id,
        documentVersion: version + 1,
        type: 'invoice-settled',
        payload: { state, paid, credited },
      })),
    ),
  ])
}

/** `C-100 Acme` by party, of the parties of some documents: how the journal names them. */
export async function partyLabels(
  tx: Tx,
  table: 'erp.sales_order' | 'erp.invoice' | 'erp.payment',
  ids: readonly Id[],
): Promise<Map<Id, string>> {
  const found = await rows(
    tx,
    sql<{ id: Id; label: string }>`
      select id, code || ' ' || name as label from erp.party
      where id in (select party from ${sql.raw(table)} where id = any(${uuidArray(ids)}::uuid[]))`,
  )
  return new Map(found.map(({ id, label }) => [id, label]))
}

/** What is settled of documents so far, as the caller's batch goes on: the newest state by id, and which were touched. */
export class Settlements {
  private readonly byId: Map<Id, Invoice>
  private readonly touched = new Set<Id>()

  constructor(loaded: readonly Invoice[]) {
    this.byId = new Map(loaded.map((row) => [row.id, row]))
  }

  get(id: Id): Invoice | undefined {
    return this.byId.get(id)
  }
  all(): Invoice[] {
    return [...this.byId.values()]
  }
  set(row: Invoice): void {
    this.byId.set(row.id, row)
    this.touched.add(row.id)
  }
  changed(): Invoice[] {
    return [...this.touched].map((id) => this.byId.get(id) as Invoice)
  }
}
