/** The guards taken out, each told what is known to show it. All of them anew: `npm run simulate -- --mutations`. */
import { hubMigrations } from '@tandem/hub'
import { describe, expect, it } from 'vitest'
import { misfits, mutate } from './mutant.ts'
import { MUTATIONS } from './mutations.ts'
import { firstToFail } from './run.ts'
import { testLanes } from './test-lanes.ts'

const lanes = testLanes([hubMigrations])

/**
 * The known seed is told first. With another statement in the joint another seed may show it: one of so many must, for what
 * counts is that the guard is missed.
 */
const MOST_SEEDS = 8

describe('I6 the simulator notices', () => {
  it('guards where they are: every mutation fits the source', () => {
    expect(misfits(MUTATIONS)).toEqual([])
  })

  it('each guard that is taken out, by the seed that is known to show it or by one of the next', {
    timeout: 600_000,
  }, async () => {
    const told = await lanes.each(MUTATIONS, async (database, mutation) => {
      const { joint, remove } = await mutate(mutation)
      const { seed, ...how } = mutation.noticedBy
      const seeds = Array.from({ length: MOST_SEEDS }, (_, i) => seed + i)
      const noticed = await firstToFail(joint, database, seeds, 1_000_000 + 100 * MUTATIONS.indexOf(mutation), how)
      remove()
      return noticed ? [] : [`${mutation.name}: not by ${how.scene ?? how.climate} seeds from ${seed}`]
    })
    expect(told.flat()).toEqual([])
  })
})
