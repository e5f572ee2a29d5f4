/**
 * Taking deliveries to write: leased by this worker for a while. One whose lease ran out was perhaps written: its system
 * is asked what became of it before anything else.
 */
import { rows, run, sql, type Tx, textArray, uuidArray } from '@tandem/db'
import type { Id, Instant, Json } from '@tandem/kernel'
import type { Values, Write } from '../connector.ts'
import { LOST_ITS_ID } from '../deletions/given-away.ts'
import { pullDeliveriesForward } from '../flows/pull-forward.ts'
import { allowedWrites, spend } from '../flows/quota.ts'
import { mapReferences, referencesIn } from '../identity/references.ts'
import { closeEntries } from '../inbox/open.ts'
import { kindOf } from '../kinds.ts'
import { callFor, stayingAway, staysWith } from '../ownership/staying.ts'
import { type Engine, jointContext, later, step } from './engine.ts'
import { among, given, meeting } from './sets.ts'
import { differingFields } from './values.ts'
import { type Leased, writeKey } from './write-key.ts'

interface DueRow {
  readonly id: Id
  readonly kind: string
  readonly recordId: Id
  readonly version: number
  readonly round: number
  readonly attempts: number
  readonly priority: number
  readonly values: Values
  readonly disputed: readonly string[]
  readonly externalId: string | null
  readonly seen: string | null
  readonly base: Values | null
  readonly state: 'active' | 'deleted'
  readonly gone: boolean | null
}

/** Only writes of one kind, also when that is paused: to try whether it is well again. */
export interface Only {
  readonly kind: string
  readonly most: number
}

/** How long a delivery waits for a reference before it looks again by itself; it is woken when the reference appears. */
const WAITING_MS = 30_000

/** Leases the next due deliveries to a system, the most urgent first, each record's in order. */
export function leaseDue(
  engine: Engine,
  system: string,
  held: readonly string[],
  only?: Only,
): Promise<{ leased: Leased[]; settled: number }> {
  return step(
    engine,
    async (tx) => {
      const most = only?.most ?? engine.systems.get(system)?.capabilities.batch ?? 1
      const [allowed] = await Promise.all([allowedWrites(tx, engine, system, most), engine.book.refresh(tx)])
      const due = allowed === 0 ? [] : await loadDue(tx, engine, system, held, allowed, only)
      if (due.length === 0) return { leased: [], settled: 0 }
      const { external, gone } = await externalIds(
        tx,
        system,
        due.map(({ kind, values }) => ({ kind, values })),
      )
      const until = later(engine.now(), engine.limits.leaseMs)
      const staying = await stayingAway(tx, engine, system, absentOf(due, external))
      const decided = due.map((row) => decide(system, { ...row, until }, { external, gone, staying }))
      await Promise.all([writeLeases(tx, engine, decided), closeIdle(tx, engine, decided)])
      const leased = decided.flatMap((one) => (one.state === 'sending' && one.leased ? [one.leased] : []))
      await Promise.all([
        spend(tx, engine, system, leased.length),
        pullDeliveriesForward(tx, system, waitingOf(decided, due)),
        callFor(tx, system, calledBy(decided, staying), engine.now()),
      ])
      return { leased, settled: decided.length - leased.length }
    },
    'durable',
  )
}

/** Records without a document in the system: those that would be made there, and those they name. */
function absentOf(due: readonly DueRow[], external: ReadonlyMap<string, string>): Id[] {
  return due.flatMap(({ kind, recordId, externalId, values }) => {
    const named = referencesIn(kindOf(kind).fields, values).flatMap(({ id }) => (external.has(id) ? [] : [id as Id]))
    return externalId === null ? [recordId, ...named] : named
  })
}

/** Records that stay and are waited for: with that, their rule may let them go. */
function calledBy(decided: readonly Decided[], staying: ReadonlySet<Id>): Id[] {
  return decided.flatMap(({ state, waitsFor }) => (state === 'waiting' && staying.has(waitsFor as Id) ? [waitsFor as Id] : []))
}

function waitingOf(decided: readonly Decided[], due: readonly DueRow[]) {
  return decided.flatMap(({ state, waitsFor }, i) =>
    state !== 'waiting' || waitsFor === null ? [] : [{ waitsFor, priority: due[i]?.priority ?? 0 }],
  )
}

function loadDue(
  tx: Tx,
  engine: Engine,
  system: string,
  held: readonly string[],
  limit: number,
  only: Only | undefined,
): Promise<DueRow[]> {
  return rows(
    tx,
    sql<DueRow>`
      select due.id, due.kind, due.record_id, r.version, due.round, due.attempts, due.priority, r.values, r.disputed, r.state,
             l.external_id, l.seen, l.base, l.gone
      from (
        select d.id, d.seq, d.kind, d.record_id, d.round, d.attempts, d.priority from hub.delivery d
        where d.system = ${system} and d.state = 'pending' and d.due_at <= ${engine.now()}
          and d.kind <> all(${textArray(held)}::text[]) and ${flowing(system, only)}
          and exists (select from hub.system s where s.name = d.system and s.state = 'active')
          -- The offset keeps these from being made joins: then all that is being sent was read for each.
          and not exists (
            select from hub.delivery o
            where o.record_id = d.record_id and o.system = d.system and o.state = 'sending' offset 0)
          and not exists (
            select from hub.duplicate u
            where u.record = d.record_id and u.system = d.system and u.state = 'open' and u.type = 'link' offset 0)
        order by d.priority, d.seq limit ${limit} for update of d skip locked
      ) due
      join hub.record r on r.id = due.record_id
      left join hub.link l on l.record_id = due.record_id and l.system = ${system}
      order by due.priority, due.seq`,
  )
}

