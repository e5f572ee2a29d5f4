/** Making records of the changes taken in: a batch in one transaction, as many batches as there are changes. */
import type { Tx } from '@tandem/db'
import { matchingOf } from '../identity/matching.ts'
import { agreeOnNamed } from '../merges/look-again.ts'
import { inTheLightOf, NO_MERGES, putRight, takeInMerges } from '../merges/take-in.ts'
import { loadCandidates, loadWithin } from './candidates.ts'
import { type Engine, rankOf, step } from './engine.ts'
import { handOver } from './fast-lane.ts'
import { addCandidates, type Batch, batchOf, planChanges, strangers, withinKnown } from './plan-batch.ts'
import { type ChangeRow, loadNewChanges, lockPlanner } from './plan-load.ts'
import { type Fates, updateFates, type WrittenBatch, writeBatch } from './plan-write.ts'
import { type Ahead, readAhead } from './read-ahead.ts'
import { giveAway } from './reborn.ts'

export interface Planned extends WrittenBatch {
  readonly batch: Batch
}

/** Plans the next batch and wakes whoever has to go on with it. Answers how many changes it was; zero: none are left. */
export async function planBatch(engine: Engine): Promise<number> {
  const planned = await step(engine, async (tx) => {
    const [, changes] = await Promise.all([lockPlanner(tx), loadNewChanges(tx, engine.limits.planBatch)])
    return changes.length === 0 ? undefined : planRows(tx, engine, changes, updateFates)
  })
  if (!planned) return 0
  await goOn(engine, planned)
  return planned.batch.fates.length
}

/** Plans changes, under the planner's lock, and writes what comes of them. `before`: what was read of exactly these. */
export async function planRows(
  tx: Tx,
  engine: Engine,
  changes: readonly ChangeRow[],
  fates: Fates,
  before?: Ahead,
): Promise<Planned> {
  const early = before ?? (await readAhead(tx, engine, changes))
  const isMerging = early.merged || changes.some(({ mergedInto, origin }) => mergedInto !== null || origin === 'merge')
  const takenIn = isMerging ? await takeInMerges(tx, engine, changes) : NO_MERGES
  const rest = takenIn.fates.size === 0 ? changes : changes.filter(({ id }) => !takenIn.fates.has(id))
  const { known, flows, found } = isMerging ? await readAhead(tx, engine, changes) : early
  const batch = batchOf(engine, inTheLightOf(known, takenIn), flows)
  giveAway(batch, rest)
  const unknown = strangers(batch, rest)
  // Those that name a cause were taken for echoes and not asked about: a stranger among them still is to be.
  const asked = unknown.every(({ causeChange }) => causeChange === null) ? found : undefined
  if (unknown.length > 0) addCandidates(batch, await loadCandidates(tx, unknown, asked))
  agreeOnNamed(batch, rest, takenIn.kin)
  await planAll(tx, batch, rest, unknown)
  putRight(batch, rest, takenIn)
  for (const change of changes) {
    const fate = takenIn.fates.get(change.id)
    if (fate) batch.fates.push({ change, fate })
  }
  return { batch, ...(await writeBatch(tx, batch, fates)) }
}

/**
 * Contacts and addresses are compared within their customer: which that is may be found out in this very batch, so they
 * are planned after the customers.
 */
async function planAll(tx: Tx, batch: Batch, changes: readonly ChangeRow[], unknown: readonly ChangeRow[]): Promise<void> {
  const scoped = unknown.filter(({ kind }) => matchingOf(kind).within !== undefined)
  if (scoped.length === 0) return planChanges(batch, changes)
  const first = Math.min(...scoped.map(({ kind }) => rankOf(kind)))
  planChanges(
    batch,
    changes.filter(({ kind }) => rankOf(kind) < first),
  )
  addCandidates(batch, await loadWithin(tx, withinKnown(batch, scoped)))
  planChanges(
    batch,
    changes.filter(({ kind }) => rankOf(kind) >= first),
  )
}

/** Wakes, after the commit, whoever has to go on. */
export async function goOn(engine: Engine, { batch, lanes, woken }: Planned): Promise<void> {
  handOver(engine, lanes.fast)
  for (const system of new Set(lanes.fast.map(({ delivery }) => delivery.system))) engine.wake.hand(system)
  for (const system of new Set(lanes.slow.map((delivery) => delivery.system))) engine.wake.push(system)
  for (const { change, fate } of batch.fates) if (fate.state === 'recheck') engine.wake.recheck(change.system)
  for (const { system } of batch.givenAway) engine.wake.recheck(system)
  // Merges are carried to the other systems.
  if (batch.fates.some(({ change }) => change.mergedInto !== null))
    for (const system of engine.systems.keys()) engine.wake.push(system)
  // Changes that waited for a document made here are to be planned now.
  if ((await woken) > 0) engine.wake.plan()
  tellPlanned(engine, batch)
}

function tellPlanned(engine: Engine, batch: Batch): void {
  const counts = new Map<string, { system: string; kind: string; count: number }>()
  for (const { change } of batch.fates) {
    const key = `${change.system} ${change.kind}`
    const { system, kind } = change
    counts.set(key, { system, kind, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  for (const told of counts.values()) engine.progress({ step: 'planned', ...told })
}
