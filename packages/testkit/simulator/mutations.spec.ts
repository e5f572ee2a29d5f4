/** The guards taken out, each told the seed that is known to show it. All of them anew: `npm run simulate -- --mutations`. */
import { hubMigrations } from '@tandem/hub'
import { describe, expect, it } from 'vitest'
import { misfits, mutate } from './mutant.ts'
import { MUTATIONS } from './mutations.ts'
import { tell } from './run.ts'
import { testLanes } from './test-lanes.ts'

const lanes = testLanes([hubMigrations])

/**
 * On rough days a story may still depend on how fast the machine is, where two wait for the same: what one does not show, one
 * of the next does.
 */
const MOST_SEEDS = { usual: 1, rough: 5, lively: 1 } as const

describe('I6 the simulator notices', () => {
  it('guards where they are: every mutation fits the source', () => {
    expect(misfits(MUTATIONS)).toEqual([])
  })

  it('each guard that is taken out, by the seed that is known to show it, on rough days or one of the next', {
    timeout: 600_000,
  }, async () => {
    const shown = MUTATIONS.filter(({ noticedBy }) => noticedBy !== undefined)
    const told = await lanes.each(shown, async (database, mutation) => {
      const { joint, remove } = await mutate(mutation)
      const { seed, climate } = mutation.noticedBy as NonNullable<typeof mutation.noticedBy>
      let isNoticed = false
      for (let more = 0; more < MOST_SEEDS[climate] && !isNoticed; more++) {
        const tenantSeed = 1_000_000 + 100 * MUTATIONS.indexOf(mutation) + more
        isNoticed = (await tell(joint, database, seed + more, { climate, tenantSeed })).found.length > 0
      }
      remove()
      return isNoticed ? [] : [`${mutation.name}: not by ${climate} seeds from ${seed}`]
    })
    expect(told.flat()).toEqual([])
  })
})
