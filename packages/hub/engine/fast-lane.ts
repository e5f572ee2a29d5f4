/**
 * The short way to a system: documents that are new to everybody need no place in the queue. They are leased by the worker
 * that plans them, in the same transaction, and written right after its commit.
 */
import { run, sql, type Tx } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { referencesIn } from '../identity/references.ts'
import { kindOf } from '../kinds.ts'
import { type Engine, later } from './engine.ts'
import type { Addition } from './insert-made.ts'
import { leasedOf } from './lease.ts'
import type { Batch, RecordState } from './plan-batch.ts'
import type { Known } from './plan-load.ts'
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

export function chooseLanes({ engine, records, known, flows }: Batch, deliveries: readonly NewDelivery[]): Lanes {
  // What may have to stay alone is looked at in the queue.
  if (engine.book.somethingStays()) return { slow: deliveries, fast: [] }
  const room = new Map([...engine.systems.keys()].map((system) => [system, roomAt(engine, system)]))
  const fast = new Map<NewDelivery, Fast>()
  for (const delivery of deliveries) {
    const { system, kind, recordId } = delivery
    const record = records.get(recordId) as RecordState
    const mark = flows.get(`${system} ${kind}`)
    const free = room.get(system) ?? 0
    // New to everybody and to this system: what another document there has just been taken for is changed, not made.
    if (record.before !== undefined || record.links.has(system) || mark === undefined || free <= 0) continue
    if (engine.systems.get(system)?.connector.passesBy) continue
    const external = externalIds(known, kind, record.values, system)
    if (!external) continue
    room.set(system, free - 1)
    fast.set(delivery, { delivery, mark, leased: leaseOf(engine, record, delivery, external) })
  }
  return { slow: deliveries.filter((delivery) => !fast.has(delivery)), fast: [...fast.values()] }
}

/** Of everything that values refer to; undefined when that system does not have all of it yet. */
function externalIds({ externalIds }: Known, kind: string, values: Values, system: string): Map<string, string> | undefined {
  const found = new Map<string, string>()
  for (const { id } of referencesIn(kindOf(kind).fields, values)) {
    const external = externalIds.get(id as Id)?.[system]
    if (external === undefined) return undefined
    found.set(id, external)
  }
  return found
}

function spaceAt(engine: Engine, system: string): number {
  return BATCHES_AT_HAND * (engine.systems.get(system)?.capabilities.batch ?? 1)
}

function roomAt(engine: Engine, system: string): number {
  return spaceAt(engine, system) - (engine.atHand.get(system)?.length ?? 0)
}

function leaseOf(
  engine: Engine,
  { values }: RecordState,
  { system, kind, recordId, version }: NewDelivery,
  external: ReadonlyMap<string, string>,
): Leased {
  const { priority } = kindOf(kind)
  const about = { id: engine.newId(), kind, recordId, version, round: 0, attempts: 0, priority, externalId: null, seen: null }
  const until = later(engine.now(), engine.limits.leaseMs)
  return leasedOf(system, { ...about, until, sent: values, changed: Object.keys(values) }, external)
}

/** What leases of one batch mostly have in common. */
const OF_A_BATCH = ['system', 'kind', 'version', 'priority', 'changed', 'sentMark']

/** The commit of leases that begin with their planning waits for the disk: writing begins right after it. */
export async function beginAtOnce(tx: Tx, fast: readonly Fast[]): Promise<void> {
  if (fast.length > 0) await run(tx, sql`set local synchronous_commit = on`)
}

export function leasesOf(engine: Engine, fast: readonly Fast[]): Addition {
  const now = engine.now()
  const rows = fast.map(({ delivery, leased, mark }) => ({
    about: delivery.recordId,
    row: {
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
    },
  }))
  const same = [...OF_A_BATCH, 'state', 'attempts', 'dueAt', 'worker', 'createdAt', 'sentAt']
  return { table: 'hub.delivery', rows, options: { same } }
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
 * instead of filling the queue. A system that does not keep up gets the rest from the queue, and so does one that takes less at
 * once than a page has: for such a one it is enough that nothing is at hand.
 */
export async function waitForRoom(engine: Engine): Promise<void> {
  const needed = (system: string) => Math.min(engine.limits.pullPage, spaceAt(engine, system))
  const isFull = () => [...engine.systems.keys()].some((system) => roomAt(engine, system) < needed(system))
  for (let waited = 0; waited < LONGEST_WAIT_MS && isFull(); waited += LOOK_MS) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

/** Takes the next leases at hand for a system, at most a batch. */
export function takeAtHand(engine: Engine, system: string): Leased[] {
  return engine.atHand.get(system)?.splice(0, engine.systems.get(system)?.capabilities.batch ?? 1) ?? []
}
