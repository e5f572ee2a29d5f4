/** Making records of the changes taken in: a batch in one transaction, as many batches as there are changes. */
import { rows, sql, type Tx } from '@tandem/db'
import { agreeOnNamed } from '../merges/look-again.ts'
import { inTheLightOf, putRight, takeInMerges } from '../merges/take-in.ts'
import { type Engine, step } from './engine.ts'
import { handOver, type Lanes } from './fast-lane.ts'
import { addCandidates, type Batch, batchOf, planChanges, strangers } from './plan-batch.ts'
import { type ChangeRow, loadCandidates, loadKnown, loadNewChanges, lockPlanner } from './plan-load.ts'
import { updateFates, type WriteFates, writeBatch } from './plan-write.ts'

export interface Planned {
  readonly batch: Batch
  readonly lanes: Lanes
}

/** Plans the next batch and wakes whoever has to go on with it. Answers how many changes it was; zero: none are left. */
export async function planBatch(engine: Engine): Promise<number> {
  const planned = await step(engine, async (tx) => {
    const [, changes] = await Promise.all([lockPlanner(tx), loadNewChanges(tx, engine.limits.planBatch)])
    return changes.length === 0 ? undefined : planRows(tx, engine, changes, updateFates)
  })
  if (!planned) return 0
  goOn(engine, planned)
  return planned.batch.fates.length
}

/** Whether changes wait to be planned: then newer ones must not overtake them. Ask under the planner's lock. */
export async function hasUnplanned(tx: Tx): Promise<boolean> {
  const found = await rows(tx, sql`select 1 from hub.change where state = 'new' order by priority, seq limit 1`)
  return found.length > 0
}

/** Plans changes, under the planner's lock, and writes what comes of them. */
export async function planRows(tx: Tx, engine: Engine, changes: readonly ChangeRow[], writeFates: WriteFates): Promise<Planned> {
  const takenIn = await takeInMerges(tx, engine, changes)
  const rest = takenIn.fates.size === 0 ? changes : changes.filter(({ id }) => !takenIn.fates.has(id))
  const [known] = await Promise.all([loadKnown(tx, changes), engine.book.refresh(tx)])
  const batch = batchOf(engine, inTheLightOf(known, takenIn))
  const unknown = strangers(batch, rest)
  if (unknown.length > 0) addCandidates(batch, await loadCandidates(tx, unknown))
  agreeOnNamed(batch, rest, takenIn.kin)
  planChanges(batch, rest)
  putRight(batch, rest, takenIn)
  for (const change of changes) {
    const fate = takenIn.fates.get(change.id)
    if (fate) batch.fates.push({ change, fate })
  }
  return { batch, lanes: await writeBatch(tx, batch, writeFates) }
}

/** Wakes, after the commit, whoever has to go on. */
export function goOn(engine: Engine, { batch, lanes }: Planned): void {
  handOver(engine, lanes.fast)
  const deliveries = [...lanes.slow, ...lanes.fast.map(({ delivery }) => delivery)]
  for (const system of new Set(deliveries.map((delivery) => delivery.system))) engine.wake.push(system)
  for (const { change, fate } of batch.fates) if (fate.state === 'recheck') engine.wake.recheck(change.system)
  // Merges are carried to the other systems.
  if (batch.fates.some(({ change }) => change.mergedInto !== null))
    for (const system of engine.systems.keys()) engine.wake.push(system)
  // Changes that waited for a document made here are to be planned now.
  if ([...batch.links.values()].some(({ isNew }) => isNew)) engine.wake.plan()
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
