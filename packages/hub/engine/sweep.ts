/**
 * What nobody wakes: waiting things whose reference appeared in the very moment they lay down to wait, systems whose stock
 * has now been read completely, and things that have waited too long. Looked after now and then, and before idling.
 */
import { insertRows, rows, run, sql, type Tx, uuidArray } from '@tandem/db'
import type { Id, Instant } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { openEntries, type Trouble, troubleOfWaiting } from '../inbox/open.ts'
import { kindOf } from '../kinds.ts'
import { foldLinkCounts } from '../systems/link-counts.ts'
import { type Engine, jointContext, later, step } from './engine.ts'
import { CREATING, SENDING } from './under-way.ts'

/** Kinds that may not be written to a system yet, by system: its own stock of them is not read and planned completely. */
export type Held = ReadonlyMap<string, readonly string[]>

/** Answers how many things go on now. */
export async function sweep(engine: Engine): Promise<number> {
  const woken = await step(engine, async (tx) => {
    const [changes, deliveries] = await Promise.all([wakeResolvedChanges(tx), wakeResolvedDeliveries(tx, engine.now())])
    await Promise.all([showLongWaits(tx, engine), foldLinkCounts(tx)])
    return { changes, deliveries }
  })
  if (woken.changes > 0) engine.wake.plan()
  if (woken.deliveries > 0) for (const system of engine.systems.keys()) engine.wake.push(system)
  return woken.changes + woken.deliveries
}

function wakeResolvedChanges(tx: Tx): Promise<number> {
  return run(
    tx,
    sql`update hub.change set state = 'new', waits_kind = null, waits_for = null where id in (
          select c.id from hub.change c
          where c.state = 'waiting' and (
            exists (select from hub.link l where l.system = c.system and l.kind = c.waits_kind and l.external_id = c.waits_for)
            or (c.waits_for = ${CREATING} and not exists (
              select from hub.delivery d where d.system = c.system and d.kind = c.kind and d.state = 'sending' and d.sent_seen is null
                and d.sent_mark <= c.kept_mark))
            or (c.waits_for = ${SENDING} and not exists (
              select from hub.link l join hub.delivery d on d.record_id = l.record_id and d.system = l.system and d.state = 'sending'
              where l.system = c.system and l.kind = c.kind and l.external_id = c.external_id)))
          order by c.id for update skip locked)`,
  )
}

/** What they wait for is read as an id first: behind row-level security a cast beside the join had all links gone through for each. */
function wakeResolvedDeliveries(tx: Tx, now: Instant): Promise<number> {
  return run(
    tx,
    sql`update hub.delivery set state = 'pending', waits_for = null, due_at = ${now} where id in (
          with held as materialized (${heldIn('waiting')} union all ${heldIn('stays')})
          select d.id from held join hub.delivery d on d.id = held.id
          where exists (
            select from hub.link l where l.system = held.system and l.record_id = held.waits_for and not l.gone offset 0)
          order by d.id for update of d skip locked)`,
  )
}

/** One state at a time: each has a small index of its own, both together would go through all deliveries there ever were. */
function heldIn(state: 'waiting' | 'stays'): ReturnType<typeof sql> {
  return sql`select id, system, waits_for::uuid as waits_for from hub.delivery
             where state = ${sql.lit(state)} and waits_for is not null`
}

/** At most so many entries at once: the first of many show what is wrong. */
const SHOWN_AT_ONCE = 100

async function showLongWaits(tx: Tx, engine: Engine): Promise<void> {
  const since = later(engine.now(), -engine.limits.waitingTooLongMs)
  const [changes, deliveries] = await Promise.all([
    rows(
      tx,
      sql<Parameters<typeof troubleOfWaiting>[0]>`
        select c.id, c.system, c.kind, c.external_id, c.values, c.waits_kind, c.waits_for from hub.change c
        where c.state = 'waiting' and c.pulled_at < ${since} and c.waits_for not in (${CREATING}, ${SENDING})
          and not exists (select from hub.inbox_entry e where e.change = c.id and e.state in ('open', 'ignored'))
        order by c.seq limit ${SHOWN_AT_ONCE}`,
    ),
    waitingDeliveries(tx, since),
  ])
  await openEntries(tx, jointContext(engine), [...changes.map(troubleOfWaiting), ...deliveries.map(troubleOfDelivery)])
}

