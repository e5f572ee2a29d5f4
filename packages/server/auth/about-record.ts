/**
 * Questions to the joint name records: by the record's id, or by what a system calls a document. Who may look at all records
 * may ask about any; everybody else about those that are a document which they may see on one of our own sides.
 */
import { first, rows, sql, type Tx } from '@tandem/db'
import { type Id, isId } from '@tandem/kernel'

/** Whether somebody may see a document; false also where there is none of that name. */
export type MaySee = (area: string, document: string, id: Id) => Promise<boolean>

/** What a question may name a record by; `record` is how the money chain calls its id. */
interface Named {
  readonly id?: unknown
  readonly record?: unknown
  readonly system?: unknown
  readonly kind?: unknown
  readonly externalId?: unknown
}

/** The ERP's names for what the joint calls otherwise. */
const IN_ERP: Readonly<Record<string, string>> = { customer: 'party', order: 'sales-order' }

/** The fields of questions about one record. */
export function isAboutRecord(fields: object): boolean {
  return 'record' in fields || 'externalId' in fields
}

export async function mayKnowRecord(tx: Tx, input: unknown, maySee: MaySee): Promise<boolean> {
  const record = await recordIn(tx, (input ?? {}) as Named)
  if (record === undefined) return false
  const links = await rows(
    tx,
    sql<{ system: string; kind: string; externalId: string }>`
      select system, kind, external_id from hub.link
      where record_id = ${record} and system in ('tandem-crm', 'tandem-erp') order by system`,
  )
  for (const { system, kind, externalId } of links) {
    const [area, document] = system === 'tandem-crm' ? ['crm', kind] : ['erp', IN_ERP[kind] ?? kind]
    if (isId(externalId) && (await maySee(area, document, externalId))) return true
  }
  return false
}

async function recordIn(tx: Tx, { id, record, system, kind, externalId }: Named): Promise<Id | undefined> {
  const named = record ?? id
  if (named !== undefined && named !== null) return isId(named) ? named : undefined
  const found = await first(
    tx,
    sql<{ recordId: Id }>`
      select record_id from hub.link
      where system = ${String(system)} and kind = ${String(kind)} and external_id = ${String(externalId)}`,
  )
  return found?.recordId
}
