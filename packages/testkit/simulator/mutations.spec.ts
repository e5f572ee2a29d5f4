/** The guards taken out, each told the seed that is known to show it. All of them anew: `npm run simulate -- --mutations`. */
import { hubMigrations } from '@tandem/hub'
import { describe, expect, it } from 'vitest'
import { misfits, mutate } from './mutant.ts'
import { MUTATIONS } from './mutations.ts'
import { tell } from './run.ts'
import { testLanes } from './test-lanes.ts'

const lanes = testLanes([hubMigrations])

describe('I6 the simulator notices', () => {
  it('guards where they are: every mutation fits the source', () => {
    expect(misfits(MUTATIONS)).toEqual([])
  })

  it('each guard that is taken out, by the seed that is known to show it', { timeout: 300_000 }, async () => {
    const shown = MUTATIONS.filter(({ noticedBy }) => noticedBy !== undefined)
    const told = await lanes.each(shown, async (database, mutation) => {
      const { joint, remove } = await mutate(mutation)
      const { seed, climate } = mutation.noticedBy as NonNullable<typeof mutation.noticedBy>
      const { found } = await tell(joint, database, seed, { climate, tenantSeed: 1_000_000 + MUTATIONS.indexOf(mutation) })
      remove()
      return found.length > 0 ? [] : [`${mutation.name}: not by ${climate} seed ${seed}`]
    })
    expect(told.flat()).toEqual([])
  })
})