/** The records are read after, by their ids: in a join with them, all that there are were gone through for the few that wait. */
async function waitingDeliveries(tx: Tx, since: Instant): Promise<WaitingDelivery[]> {
  const waiting = await rows(
    tx,
    sql<Omit<WaitingDelivery, 'values' | 'missingKind' | 'missing'> & { waitsFor: string }>`
      select d.id, d.system, d.kind, d.record_id, d.waits_for from hub.delivery d
      where d.state = 'waiting' and d.created_at < ${since}
        and not exists (select from hub.inbox_entry e where e.delivery = d.id and e.state in ('open', 'ignored') offset 0)
      order by d.seq limit ${SHOWN_AT_ONCE}`,
  )
  if (waiting.length === 0) return []
  const ids = new Set(waiting.flatMap(({ recordId, waitsFor }) => [recordId, waitsFor]))
  const named = await rows(
    tx,
    sql<{ id: string; kind: string; values: Values }>`
      select id, kind, values from hub.record where id = any(${uuidArray([...ids])}::uuid[])`,
  )
  const records = new Map(named.map((record) => [record.id, record]))
  return waiting.flatMap(({ waitsFor, ...delivery }) => {
    const [own, missing] = [records.get(delivery.recordId), records.get(waitsFor)]
    return own && missing ? [{ ...delivery, values: own.values, missingKind: missing.kind, missing: missing.values }] : []
  })
}

interface WaitingDelivery {
  readonly id: Id
  readonly system: string
  readonly kind: string
  readonly recordId: Id
  readonly values: Values
  readonly missingKind: string
  readonly missing: Values
}

function troubleOfDelivery(delivery: WaitingDelivery): Trouble {
  const { id, system, kind, recordId, values, missingKind, missing } = delivery
  const name = missing.number ?? missing.code ?? missing.name ?? missing.line1 ?? '?'
  return {
    code: 'joint/reference-not-there',
    details: { system, kind, missingKind, missing: name },
    system,
    kind,
    values,
    externalId: null,
    record: recordId,
    change: null,
    delivery: id,
  }
}

/**
 * Marks the kinds of systems whose stock has been read and planned completely; what the joint knows beyond that is then
 * wanted there. Answers what is still held.
 */
export async function openFlows(engine: Engine): Promise<Held> {
  const { held, opened, limited } = await step(engine, async (tx) => {
    const opened = await rows(
      tx,
      sql<{ system: string; kind: string }>`
        update hub.cursor set ready = true where (system, kind) in (
          select c.system, c.kind from hub.cursor c
          where c.complete and not c.ready
            and not exists (select from hub.change n where n.system = c.system and n.kind = c.kind and n.state = 'new')
            and not exists (select from hub.change n where n.system = c.system and n.kind = c.kind and n.state = 'recheck')
          order by c.system, c.kind for update skip locked)
        returning system, kind`,
    )
    for (const { system, kind } of opened) await fillUp(tx, engine, system, kind)
    const held = await rows(tx, sql<{ system: string; kind: string }>`select system, kind from hub.cursor where not ready`)
    const limited = await rows(tx, sql<{ system: string }>`select distinct system from hub.quota`)
    return { held, opened, limited }
  })
  engine.controls.limited.clear()
  for (const { system } of limited) engine.controls.limited.add(system)
  for (const { system } of opened) engine.wake.push(system)
  return new Map(
    [...engine.systems.keys()].map((system) => [system, held.flatMap((row) => (row.system === system ? [row.kind] : []))]),
  )
}

/** A system that was joined later gets every record that it does not have. */
async function fillUp(tx: Tx, engine: Engine, system: string, kind: string): Promise<void> {
  const capability = engine.systems.get(system)?.capabilities.kinds[kind as keyof object]
  if (!(capability as { write?: boolean } | undefined)?.write) return
  const missing = await rows(
    tx,
    sql<{ id: Id; version: number }>`
      select r.id, r.version from hub.record r
      where r.kind = ${kind} and r.state = 'active' and not exists (select from hub.link l where l.record_id = r.id and l.system = ${system})
        and not exists (select from hub.delivery d where d.record_id = r.id and d.system = ${system}
                        and d.state in ('pending', 'waiting', 'sending', 'parked', 'stays'))
      order by r.id`,
  )
  const now = engine.now()
  await insertRows(
    tx,
    'hub.delivery',
    missing.map(({ id, version }) => {
      const about = { system, kind, recordId: id, version, changeId: null, priority: kindOf(kind).priority }
      return { ...about, id: engine.newId(), state: 'pending', dueAt: now, createdAt: now }
    }),
  )
}