/** The kinds that are not paused; or the one that is asked for, paused or not. */
function flowing(system: string, only: Only | undefined): ReturnType<typeof sql> {
  return only
    ? sql`d.kind = ${only.kind}`
    : sql`d.kind <> all(array(
        select f.kind from hub.flow f where f.system = ${system} and f.direction = 'out' and f.state = 'paused'))`
}

/** External ids in a system of every record that some values refer to. */
async function externalIds(
  tx: Tx,
  system: string,
  documents: readonly { readonly kind: string; readonly values: Values }[],
): Promise<Pick<There, 'external' | 'gone'>> {
  const ids = new Set(documents.flatMap(({ kind, values }) => referencesIn(kindOf(kind).fields, values).map(({ id }) => id)))
  if (ids.size === 0) return { external: new Map(), gone: new Set() }
  const found = await rows(
    tx,
    sql<{ recordId: Id; externalId: string; gone: boolean }>`
      select l.record_id, l.external_id, l.gone from hub.link l
      where l.system = ${system} and l.record_id = any(${uuidArray([...ids])}::uuid[]) and not ${LOST_ITS_ID}`,
  )
  return {
    external: new Map(found.map(({ recordId, externalId }) => [recordId, externalId])),
    gone: new Set(found.flatMap((link) => (link.gone ? [link.recordId] : []))),
  }
}

interface Decided {
  readonly id: Id
  readonly state: 'sending' | 'waiting' | 'stays' | 'done'
  readonly version: number
  readonly waitsFor: string | null
  readonly leased?: Leased
}

interface There {
  /** External ids of what is or was there, by record. */
  readonly external: ReadonlyMap<string, string>
  /** Records whose document there is deleted: its id may be another's any moment. */
  readonly gone: ReadonlySet<string>
  /** Records that may not be made there now. */
  readonly staying: ReadonlySet<Id>
}

function decide(system: string, row: DueRow & { readonly until: Instant }, there: There): Decided {
  const { external, staying } = there
  const { id, version } = row
  const done: Decided = { id, state: 'done', version, waitsFor: null }
  if (row.gone || (row.state === 'deleted' && !row.base)) return done
  if (row.state === 'deleted') {
    const deleting = { ...row, sent: row.base ?? {}, changed: [], deletes: true }
    return { id, state: 'sending', version, waitsFor: null, leased: leasedOf(system, deleting, external) }
  }
  const sent = withoutDisputed(row)
  const missing = missingAmong(row.kind, sent, there)
  if (row.externalId === null && staying.has(row.recordId)) return { id, state: 'stays', version, waitsFor: null }
  if (missing) {
    const stays = staying.has(missing.id as Id) && staysWith(row.kind, missing)
    return { id, state: stays ? 'stays' : 'waiting', version, waitsFor: missing.id }
  }
  const changed = row.base ? differingFields(row.base, sent) : Object.keys(sent)
  if (changed.length === 0) return done
  const deleted = deletedAmong(row.kind, sent, changed, there)
  if (deleted) return { id, state: 'waiting', version, waitsFor: deleted.id }
  return { id, state: 'sending', version, waitsFor: null, leased: leasedOf(system, { ...row, sent, changed }, external) }
}

/** The first record that a document names and that has none there. */
function missingAmong(kind: string, sent: Values, { external }: Pick<There, 'external'>) {
  return referencesIn(kindOf(kind).fields, sent).find(({ id }) => !external.has(id))
}

/** The first record that a write is to name and whose document there is deleted. */
function deletedAmong(kind: string, sent: Values, changed: readonly string[], { gone }: Pick<There, 'gone'>) {
  return referencesIn(kindOf(kind).fields, pick(sent, changed)).find(({ id }) => gone.has(id))
}

function pick(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]))
}

/** A field that waits for a person stays as it is there. */
function withoutDisputed(row: DueRow): Values {
  if (row.disputed.length === 0 || !row.base) return row.values
  const kept = row.disputed.map((field): [string, Json] => [field, row.base?.[field] ?? null])
  return { ...row.values, ...Object.fromEntries(kept) }
}

export type Sendable = Pick<
  DueRow,
  'id' | 'kind' | 'recordId' | 'version' | 'round' | 'attempts' | 'priority' | 'externalId' | 'seen'
> & {
  readonly sent: Values
  readonly changed: readonly string[]
  readonly until: Instant
  readonly deletes?: boolean
}

