/** The stories of two hundred seeds. One that fails: `npm run simulate -- --seed 7`. */
import * as hub from '@tandem/hub'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../test-database.ts'
import { tell } from './run.ts'

const database = testDatabase([hub.hubMigrations])
const TENS = Array.from({ length: 20 }, (_, i) => i * 10 + 1)

describe('I6 whatever happens to systems, people, processes and connections', () => {
  it.each(TENS)('nothing is lost, doubled or different in the end (ten seeds from %i)', { timeout: 60_000 }, async (from) => {
    const found: Record<number, readonly string[]> = {}
    for (let seed = from; seed < from + 10; seed++) found[seed] = (await tell(hub, database.current, seed)).found
    expect(Object.fromEntries(Object.entries(found).filter(([, lines]) => lines.length > 0))).toEqual({})
  })

  it.each([3, 5, 8])('a seed tells the same story each time (seed %i)', async (seed) => {
    const first = await tell(hub, database.current, seed, 100_000 + seed)
    const second = await tell(hub, database.current, seed, 200_000 + seed)
    expect(second.diary).toEqual(first.diary)
    expect(second.turns).toBe(first.turns)
  })
})
