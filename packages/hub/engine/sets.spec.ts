import { insertRows, rows, sql, type Tx } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { hubMigrations } from '../index.ts'
import { among, given, meeting } from './sets.ts'

const database = testDatabase([hubMigrations])

const BY_KEYS = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
} as const
const COUNT = 60

describe('I6 a statement over a whole batch', () => {
  it('lets each row meet its own, instead of comparing every row with every other', async () => {
    const world = await makeWorld(database.current, 1)
    const ids = Array.from({ length: COUNT }, () => world.newId())
    await world.run((tx) =>
      insertRows(
        tx,
        'hub.record',
        ids.map((id) => recordOf(id, world.now())),
      ),
    )
    const plan = (work: (tx: Tx) => Promise<{ queryPlan: string }[]>) =>
      world.database
        .transaction(world.tenant, work, BY_KEYS)
        .then((lines) => lines.map((line) => Object.values(line)[0]).join('\n'))
    const by = {
      keys: await plan((tx) => explained(tx, ids)),
      meeting: await plan((tx) => meeting(tx, COUNT, () => explained(tx, ids))),
    }
    expect(by.meeting).toMatch(/Hash Join/)
    expect(by.meeting).not.toMatch(/Rows Removed by Join Filter/)
    expect(by.keys).toMatch(new RegExp(`Rows Removed by Join Filter: ${COUNT * (COUNT - 1)}`))
  })
})

function explained(tx: Tx, ids: readonly Id[]) {
  return rows<{ queryPlan: string }>(
    tx,
    sql`explain (analyze, timing off) update hub.record r set version = given.version
        from ${given(
          ids.map((id) => ({ id, version: 2 })),
          'id uuid, version integer',
        )}
        where r.id = given.id and r.id = ${among(ids)}`,
  )
}

function recordOf(id: Id, now: unknown): object {
  const about = { kind: 'customer', version: 1, values: {}, stamps: {}, disputed: [], state: 'active' }
  return { id, ...about, createdAt: now, updatedAt: now }
}
