/** Carrying out what was decided about deleted documents. One statement each for what it touches. */
import { rows, run, sql, type Tx, updateRows, uuidArray } from '@tandem/db'
import type { Context, Id } from '@tandem/kernel'
import { loadWriters } from '../conflicts/edit-record.ts'
import type { RecordRow } from '../engine/plan-load.ts'
import { dropLinks, replaceDeliveries } from '../engine/plan-write.ts'
import { BY_DELETION } from './plan.ts'

/** How a record shall be from now on. */
export interface Outcome {
  readonly recordId: Id
  readonly state: 'active' | 'deleted'
  readonly status?: string
  /** Systems whose document is gone and shall be made anew. */
  readonly remake: readonly string[] | 'all'
}

export async function settleRecords(tx: Tx, by: Context, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.length === 0) return
  const byRecord = new Map(outcomes.map((outcome) => [outcome.recordId, outcome]))
  const ids = uuidArray([...byRecord.keys()])
  const [records, gone, writers] = await Promise.all([
    rows(
      tx,
      sql<RecordRow>`
        select id, kind, version, values, stamps, disputed, state from hub.record
        where id = any(${ids}::uuid[]) order by id for update`,
    ),
    rows(
      tx,
      sql<{ recordId: Id; system: string }>`
        select record_id, system from hub.link where record_id = any(${ids}::uuid[]) and gone order by record_id, system for update`,
    ),
    loadWriters(tx),
  ])
  const remade = gone.filter(({ recordId, system }) => {
    const { remake } = byRecord.get(recordId) as Outcome
    return remake === 'all' || remake.includes(system)
  })
  const changed = records.map((record) => ({ ...afterwards(record, byRecord.get(record.id) as Outcome, by), updatedAt: by.now }))
  const deliveries = records.flatMap(({ id, kind, version }) =>
    (writers.get(kind) ?? []).map((system) => ({ system, kind, recordId: id, version: version + 1, changeId: null })),
  )
  await Promise.all([
    updateRows(tx, 'hub.record', changed, ['values', 'stamps', 'state', 'updatedAt']),
    dropLinks(tx, remade),
    agreeOnArchived(
      tx,
      changed.flatMap(({ id, values }) => (values.status === 'archived' ? [id] : [])),
    ),
    replaceDeliveries(tx, by, [...byRecord.keys()], deliveries),
  ])
}

function afterwards(record: RecordRow, { state, status }: Outcome, by: Context): RecordRow {
  if (status === undefined || record.values.status === status) return { ...record, state }
  const stamp = {
    by: by.actor.id,
    at: by.now,
    system: 'joint',
    change: null,
    rule: status === 'archived' ? BY_DELETION : 'person',
  }
  return {
    ...record,
    state,
    values: { ...record.values, status },
    stamps: { ...record.stamps, status: stamp },
  }
}

/** Where the document is gone, archived is what was agreed: when it comes back as active, that is a change. */
async function agreeOnArchived(tx: Tx, records: readonly Id[]): Promise<void> {
  if (records.length === 0) return
  await run(
    tx,
    sql`update hub.link set base = jsonb_set(base, '{status}', '"archived"')
        where record_id = any(${uuidArray(records)}::uuid[]) and gone`,
  )
}
