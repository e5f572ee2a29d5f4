/** Making two records one: everything that names the losing one names the other from then on. Under the planner's lock. */
import { appendEvents, insertRows, rows, run, sql, type Tx, textArray, uuidArray } from '@tandem/db'
import type { Context, Id, Json } from '@tandem/kernel'
import { loadWriters } from '../conflicts/edit-record.ts'
import type { Values } from '../connector.ts'
import type { NewDelivery } from '../engine/fast-lane.ts'
import { replaceDeliveries } from '../engine/plan-write.ts'
import { given } from '../engine/sets.ts'
import { subjectOf } from '../engine/values.ts'
import { closeEntries } from '../inbox/open.ts'
import { lookAgain } from './look-again.ts'

export interface Asked {
  readonly loser: Id
  readonly winner: Id
  /** Who has merged them already; null when a person of the joint wants it. */
  readonly system: string | null
  readonly mergedBy: string
  readonly at: string
  /** The version with which that system told it. */
  readonly version: string | null
}

interface LinkNow {
  readonly recordId: Id
  readonly system: string
  readonly kind: string
  readonly externalId: string
  readonly seen: string
  readonly base: Values
  readonly gone: boolean
  readonly born: string | null
}

interface RecordNow {
  readonly id: Id
  readonly kind: string
  readonly version: number
  readonly values: Values
}

/** Merges one after the other, since one may build on the one before. They are few. */
export async function mergeRecords(tx: Tx, by: Context, asked: readonly Asked[]): Promise<void> {
  for (const one of asked) await mergeRecord(tx, by, one)
}

async function mergeRecord(tx: Tx, by: Context, asked: Asked): Promise<void> {
  const { loser, winner, system } = asked
  const ids = uuidArray([loser, winner])
  const [records, links, writers] = await Promise.all([
    rows(
      tx,
      sql<RecordNow>`select id, kind, version, values from hub.record
                     where id = any(${ids}::uuid[]) and state = 'active' order by id for update`,
    ),
    rows(
      tx,
      sql<LinkNow>`select record_id, system, kind, external_id, seen, base, gone, born from hub.link
                   where record_id = any(${ids}::uuid[]) order by record_id, system for update`,
    ),
    loadWriters(tx),
  ])
  const [lost, kept] = [records.find(({ id }) => id === loser), records.find(({ id }) => id === winner)]
  // One of them has been merged or deleted by somebody else meanwhile.
  if (!lost || !kept) return
  const held = new Map(links.flatMap((link) => (link.recordId === winner ? [[link.system, link]] : [])))
  const mine = links.filter(({ recordId, gone }) => recordId === loser && !gone)
  const aliases = mine.filter((link) => held.has(link.system))
  const taken = mine.filter((link) => !held.has(link.system))
  const takers = new Set(writers.get(lost.kind) ?? [])
  await run(tx, sql`delete from hub.link where record_id = ${loser}`)
  await insertRows(
    tx,
    'hub.alias',
    aliases.map((link) => ({
      ...aliasOf(link, winner),
      intoId: held.get(link.system)?.externalId,
      there: link.system === system,
      seen: link.system === system ? (asked.version ?? link.seen) : link.seen,
      ...(link.system === system || !takers.has(link.system) ? NO_TASK : taskOf(link.system, lost, by)),
    })),
  )
  await insertRows(
    tx,
    'hub.link',
    taken.map((link) => ({ ...link, recordId: winner, linkedAt: by.now, linkedBy: 'merge' })),
  )
  await run(tx, sql`update hub.alias set record_id = ${winner} where record_id = ${loser}`)
  const able = await mergersOf(tx, lost.kind, system)
  const moved = await repointRecords(tx, lost.kind, loser, winner, null, able)
  await settleLoser(tx, by, lost, winner)
  await rewriteDeliveries(tx, by, kept, taken, moved, loser)
  await repointThere(tx, by, moved, able)
  if (system !== null) await lookAgain(tx, by, system, moved)
  await keepMerge(tx, by, asked, lost, kept, moved, taken)
}

function aliasOf({ system, kind, externalId, base, recordId }: LinkNow, winner: Id) {
  return { system, kind, externalId, base, loser: recordId, recordId: winner }
}

