/** Writing a planned batch: one statement for each table it touches, all sent together. */
import { appendEvents, insertRows, rows, run, sql, type Tx, updateRows, uuidArray } from '@tandem/db'
import type { Context, Id, Json } from '@tandem/kernel'
import { giveIdsAway, readNaming } from '../deletions/given-away.ts'
import { writeDeletions } from '../deletions/write.ts'
import { pullChangesForward } from '../flows/pull-forward.ts'
import { writeDuplicates } from '../identity/write.ts'
import { closeEntries, openEntries, type Trouble } from '../inbox/open.ts'
import { kindOf } from '../kinds.ts'
import { stampOf } from '../lineage/stamps.ts'
import { writeSteps } from '../lineage/steps.ts'
import { type Engine, jointContext, writersOf } from './engine.ts'
import { beginAtOnce, chooseLanes, type Lanes, leasesOf, type NewDelivery } from './fast-lane.ts'
import { type Addition, insertAll } from './insert-made.ts'
import type { Batch, RecordState } from './plan-batch.ts'
import { overtaken, tellGone } from './reborn.ts'
import { among, given, meeting } from './sets.ts'
import { differingFields, sameValue } from './values.ts'
import { wakeWaiting } from './wake-waiting.ts'
import { writeKeys } from './write-keys.ts'

/** Keeps what became of each change: of those that are in their table, or of all by adding them to it. */
export interface Fates {
  readonly update?: (tx: Tx, batch: Batch, by: Context) => Promise<unknown>
  readonly add?: (batch: Batch, by: Context) => Addition
}

export interface WrittenBatch {
  readonly lanes: Lanes
  /** How many changes that waited are new again; known after the commit. */
  readonly woken: Promise<number>
}

export async function writeBatch(tx: Tx, batch: Batch, fates: Fates): Promise<WrittenBatch> {
  const by = jointContext(batch.engine)
  const changed = [...batch.records.values()].filter((record) => record.isChanged)
  const wanted = changed.flatMap((record) => deliveriesOf(batch.engine, record))
  const lanes = chooseLanes(batch, wanted)
  // What need not be waited for travels with the commit.
  const held = supersedeHeld(tx, batch, by)
  tx.post(writeLinks(tx, batch), addMade(tx, batch, by, changed, fates.add?.(batch, by), lanes))
  tx.post(updateRecords(tx, changed, by), writeSteps(tx, by, changed), writeKeys(tx, changed))
  const others = [
    held,
    fates.update?.(tx, batch, by),
    replaceDeliveries(
      tx,
      by,
      changed.flatMap(({ id, before }) => (before ? [id] : [])),
      lanes.slow,
    ),
    writeConflicts(tx, disputing(batch), by),
    writeDeletions(tx, by, batch, returned(batch)),
    writeDuplicates(tx, batch, by),
    openEntries(tx, by, troublesOf(batch)),
    tellGone(tx, by, batch.goneUnheard),
    readNaming(tx, batch.engine, batch.givenAway),
  ]
  const woken = wakeChanges(tx, batch)
  tx.post(woken, pullChangesForward(tx, batch))
  await Promise.all(others)
  return { lanes, woken }
}

/** Every system that does not say what the record says now gets a delivery, the reporting one included. */
function deliveriesOf(engine: Engine, record: RecordState): NewDelivery[] {
  const version = (record.before?.version ?? 0) + 1
  const isOpen = (field: string) => !record.disputed.includes(field)
  return writersOf(engine, record.kind).flatMap(({ system }) => {
    const link = record.links.get(system)
    if (link?.gone) return []
    const isNeeded = !link || record.state === 'deleted' || differingFields(link.base, record.values).some(isOpen)
    return isNeeded ? [{ system, kind: record.kind, recordId: record.id, version, changeId: record.lastChange }] : []
  })
}

/**
 * Puts new deliveries in the place of those of the same records that have not been sent. What is under way stays, and so
 * does what may have happened: its outcome must be known before anything else is written there.
 */
