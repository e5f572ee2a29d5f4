/** A person's word on a record: it counts above every rule, and every system is given it. */
import { rows, sql, type Tx, updateRows, uuidArray } from '@tandem/db'
import type { Context, Id, Json } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import type { NewDelivery } from '../engine/fast-lane.ts'
import { lockPlanner, type RecordRow } from '../engine/plan-load.ts'
import { replaceDeliveries } from '../engine/plan-write.ts'
import { writeKeys } from '../engine/write-keys.ts'
import { writeSteps } from '../lineage/steps.ts'

export interface Edit {
  readonly recordId: Id
  readonly values: Values
  /** Fields that are no longer in dispute. */
  readonly settled: readonly string[]
  /** Fields that are in dispute again. */
  readonly disputed?: readonly string[]
  /** Why it counts, when it is more than a person's word: what cleansing by a rule of quality wrote says `quality`. */
  readonly rule?: 'quality'
}

/** Writes the edits, several of one record as one new version, and wants it in every system that takes the kind. */
export async function editRecords(tx: Tx, by: Context, edits: readonly Edit[]): Promise<void> {
  if (edits.length === 0) return
  await lockPlanner(tx)
  const ids = [...new Set(edits.map(({ recordId }) => recordId))]
  const [before, writers] = await Promise.all([
    rows(
      tx,
      sql<RecordRow>`
        select id, kind, version, values, stamps, disputed, state from hub.record
        where id = any(${uuidArray(ids)}::uuid[]) order by id for update`,
    ),
    loadWriters(tx),
  ])
  const changed = before.map((record) => edited(record, by, edits))
  const deliveries = changed.flatMap(({ id, kind, version }): NewDelivery[] =>
    (writers.get(kind) ?? []).map((system) => ({ system, kind, recordId: id, version: version + 1, changeId: null })),
  )
  const now = changed.map(({ id, version, values, stamps, disputed }) => {
    return { id, version, values, stamps, disputed, updatedAt: by.now }
  })
  await Promise.all([
    updateRows(tx, 'hub.record', now, ['values', 'stamps', 'disputed', 'updatedAt']),
    writeKeys(tx, changed),
    writeSteps(tx, by, changed),
    replaceDeliveries(tx, by, ids, deliveries),
  ])
}

function edited(
  before: RecordRow,
  by: Context,
  edits: readonly Edit[],
): RecordRow & { readonly before: RecordRow; readonly lastChange: null } {
  const mine = edits.filter(({ recordId }) => recordId === before.id)
  const values: Record<string, Json> = Object.assign({}, ...mine.map((edit) => edit.values))
  const settled = new Set(mine.flatMap((edit) => edit.settled))
  const stamp = { by: by.actor.id, at: by.now, system: 'joint', change: null }
  const stamps = Object.fromEntries(
    mine.flatMap((edit) => Object.keys(edit.values).map((field) => [field, { ...stamp, rule: edit.rule ?? 'person' }])),
  )
  return {
    ...before,
    before,
    lastChange: null,
    values: { ...before.values, ...values },
    stamps: { ...before.stamps, ...stamps },
    disputed: [
      ...new Set([...before.disputed.filter((field) => !settled.has(field)), ...mine.flatMap((edit) => edit.disputed ?? [])]),
    ],
  }
}

/** The systems that take documents, by kind. */
export async function loadWriters(tx: Tx): Promise<Map<string, string[]>> {
  const systems = await rows(
    tx,
    sql<{
      name: string
      capabilities: Record<string, { write: boolean }>
    }>`select name, capabilities from hub.system order by name`,
  )
  const writers = new Map<string, string[]>()
  for (const { name, capabilities } of systems) {
    for (const [kind, { write }] of Object.entries(capabilities)) {
      if (write) writers.set(kind, [...(writers.get(kind) ?? []), name])
    }
  }
  return writers
}
