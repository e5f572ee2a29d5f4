/** The logs of a page of records, read with one statement for each table. */
import { rows, sql, type Tx, uuidArray } from '@tandem/db'
import type { Id, Instant } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { loadReferences } from '../engine/plan-load.ts'
import { documentKey } from '../engine/sets.ts'
import { mapReferences } from '../identity/references.ts'
import { kindOf } from '../kinds.ts'
import type { Stamps } from '../lineage/stamps.ts'
import type { LogChange, LogDecision, LogDelivery } from './replay.ts'

export interface RecordLog {
  readonly id: Id
  readonly values: Values
  readonly stamps: Stamps
  readonly changes: readonly RawChange[]
  readonly deliveries: readonly LogDelivery[]
  readonly decisions: readonly LogDecision[]
}

/** As it was told: `native` in the system's own terms where those are kept. */
export interface RawChange extends Omit<LogChange, 'values'> {
  readonly recordId: Id
  readonly kind: string
  readonly externalId: string
  readonly values: Values
  readonly edited: Values | null
  readonly native: Values | null
}

export async function loadLogs(tx: Tx, kind: string, after: string | null, count: number): Promise<RecordLog[]> {
  const records = await rows(
    tx,
    sql<Pick<RecordLog, 'id' | 'values' | 'stamps'>>`
      select id, values, stamps from hub.record
      where kind = ${kind} and id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid order by id limit ${count}`,
  )
  const ids = uuidArray(records.map(({ id }) => id))
  const [changes, deliveries, decisions] = await Promise.all([
    rows(
      tx,
      sql<RawChange>`
        select record_id, id, seq, system, kind, external_id, actor, at, coalesce(planned_at, pulled_at) as planned_at,
               values, edited, native, state = 'echo' as is_echo
        from hub.change where record_id = any(${ids}::uuid[]) and state in ('planned', 'echo') and not deleted order by seq`,
    ),
    rows(
      tx,
      sql<LogDelivery & { recordId: Id }>`
        select record_id, id, system, change_id, sent_at, done_at, coalesce(changed, '{}') as changed from hub.delivery
        where record_id = any(${ids}::uuid[]) and state = 'done' and sent_at is not null order by seq`,
    ),
    rows(
      tx,
      sql<LogDecision & { recordId: Id; at: Instant }>`
        select record_id, at, made_by as by, changes from hub.record_step
        where record_id = any(${ids}::uuid[]) and change_id is null order by version`,
    ),
  ])
  const [byChange, byDelivery, byDecision] = [grouped(changes), grouped(deliveries), grouped(decisions)]
  return records.map((record) => ({
    ...record,
    changes: byChange.get(record.id) ?? [],
    deliveries: byDelivery.get(record.id) ?? [],
    decisions: byDecision.get(record.id) ?? [],
  }))
}

function grouped<T extends { readonly recordId: Id }>(found: readonly T[]): Map<Id, T[]> {
  const groups = new Map<Id, T[]>()
  for (const one of found) {
    const group = groups.get(one.recordId)
    if (group) group.push(one)
    else groups.set(one.recordId, [one])
  }
  return groups
}

/** Gives every document's values their references as records: one statement for all of them. */
export async function resolver(
  tx: Tx,
  documents: readonly { readonly system: string; readonly kind: string; readonly values: Values }[],
): Promise<(system: string, kind: string, values: Values) => Values> {
  const known = await loadReferences(
    tx,
    documents.map((one) => ({ ...one, edited: null })),
  )
  return (system, kind, values) =>
    mapReferences(kindOf(kind).fields, values, ({ kind: to, id }) => known.get(documentKey(system, to, id)) ?? id)
}