export async function replaceDeliveries(
  tx: Tx,
  by: Context,
  recordIds: readonly Id[],
  deliveries: readonly NewDelivery[],
): Promise<void> {
  const superseding =
    recordIds.length === 0
      ? Promise.resolve([])
      : rows(
          tx,
          sql<{ id: Id; isShown: boolean }>`
            update hub.delivery d set state = 'superseded', waits_for = null, done_at = ${by.now}
            where record_id = any(${uuidArray(recordIds)}::uuid[]) and state in ('pending', 'waiting', 'parked', 'stays')
            returning id, exists (
              select from hub.inbox_entry e where e.delivery = d.id and e.state in ('open', 'retried')) as is_shown`,
        )
  tx.post(
    insertRows(
      tx,
      'hub.delivery',
      deliveries.map((delivery) => ({
        ...delivery,
        id: by.newId(),
        priority: kindOf(delivery.kind).priority,
        state: 'pending',
        dueAt: by.now,
        createdAt: by.now,
      })),
      { same: ['system', 'kind', 'version', 'priority', 'state', 'dueAt', 'createdAt'] },
    ),
  )
  const superseded = await superseding
  const shown = superseded.flatMap(({ id, isShown }) => (isShown ? [id] : []))
  await closeEntries(tx, by, 'delivery', shown, 'superseded')
}

/** Adds what is new to the tables: records, links, changes told of and writes that begin at once. */
function addMade(
  tx: Tx,
  batch: Batch,
  by: Context,
  changed: readonly RecordState[],
  changes: Addition | undefined,
  { fast }: Lanes,
): Promise<void> {
  const made = changed.filter(({ before }) => !before)
  tx.post(beginAtOnce(tx, fast))
  return insertAll(
    tx,
    made.map(({ id }) => id),
    [recordsOf(made, by), linksOf(batch, by), ...(changes ? [changes] : []), leasesOf(batch.engine, fast)],
  )
}

function recordsOf(made: readonly RecordState[], by: Context): Addition {
  const rows = made.map(({ id, kind, values, stamps, disputed }) => {
    const row = { id, kind, version: 1, values, stamps, disputed, state: 'active', createdAt: by.now, updatedAt: by.now }
    return { about: id, row }
  })
  return { table: 'hub.record', rows, options: { same: ['kind', 'version', 'disputed', 'state', 'createdAt', 'updatedAt'] } }
}

function linksOf(batch: Batch, by: Context): Addition {
  const made = [...batch.links.values()].filter(({ isNew }) => isNew)
  const rows = made.map(({ isNew, isChanged, writeMark, ...link }) => {
    return { about: link.recordId, row: { ...link, linkedAt: by.now } }
  })
  const same = ['linkedAt', 'system', 'kind', 'wrote', 'wroteVersion', 'readMark', 'gone', 'born', 'linkedBy']
  return { table: 'hub.link', rows, options: { same } }
}

async function updateRecords(tx: Tx, changed: readonly RecordState[], by: Context): Promise<void> {
  const kept = changed.flatMap((record) => (record.before ? [{ record, version: record.before.version }] : []))
  await meeting(tx, kept.length, () =>
    updateRows(
      tx,
      'hub.record',
      kept.map(({ record: { id, values, stamps, disputed, state }, version }) => {
        return { id, version, values, stamps, disputed, state, updatedAt: by.now }
      }),
      ['values', 'stamps', 'disputed', 'state', 'updatedAt'],
    ),
  )
}

/** What becomes of links that are there already. */
async function writeLinks(tx: Tx, batch: Batch): Promise<void> {
  const changed = [...batch.links.values()].filter((link) => link.isChanged && !link.isNew)
  await Promise.all([
    giveIdsAway(tx, batch.givenAway),
    dropLinks(tx, batch.dropped),
    changed.length > 0 &&
      meeting(tx, changed.length, () =>
        run(
          tx,
          sql`update hub.link l set seen = given.seen, base = given.base, wrote = given.wrote, gone = given.gone,
                   born = given.born, read_mark = given.read_mark
            from ${given(
              changed.map(({ recordId, system, seen, base, wrote, gone, born, readMark }) => {
                return { recordId, system, seen, base, wrote, gone, born, readMark }
              }),
              'record_id uuid, system text, seen text, base jsonb, wrote text[], gone boolean, born text, read_mark bigint',
            )}
            where l.record_id = given.record_id and l.system = given.system
              and l.record_id = ${among(changed.map(({ recordId }) => recordId))}`,
        ),
      ),
  ])
}