const NO_TASK = { task: null, key: null, dueAt: null }

/** The key looks like that of any write, so that its echo is known. */
function taskOf(system: string, { id, version }: RecordNow, by: Context) {
  return { task: 'merge', key: `${system}:${id}:${version + 1}`, dueAt: by.now }
}

/**
 * Writes one record's id in the place of another's, in all records that name it (or the given ones), in what was agreed
 * about them and in what is under way. Answers which records.
 */
export async function repointRecords(
  tx: Tx,
  kind: string,
  from: Id,
  to: Id,
  only: readonly Id[] | null,
  able: readonly string[],
): Promise<Id[]> {
  // Customers are named by a field that is indexed; other kinds are merged only when nothing names them.
  if (kind !== 'customer') return []
  const records = await rows(
    tx,
    sql<{ id: Id }>`
      update hub.record set values = jsonb_set(values, '{customer}', to_jsonb(${to}::text)), version = version + 1
      where customer = ${from}
        ${only === null ? sql`` : sql`and id = any(${uuidArray(only)}::uuid[])`}
      returning id`,
  )
  const ids = uuidArray(records.map(({ id }) => id))
  const renamed = (column: string) => sql`jsonb_set(${sql.raw(column)}, '{customer}', to_jsonb(${to}::text))`
  await Promise.all([
    run(
      tx,
      sql`update hub.link set base = ${renamed('base')}
          where record_id = any(${ids}::uuid[]) and system = any(${textArray(able)}::text[]) and base ->> 'customer' = ${from}`,
    ),
    run(
      tx,
      sql`update hub.delivery set sent = ${renamed('sent')}
          where record_id = any(${ids}::uuid[]) and system = any(${textArray(able)}::text[]) and state = 'sending'
            and sent ->> 'customer' = ${from}`,
    ),
  ])
  return records.map(({ id }) => id)
}

/** The systems that re-point what refers to a document they merge; in the others we do it, document by document. */
export async function mergersOf(tx: Tx, kind: string, system: string | null): Promise<string[]> {
  const found = await rows(
    tx,
    sql<{ name: string }>`
      select name from hub.system where name = ${system} or coalesce((capabilities -> ${kind} ->> 'merge')::boolean, false)`,
  )
  return found.map(({ name }) => name)
}

/** Documents in systems that do not re-point them by themselves are written like any others. */
export async function repointThere(tx: Tx, by: Context, moved: readonly Id[], able: readonly string[]): Promise<void> {
  if (moved.length === 0) return
  const [links, writers] = await Promise.all([
    rows(
      tx,
      sql<{ system: string; kind: string; recordId: Id }>`
        select system, kind, record_id from hub.link
        where record_id = any(${uuidArray(moved)}::uuid[]) and system <> all(${textArray(able)}::text[]) and not gone`,
    ),
    loadWriters(tx),
  ])
  const taken = links.filter(({ system, kind }) => writers.get(kind)?.includes(system))
  await wantIn(
    tx,
    by,
    taken.map((link) => ({ ...link, version: 1, changeId: null })),
  )
}

async function settleLoser(tx: Tx, by: Context, { id, kind }: RecordNow, winner: Id): Promise<void> {
  // What is under way is answered by nobody any more: the document it makes or changes is merged, too.
  const unanswered = await rows(
    tx,
    sql<{ id: Id }>`
      update hub.delivery set state = 'superseded', done_at = ${by.now} where record_id = ${id} and state = 'sending' returning id`,
  )
  await closeOver(tx, by, unanswered, 'merged')
  await Promise.all([
    run(
      tx,
      sql`update hub.record set state = 'merged', merged_into = ${winner}, version = version + 1, updated_at = ${by.now} where id = ${id}`,
    ),
    run(tx, sql`delete from hub.record_key where kind = ${kind} and record_id = ${id}`),
    run(
      tx,
      sql`update hub.duplicate set state = 'superseded', version = version + 1, updated_at = ${by.now}, updated_by = ${by.actor.id}
          where state = 'open' and type = 'merge' and ((record = ${id} and own_record = ${winner}) or (record = ${winner} and own_record = ${id}))`,
    ),
    run(
      tx,
      sql`update hub.conflict set state = 'superseded', version = version + 1, updated_at = ${by.now}, updated_by = ${by.actor.id}
          where record = ${id} and state = 'open'`,
    ),
  ])
}

