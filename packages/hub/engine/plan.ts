/** Making records of the changes taken in: a batch in one transaction, as many batches as there are changes. */
import { type Engine, step } from './engine.ts'
import { addCandidates, type Batch, batchOf, planChanges, strangers } from './plan-batch.ts'
import { loadCandidates, loadKnown, loadNewChanges, lockPlanner } from './plan-load.ts'
import { writeBatch } from './plan-write.ts'

/** Plans the next batch and wakes whoever has to go on with it. Answers how many changes it was; zero: none are left. */
export async function planBatch(engine: Engine): Promise<number> {
  const planned = await step(engine, async (tx) => {
    const [, changes] = await Promise.all([lockPlanner(tx), loadNewChanges(tx, engine.limits.planBatch)])
    if (changes.length === 0) return undefined
    const batch = batchOf(engine, await loadKnown(tx, changes))
    const unknown = strangers(batch, changes)
    if (unknown.length > 0) addCandidates(batch, await loadCandidates(tx, unknown))
    planChanges(batch, changes)
    return { batch, deliveries: await writeBatch(tx, batch), count: changes.length }
  })
  if (!planned) return 0
  for (const system of new Set(planned.deliveries.map((delivery) => delivery.system))) engine.wake.push(system)
  for (const { change, fate } of planned.batch.fates) if (fate.state === 'recheck') engine.wake.recheck(change.system)
  tellPlanned(engine, planned.batch)
  return planned.count
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