/** Links of documents that are gone and are to be made anew: the creation makes a link of its own. */
export async function dropLinks(tx: Tx, dropped: readonly { readonly recordId: Id; readonly system: string }[]): Promise<void> {
  if (dropped.length === 0) return
  const keys = dropped.map(({ recordId, system }) => ({ recordId, system }))
  await run(
    tx,
    sql`delete from hub.link l using ${given(keys, 'record_id uuid, system text')}
        where l.record_id = given.record_id and l.system = given.system and l.gone`,
  )
}

/** Documents that were gone and have come back, or are to be made anew. */
function returned(batch: Batch): { readonly recordId: Id; readonly system: string }[] {
  const before = new Map(batch.known.links.map((link) => [`${link.recordId} ${link.system}`, link.gone]))
  const back = [...batch.links.values()].filter(({ recordId, system, gone }) => !gone && before.get(`${recordId} ${system}`))
  return [...back, ...batch.dropped].map(({ recordId, system }) => ({ recordId, system }))
}

/** For changes that are in their table already. */
export const updateFates: Fates = { update: keepFates }

function keepFates(tx: Tx, batch: Batch, by: Context): Promise<unknown> {
  const fates = batch.fates.map(({ change, fate }) => ({
    id: change.id,
    state: fate.state,
    recordId: fate.recordId ?? null,
    waitsKind: fate.waitsKind ?? null,
    waitsFor: fate.waitsFor ?? null,
  }))
  const updating = meeting(tx, fates.length, () =>
    run(
      tx,
      sql`update hub.change c set state = given.state, record_id = given.record_id, waits_kind = given.waits_kind,
               waits_for = given.waits_for, planned_at = ${by.now}
        from ${given(fates, 'id uuid, state text, record_id uuid, waits_kind text, waits_for text')}
        where c.id = given.id and c.id = ${among(fates.map(({ id }) => id))}`,
    ),
  )
  // A change that waited too long or was corrected has an entry, which is settled now.
  return Promise.all([updating, closeEntries(tx, by, 'change', settledChanges(batch), 'planned')])
}

/** A newer report of a document takes the place of an older one that could not be planned. */
async function supersedeHeld(tx: Tx, batch: Batch, by: Context): Promise<void> {
  const ids = overtaken(batch).map(({ id }) => id)
  if (ids.length === 0) return
  const list = uuidArray(ids)
  await Promise.all([
    run(
      tx,
      sql`update hub.change set state = 'superseded', waits_kind = null, waits_for = null
          where id = any(${list}::uuid[]) and state in ('waiting', 'parked', 'duplicate', 'new')`,
    ),
    run(
      tx,
      sql`update hub.duplicate set state = 'superseded', version = version + 1, updated_at = ${by.now}, updated_by = 'joint'
          where change = any(${list}::uuid[]) and state = 'open'`,
    ),
    closeEntries(tx, by, 'change', ids, 'superseded'),
  ])
}

/** A further edit on the side that is not kept changes nothing of the record, but what its conflict shows. */
function disputing({ records }: Batch): RecordState[] {
  return [...records.values()].filter(({ isChanged, losers }) => isChanged || losers.length > 0)
}

