/**
 * The short way to a system: documents that are new to everybody need no place in the queue. They are leased by the worker
 * that plans them, in the same transaction, and written right after its commit.
 */
import { insertRows, rows, run, sql, type Tx, textArray, uuidArray } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import { referencesIn } from '../identity/references.ts'
import { kindOf } from '../kinds.ts'
import { type Engine, later } from './engine.ts'
import { leasedOf } from './lease.ts'
import type { Batch, RecordState } from './plan-batch.ts'
import { given } from './sets.ts'
import type { Leased } from './write-key.ts'

export interface NewDelivery {
  readonly system: string
  readonly kind: string
  readonly recordId: Id
  readonly version: number
  readonly changeId: Id | null
}

export interface Lanes {
  /** For the queue. */
  readonly slow: readonly NewDelivery[]
  /** Leased already. */
  readonly fast: readonly Fast[]
}

interface Fast {
  readonly delivery: NewDelivery
  readonly leased: Leased
  readonly mark: number
}

/** At most so many batches wait in a worker for its system: leases are not to run out while they do. */
const BATCHES_AT_HAND = 2

export async function chooseLanes(tx: Tx, batch: Batch, deliveries: readonly NewDelivery[]): Promise<Lanes> {
  const { engine, records } = batch
  // New to everybody and to this system: what another document there has just been taken for is changed, not made.
  const fresh = deliveries.filter(({ recordId, system }) => {
    const record = records.get(recordId)
    return record?.before === undefined && !record?.links.has(system)
  })
  if (!fresh.some(({ system }) => roomAt(engine, system) > 0)) return { slow: deliveries, fast: [] }
  const referred = fresh.flatMap(({ kind, recordId }) =>
    referencesIn(kindOf(kind).fields, (records.get(recordId) as RecordState).values).map(({ id }) => id),
  )
  const [open, external] = await Promise.all([openFlows(tx, fresh), externalIds(tx, fresh, referred)])
  const room = new Map([...engine.systems.keys()].map((system) => [system, roomAt(engine, system)]))
  const fast = new Map<NewDelivery, Fast>()
  for (const delivery of fresh) {
    const { system, kind, recordId } = delivery
    const mark = open.get(`${system} ${kind}`)
    const known = external.get(system) ?? new Map<string, string>()
    const { values } = records.get(recordId) as RecordState
    const free = room.get(system) ?? 0
    if (mark === undefined || free <= 0) continue
    if (!referencesIn(kindOf(kind).fields, values).every(({ id }) => known.has(id))) continue
    room.set(system, free - 1)
    fast.set(delivery, { delivery, mark, leased: leaseOf(engine, batch, delivery, known) })
  }
  return { slow: deliveries.filter((delivery) => !fast.has(delivery)), fast: [...fast.values()] }
}

function roomAt(engine: Engine, system: string): number {
  const batch = engine.systems.get(system)?.capabilities.batch ?? 1
  return BATCHES_AT_HAND * batch - (engine.atHand.get(system)?.length ?? 0)
}

function leaseOf(engine: Engine, batch: Batch, delivery: NewDelivery, external: ReadonlyMap<string, string>): Leased {
  const { system, kind, recordId, version } = delivery
  const { values } = batch.records.get(recordId) as RecordState
  const { priority } = kindOf(kind)
  const about = { id: engine.newId(), kind, recordId, version, round: 0, attempts: 0, priority, externalId: null, seen: null }
  const until = later(engine.now(), engine.limits.leaseMs)
  return leasedOf(system, { ...about, until, sent: values, changed: Object.keys(values) }, external)
}

/** The kinds that may be created in systems now, with the mark at which these creations begin. */
async function openFlows(tx: Tx, deliveries: readonly NewDelivery[]): Promise<Map<string, number>> {
  const flows = new Map(deliveries.map(({ system, kind }) => [`${system} ${kind}`, { system, kind }]))
  const found = await rows(
    tx,
    sql<{ system: string; kind: string; mark: number }>`
      select given.system, given.kind, nextval('hub.write_mark') as mark
      from ${given([...flows.values()], 'system text, kind text')}
      join hub.system s on s.name = given.system and s.state = 'active'
      where not exists (select from hub.cursor c where c.system = given.system and c.kind = given.kind and not c.ready)
        and not exists (select from hub.flow f where f.system = given.system and f.kind = given.kind and f.direction = 'out'
                        and f.state = 'paused')
        -- A quota is counted where writes are leased from the queue.
        and not exists (select from hub.quota q where q.system = given.system)`,
  )
  return new Map(found.map(({ system, kind, mark }) => [`${system} ${kind}`, mark]))
}

async function externalIds(
  tx: Tx,
  deliveries: readonly NewDelivery[],
  recordIds: readonly string[],
): Promise<Map<string, Map<string, string>>> {
  const bySystem = new Map<string, Map<string, string>>()
  if (recordIds.length === 0) return bySystem
  const systems = [...new Set(deliveries.map(({ system }) => system))]
  const found = await rows(
    tx,
    sql<{ system: string; recordId: Id; externalId: string }>`
      select system, record_id, external_id from hub.link
      where record_id = any(${uuidArray([...new Set(recordIds)])}::uuid[]) and system = any(${textArray(systems)}::text[])`,
  )
  for (const { system, recordId, externalId } of found) {
    const known = bySystem.get(system) ?? new Map<string, string>()
    bySystem.set(system, known.set(recordId, externalId))
  }
  return bySystem
}

/** Keeps leases that begin with their planning. The commit waits for the disk: writing begins right after it. */
export async function insertLeased(tx: Tx, engine: Engine, fast: readonly Fast[]): Promise<void> {
  if (fast.length === 0) return
  const now = engine.now()
  await Promise.all([
    run(tx, sql`set local synchronous_commit = on`),
    insertRows(
      tx,
      'hub.delivery',
      fast.map(({ delivery, leased, mark }) => ({
        ...delivery,
        id: leased.id,
        priority: leased.priority,
        state: 'sending',
        attempts: leased.attempts,
        dueAt: later(now, engine.limits.leaseMs),
        worker: engine.worker,
        sent: leased.sent,
        changed: leased.changed,
        sentMark: mark,
        createdAt: now,
        sentAt: now,
      })),
    ),
  ])
}

/** Gives leases to whoever pushes to their systems in this process. */
export function handOver(engine: Engine, fast: readonly Fast[]): void {
  for (const { delivery, leased } of fast) {
    const atHand = engine.atHand.get(delivery.system)
    if (atHand) atHand.push(leased)
    else engine.atHand.set(delivery.system, [leased])
  }
}

const LONGEST_WAIT_MS = 200
const LOOK_MS = 2

/**
 * Waits, not for long, until the writes at hand have become few: so that a first load goes the short way, page by page,
 * instead of filling the queue. A system that does not keep up gets the rest from the queue.
 */
export async function waitForRoom(engine: Engine): Promise<void> {
  const isFull = () => [...engine.systems.keys()].some((system) => roomAt(engine, system) < engine.limits.pullPage)
  for (let waited = 0; waited < LONGEST_WAIT_MS && isFull(); waited += LOOK_MS) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

/** Takes the next leases at hand for a system, at most a batch. */
export function takeAtHand(engine: Engine, system: string): Leased[] {
  return engine.atHand.get(system)?.splice(0, engine.systems.get(system)?.capabilities.batch ?? 1) ?? []
}
