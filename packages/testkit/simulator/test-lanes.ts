import type { Migrations } from '@tandem/db'
import { afterAll, beforeAll } from 'vitest'
import { postgresUrl } from '../test-database.ts'
import { type Lanes, openLanes } from './lanes.ts'

/** Lanes for one test file. */
export function testLanes(contexts: readonly Migrations[], count = 4): Pick<Lanes, 'each'> {
  let lanes: Lanes | undefined
  beforeAll(async () => {
    lanes = await openLanes(count, postgresUrl(), contexts)
  })
  afterAll(async () => {
    await lanes?.close()
  })
  return { each: (items, work) => (lanes as Lanes).each(items, work) }
}