async function writeConflicts(tx: Tx, changed: readonly RecordState[], by: Context): Promise<void> {
  const losers = changed.flatMap((record) => record.losers.map((entry) => ({ record, ...entry })))
  const settled = changed.flatMap(({ id, before, disputed }) =>
    (before?.disputed ?? []).filter((field) => !disputed.includes(field)).map((field) => ({ record: id, field })),
  )
  const reopened = losers
    .filter(({ loser }) => loser.open)
    .map(({ record, loser }) => ({ record: record.id, field: loser.field }))
  const closed = [...settled, ...reopened]
  if (closed.length > 0) {
    await run(
      tx,
      sql`update hub.conflict c set state = 'superseded', version = version + 1, updated_at = ${by.now}, updated_by = 'joint'
          from ${given(closed, 'record uuid, field text')}
          where c.record = given.record and c.field = given.field and c.state = 'open'`,
    )
  }
  await keepUpToDate(tx, changed, by)
  const last = new Map(losers.map((entry, i) => [entry.loser.open ? `${entry.record.id} ${entry.loser.field}` : i, entry]))
  const conflicts = [...last.values()].map(({ record, loser, change }) => conflictRow(record, loser, change, by))
  await insertRows(tx, 'hub.conflict', conflicts)
  await appendEvents(
    tx,
    'hub',
    by,
    conflicts
      .filter(({ state }) => state === 'open')
      .map(({ id, kind, field }) => ({
        document: 'conflict',
        documentId: id,
        documentVersion: 1,
        type: 'conflict-opened',
        payload: { kind, field } as Json,
      })),
  )
}

/** Whoever decides is to see what the record says now: the side that it keeps may have said something else meanwhile. */
async function keepUpToDate(tx: Tx, changed: readonly RecordState[], by: Context): Promise<void> {
  const moved = changed.flatMap(({ id, before, values, stamps, disputed }) =>
    disputed.flatMap((field) => {
      if (!before || sameValue(before.values[field] ?? null, values[field] ?? null)) return []
      const stamp = stampOf(stamps, field)
      const kept = { kept: values[field] ?? null, keptSystem: stamp?.system, keptBy: stamp?.by, keptAt: stamp?.at }
      return [{ record: id, field, ...kept }]
    }),
  )
  if (moved.length === 0) return
  await run(
    tx,
    sql`update hub.conflict c set kept = given.kept, kept_system = given.kept_system, kept_by = given.kept_by,
               kept_at = given.kept_at, version = version + 1, updated_at = ${by.now}, updated_by = 'joint'
        from ${given(moved, 'record uuid, field text, kept jsonb, kept_system text, kept_by text, kept_at timestamptz')}
        where c.record = given.record and c.field = given.field and c.state = 'open'`,
  )
}

function conflictRow(
  record: RecordState,
  loser: RecordState['losers'][number]['loser'],
  change: RecordState['losers'][number]['change'],
  by: Context,
) {
  return {
    id: by.newId(),
    version: 1,
    createdAt: by.now,
    createdBy: by.actor.id,
    updatedAt: by.now,
    updatedBy: by.actor.id,
    record: record.id,
    kind: record.kind,
    field: loser.field,
    system: loser.otherStamp.system,
    change: change.id,
    agreed: loser.agreed,
    kept: loser.kept,
    keptSystem: loser.keptStamp?.system ?? null,
    keptBy: loser.keptStamp?.by ?? null,
    keptAt: loser.keptStamp?.at ?? null,
    other: loser.other,
    otherBy: loser.otherStamp.by,
    otherAt: loser.otherStamp.at,
    rule: loser.rule,
    state: loser.open ? 'open' : 'by-rule',
  }
}

const SETTLED: ReadonlySet<string> = new Set(['planned', 'echo', 'superseded'])

function settledChanges(batch: Batch): Id[] {
  return batch.fates.flatMap(({ change, fate }) => (SETTLED.has(fate.state) ? [change.id] : []))
}

function troublesOf(batch: Batch): Trouble[] {
  return batch.fates.flatMap(({ change, fate }) => {
    if (!fate.refusal) return []
    const { system, kind, externalId, values } = change
    return [
      { ...fate.refusal, system, kind, values, externalId, record: fate.recordId ?? null, change: change.id, delivery: null },
    ]
  })
}

/** Changes that waited for a document which is known now are planned again. */
function wakeChanges(tx: Tx, batch: Batch): Promise<number> {
  const made = [...batch.links.values()].filter(({ isNew }) => isNew)
  return wakeWaiting(tx, made)
}