/** Nothing more goes to the losing one; its documents that became the other's are given that one's values. */
async function rewriteDeliveries(
  tx: Tx,
  by: Context,
  kept: RecordNow,
  taken: readonly LinkNow[],
  moved: readonly Id[],
  loser: Id,
): Promise<void> {
  const deliveries = taken.map(({ system, kind }): NewDelivery => {
    return { system, kind, recordId: kept.id, version: kept.version, changeId: null }
  })
  await replaceDeliveries(tx, by, [loser], [])
  if (taken.length > 0) await wantIn(tx, by, deliveries)
  await tryAgain(tx, by, moved, loser)
}

/** Deliveries in the place of those of the same records that wait for the same systems. */
export async function wantIn(tx: Tx, by: Context, deliveries: readonly NewDelivery[]): Promise<void> {
  if (deliveries.length === 0) return
  const keys = deliveries.map(({ recordId, system }) => ({ recordId, system }))
  const superseded = await rows(
    tx,
    sql<{ id: Id }>`
      update hub.delivery d set state = 'superseded', waits_for = null, done_at = ${by.now}
      from ${given(keys, 'record_id uuid, system text')}
      where d.record_id = given.record_id and d.system = given.system and d.state in ('pending', 'waiting', 'parked', 'stays')
      returning d.id`,
  )
  await closeOver(tx, by, superseded, 'superseded')
  await replaceDeliveries(tx, by, [], deliveries)
  // To another document than before, and perhaps the same version of the record: it is another write all the same.
  await run(
    tx,
    sql`update hub.delivery d set round = 1 + sent.round
        from ${given(keys, 'record_id uuid, system text')}, lateral (
          select max(o.round) as round from hub.delivery o
          where o.record_id = given.record_id and o.system = given.system and o.sent_at is not null) sent
        where d.record_id = given.record_id and d.system = given.system and d.state = 'pending' and sent.round is not null`,
  )
}

/** What was refused or waited because of the old reference is looked at anew. */
export async function tryAgain(tx: Tx, by: Context, records: readonly Id[], reference: Id): Promise<void> {
  const again = await rows(
    tx,
    sql<{ id: Id }>`
      update hub.delivery d set state = 'pending', waits_for = null, due_at = ${by.now}
      where ((d.record_id = any(${uuidArray(records)}::uuid[]) and d.state = 'parked'
              and not exists (select from hub.delivery o where o.record_id = d.record_id and o.system = d.system and o.state in ('pending', 'waiting')))
          or (d.state in ('waiting', 'stays') and d.waits_for = ${reference}))
      returning id`,
  )
  await closeOver(tx, by, again, 'merged')
}

function closeOver(tx: Tx, by: Context, deliveries: readonly { readonly id: Id }[], reason: string): Promise<void> {
  const ids = deliveries.map(({ id }) => id)
  return closeEntries(tx, by, 'delivery', ids, reason)
}

async function keepMerge(
  tx: Tx,
  by: Context,
  asked: Asked,
  lost: RecordNow,
  kept: RecordNow,
  moved: readonly Id[],
  taken: readonly LinkNow[],
): Promise<void> {
  const id = by.newId()
  const stamp = { id, version: 1, createdAt: by.now, createdBy: by.actor.id, updatedAt: by.now, updatedBy: by.actor.id }
  const [subject, intoSubject] = [subjectOf(lost.values, null), subjectOf(kept.values, null)]
  const links = taken.map(({ system, externalId }) => ({ system, externalId }))
  const { loser, winner, system, mergedBy, at } = asked
  const row = {
    kind: lost.kind,
    subject,
    intoSubject,
    loser,
    winner,
    system,
    mergedBy,
    mergedAt: at,
    moved,
    links,
    state: 'merged',
  }
  await insertRows(tx, 'hub.merge', [{ ...stamp, ...row }])
  const payload = { kind: lost.kind, subject, intoSubject, moved: moved.length } as Json
  const event = { document: 'merge', documentId: id, documentVersion: 1, type: 'records-merged', payload }
  await appendEvents(tx, 'hub', by, [event])
}
