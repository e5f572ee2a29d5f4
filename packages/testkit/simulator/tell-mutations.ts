/**
 * A process of its own for the spec of mutations: `node tell-mutations.ts postgres://...`, forked. Each mutation is a copy of
 * the joint, and Node reads a copy in a fraction of the time that Vitest takes to make its modules. Says to whoever forked it
 * what was not noticed, as lines.
 */
import { hubMigrations } from '@tandem/hub'
import { openLanes } from './lanes.ts'
import { mutate } from './mutant.ts'
import { MUTATIONS } from './mutations.ts'
import { firstToFail } from './run.ts'

/**
 * The known seed is told first. With another statement in the joint another seed may show it: one of so many must, for what
 * counts is that the guard is missed.
 */
const MOST_SEEDS = 8

const [, , postgresUrl = ''] = process.argv
// Whoever waits for the answer is gone.
process.once('disconnect', () => process.exit())
const lanes = await openLanes(4, postgresUrl, [hubMigrations])
const told = await lanes.each(MUTATIONS, async (database, mutation) => {
  const { joint, remove } = await mutate(mutation)
  const { seed, ...how } = mutation.noticedBy
  const seeds = Array.from({ length: MOST_SEEDS }, (_, i) => seed + i)
  const noticed = await firstToFail(joint, database, seeds, 1_000_000 + 100 * MUTATIONS.indexOf(mutation), how)
  remove()
  return noticed ? [] : [`${mutation.name}: not by ${how.scene ?? how.climate} seeds from ${seed}`]
})
await lanes.close()
process.send?.({ told: told.length, unnoticed: told.flat() }, () => process.exit())
