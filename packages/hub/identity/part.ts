/**
 * Two that were taken for one become two records again: the document gets a record of its own with what it said before,
 * the other record gets back what the document had brought, and what the document's own system had told of goes with it.
 */
import { insertRows, rows, run, sql, stamp, type Tx, updateRows, uuidArray } from '@tandem/db'
import type { Context, Id, Instant, Json } from '@tandem/kernel'
import { loadWriters } from '../conflicts/edit-record.ts'
import type { Values } from '../connector.ts'
import type { NewDelivery } from '../engine/fast-lane.ts'
import { loadReferences, type RecordRow } from '../engine/plan-load.ts'
import { replaceDeliveries } from '../engine/plan-write.ts'
import { documentKey } from '../engine/sets.ts'
import { writeKeys } from '../engine/write-keys.ts'
import { kindOf } from '../kinds.ts'
import type { Stamp, Stamps } from '../lineage/stamps.ts'
import { type FieldSteps, writeSteps } from '../lineage/steps.ts'
import { repointRecords, repointThere, wantIn } from '../merges/carry-out.ts'
import type { Duplicate } from './definition.ts'
import { mapReferences } from './references.ts'

interface LinkNow {
  readonly base: Values
  readonly linkedAt: Instant
}

interface Step {
  readonly version: number
  readonly at: Instant
  readonly changeId: Id | null
  readonly changes: FieldSteps
}

/** Under the planner's lock. The document is linked to `was.record`. */
export async function part(tx: Tx, by: Context, was: Duplicate): Promise<void> {
  const { system, kind, externalId } = was
  const record = was.record as Id
  const at = sql`system = ${system} and kind = ${kind} and external_id = ${externalId}`
  const [[link], [before], steps, said, writers] = await Promise.all([
    rows(tx, sql<LinkNow>`select base, linked_at from hub.link where ${at} for update`),
    rows(
      tx,
      sql<RecordRow>`select id, kind, version, values, stamps, disputed, state from hub.record where id = ${record} for update`,
    ),
    rows(tx, sql<Step>`select version, at, change_id, changes from hub.record_step where record_id = ${record} order by version`),
    saidThen(tx, was),
    loadWriters(tx),
  ])
  if (!link || !before) return
  const linking = steps.find(({ changeId }) => changeId === was.change)
  const isSince = ({ version, at: when }: Step) => (linking ? version > linking.version : when > link.linkedAt)
  const since = new Set(steps.flatMap((step) => (isSince(step) ? Object.keys(step.changes) : [])))
  const own = await ownRecord(tx, by, was, { base: link.base, said, since })
  await run(tx, sql`update hub.link set record_id = ${own.id}, linked_at = ${by.now}, linked_by = 'parted' where ${at}`)
  const given = await giveBack(tx, by, before, linking, since)
  const moved = kind === 'customer' ? await takeAlong(tx, by, system, record, own.id) : []
  const wanted = (recordId: Id, version: number) =>
    (writers.get(kind) ?? []).map((name): NewDelivery => ({ system: name, kind, recordId, version, changeId: null }))
  await replaceDeliveries(tx, by, [record], [...wanted(own.id, 1), ...wanted(record, given)])
  await repointThere(tx, by, moved, [system])
}

/** What the document said when it was found, as the joint would say it. */
async function saidThen(tx: Tx, { system, kind, document }: Duplicate): Promise<Values> {
  const values = (document ?? {}) as Values
  const references = await loadReferences(tx, [{ system, kind, values, edited: null }])
  return mapReferences(
    kindOf(kind).fields,
    values,
    (reference) => references.get(documentKey(system, reference.kind, reference.id)) ?? reference.id,
  )
}

interface Known {
  readonly base: Values
  readonly said: Values
  /** Fields that somebody has changed since the two were taken for one. */
  readonly since: ReadonlySet<string>
}

async function ownRecord(tx: Tx, by: Context, was: Duplicate, { base, said, since }: Known): Promise<{ id: Id }> {
  const { kind, system, change } = was
  const values: Record<string, Json> = {}
  for (const name of Object.keys(kindOf(kind).fields)) {
    values[name] = (since.has(name) || !(name in said) ? base[name] : said[name]) ?? null
  }
  const who: Stamp = { by: by.actor.id, at: by.now, system, change: change as Id, rule: 'person' }
  const id = by.newId()
  const record = { id, kind, values, stamps: { '*': who } as Stamps, disputed: [] as string[], state: 'active' as const }
  const { version, createdAt, updatedAt } = stamp(by)
  await insertRows(tx, 'hub.record', [{ ...record, version, createdAt, updatedAt }])
  await writeKeys(tx, [{ id, kind, values, before: undefined }])
  return { id }
}

/** What the document had brought goes, unless somebody has changed it since. Answers the record's version. */
async function giveBack(
  tx: Tx,
  by: Context,
  before: RecordRow,
  linking: Step | undefined,
  since: ReadonlySet<string>,
): Promise<number> {
  const brought = Object.entries(linking?.changes ?? {}).filter(([name, { lines }]) => !since.has(name) && !lines)
  if (brought.length === 0) return before.version
  const values = { ...before.values, ...Object.fromEntries(brought.map(([name, step]) => [name, step.before ?? null])) }
  const stamps: Stamps = {
    ...before.stamps,
    ...Object.fromEntries(brought.flatMap(([name, { was }]) => (was ? [[name, was] as const] : []))),
  }
  const now = { ...before, values, stamps, before, lastChange: null }
  await updateRows(
    tx,
    'hub.record',
    [{ id: before.id, version: before.version, values, stamps, updatedAt: by.now } as never],
    ['values', 'stamps', 'updatedAt'],
  )
  await Promise.all([writeKeys(tx, [now]), writeSteps(tx, by, [now])])
  return before.version + 1
}

/** What that system told of by itself was meant of its own document; what we wrote there is re-pointed to the other. */
async function takeAlong(tx: Tx, by: Context, system: string, from: Id, to: Id): Promise<Id[]> {
  const found = await rows(
    tx,
    sql<{ id: Id; kind: string; isOurs: boolean }>`
      select r.id, r.kind, l.linked_by = 'created' as is_ours from hub.record r join hub.link l on l.record_id = r.id
      where r.customer = ${from} and l.system = ${system} and not l.gone`,
  )
  const theirs = found.filter(({ isOurs }) => !isOurs).map(({ id }) => id)
  const ours = found.filter(({ isOurs }) => isOurs)
  await run(
    tx,
    sql`update hub.link set base = jsonb_set(base, '{customer}', to_jsonb(${to}::text))
        where system = ${system} and record_id = any(${uuidArray(ours.map(({ id }) => id))}::uuid[]) and base ->> 'customer' = ${from}`,
  )
  await wantIn(
    tx,
    by,
    ours.map(({ id, kind }) => ({ system, kind, recordId: id, version: 1, changeId: null })),
  )
  return theirs.length === 0 ? [] : repointRecords(tx, 'customer', from, to, theirs, [system])
}