/** A write under way, out of a delivery and what it refers to in that system. */
export function leasedOf(system: string, row: Sendable, external: ReadonlyMap<string, string>): Leased {
  const { id, kind, recordId, version, round, attempts, priority, sent, changed, seen, externalId, until, deletes = false } = row
  const write: Write = {
    key: writeKey({ system, recordId, version, round }),
    ...(externalId === null ? {} : { externalId }),
    ...(seen === null ? {} : { seen }),
    ...(deletes ? { delete: true as const } : {}),
    values: mapReferences(kindOf(kind).fields, sent, (reference) => external.get(reference.id) ?? ''),
    changed,
  }
  return {
    id,
    kind,
    recordId,
    version,
    attempts: attempts + 1,
    priority,
    until,
    sent,
    changed,
    sentSeen: seen,
    deletes,
    write,
    linkedMeanwhile: false,
    sentBefore: false,
    lacks: null,
  }
}

/** What a person tried again and needs no write any more is nobody's trouble. */
async function closeIdle(tx: Tx, engine: Engine, decided: readonly Decided[]): Promise<void> {
  const idle = decided.flatMap(({ id, state }) => (state === 'done' || state === 'stays' ? [id] : []))
  await closeEntries(tx, jointContext(engine), 'delivery', idle, 'nothing to write')
}

function writeLeases(tx: Tx, engine: Engine, decided: readonly Decided[]): Promise<unknown> {
  const now = engine.now()
  const rowsOf = decided.map(({ id, state, version, waitsFor, leased }) => ({
    id,
    state,
    version,
    waitsFor,
    dueAt: state === 'waiting' ? later(now, WAITING_MS) : state === 'sending' ? later(now, engine.limits.leaseMs) : now,
    attempts: leased ? 1 : 0,
    sent: leased?.sent ?? null,
    changed: leased?.changed ?? null,
    sentSeen: leased?.sentSeen ?? null,
    deletes: leased?.deletes ?? false,
  }))
  return meeting(tx, rowsOf.length, () =>
    run(
      tx,
      sql`update hub.delivery d set state = given.state, version = given.version, waits_for = given.waits_for,
               due_at = given.due_at, attempts = d.attempts + given.attempts, worker = ${engine.worker}, sent = given.sent,
               changed = given.changed, sent_seen = given.sent_seen, deletes = given.deletes, reason = null, names_given_away = false,
               sent_mark = (select nextval('hub.write_mark')),
               sent_at = case when given.state = 'sending' then ${now}::timestamptz end,
               done_at = case when given.state = 'done' then ${now}::timestamptz end
        from ${given(
          rowsOf,
          `id uuid, state text, version integer, waits_for text, due_at timestamptz, attempts integer, sent jsonb,
           changed text[], sent_seen text, deletes boolean`,
        )}
        where d.id = given.id and d.id = ${among(rowsOf.map(({ id }) => id))}`,
    ),
  )
}

/** Takes over writes whose lease ran out: nobody knows what became of them. */
export function leaseExpired(engine: Engine, system: string, only?: Only): Promise<Leased[]> {
  return step(engine, async (tx) => {
    const now = engine.now()
    const limit = only?.most ?? engine.systems.get(system)?.capabilities.batch ?? 1
    // Chosen first: inside of a condition they may be chosen anew for each row, which is more of them than the limit.
    const expired = await rows(
      tx,
      sql<Sendable & { sentSeen: string | null }>`
        with due as (
          select id from hub.delivery d
          where system = ${system} and state = 'sending' and due_at <= ${now} and ${flowing(system, only)}
            and exists (select from hub.system s where s.name = ${system} and s.state = 'active')
          order by due_at, seq limit ${limit} for update skip locked),
        taken as (
          update hub.delivery d set worker = ${engine.worker}, due_at = ${later(now, engine.limits.leaseMs)}, attempts = d.attempts + 1
          from due where d.id = due.id
          returning d.id, d.seq, d.kind, d.record_id, d.version, d.round, d.attempts - 1 as attempts, d.priority, d.sent, d.changed,
                    d.sent_seen, d.deletes)
        select t.*, t.sent_seen as seen, l.external_id from taken t
        left join hub.link l on l.record_id = t.record_id and l.system = ${system}
        order by t.priority, t.seq`,
    )
    const there = await externalIds(
      tx,
      system,
      expired.map(({ kind, sent }) => ({ kind, values: sent })),
    )
    return expired.map((row) => {
      const isCreation = row.seen === null
      const leased = leasedOf(
        system,
        { ...row, until: later(engine.now(), engine.limits.leaseMs), externalId: isCreation ? null : row.externalId },
        there.external,
      )
      const { kind, sent, changed } = row
      const lacking = row.deletes ? undefined : (missingAmong(kind, sent, there) ?? deletedAmong(kind, sent, changed, there))
      const lacks = (lacking?.id ?? null) as Id | null
      return { ...leased, linkedMeanwhile: isCreation && row.externalId !== null, sentBefore: true, lacks }
    })
  })
}
