/**
 * A system that merges re-points by itself what names the merged document, and takes it back when it un-merges. What was
 * written there at the same time may have escaped it, so such documents are read again: one that names the wrong customer
 * is written, since nobody has said so.
 */
import { rows, run, sql, type Tx, uuidArray } from '@tandem/db'
import type { Context, Id } from '@tandem/kernel'
import type { Batch } from '../engine/plan-batch.ts'
import type { ChangeRow } from '../engine/plan-load.ts'
import { documentKey, given } from '../engine/sets.ts'

export async function lookAgain(tx: Tx, by: Context, system: string, records: readonly Id[]): Promise<void> {
  if (records.length === 0) return
  const documents = await rows(
    tx,
    sql<{ kind: string; externalId: string; recordId: Id }>`
      select kind, external_id, record_id from hub.link
      where system = ${system} and record_id = any(${uuidArray(records)}::uuid[]) and not gone order by record_id`,
  )
  if (documents.length === 0) return
  const asked = documents.map((document) => ({ id: by.newId(), ...document }))
  await run(
    tx,
    sql`insert into hub.change (id, system, kind, external_id, record_id, values, deleted, origin, state, version, at, actor,
                                priority, read_mark, pulled_at)
        select id, ${system}, kind, external_id, record_id, '{}', false, 'merge', 'recheck', id::text, ${by.now}, ${system},
               0, 0, ${by.now}
        from ${given(asked, 'id uuid, kind text, external_id text, record_id uuid')}`,
  )
}

/** What went along with a record when it was merged last. */
export async function wentAlong(tx: Tx, loser: Id): Promise<Id[]> {
  const [last] = await rows(
    tx,
    sql<{ moved: Id[] }>`select moved from hub.merge where loser = ${loser} order by created_at desc, id desc limit 1`,
  )
  return last?.moved ?? []
}

/** The records of customers that such readings name, as far as they have ever been merged with another. */
export async function kinNamed(tx: Tx, changes: readonly ChangeRow[]): Promise<Map<string, Id>> {
  const named = changes.flatMap(({ origin, system, values }) =>
    origin === 'merge' && typeof values.customer === 'string' ? [{ system, externalId: values.customer }] : [],
  )
  if (named.length === 0) return new Map()
  const found = await rows(
    tx,
    sql<{ system: string; externalId: string; recordId: Id }>`
      select l.system, l.external_id, l.record_id
      from ${given(named, 'system text, external_id text')} join hub.link l using (system, external_id)
      where l.kind = 'customer' and exists (select from hub.merge m where l.record_id in (m.loser, m.winner))`,
  )
  return new Map(found.map(({ system, externalId, recordId }) => [documentKey(system, 'customer', externalId), recordId]))
}

/** What such a reading names is agreed, so that it is written when the record names another one. Call it before planning. */
export function agreeOnNamed(batch: Batch, changes: readonly ChangeRow[], kin: ReadonlyMap<string, Id>): void {
  for (const { origin, system, kind, externalId, values } of changes) {
    const told = origin === 'merge' ? kin.get(documentKey(system, 'customer', String(values.customer))) : undefined
    const link = batch.links.get(documentKey(system, kind, externalId))
    const record = link && batch.records.get(link.recordId)
    if (told === undefined || !link || !record || record.values.customer === told) continue
    Object.assign(link, { base: { ...link.base, customer: told }, isChanged: true })
    record.isChanged = true
  }
}
