import { type Database, rows, run, sql, type Tx } from '@tandem/db'
import { hubMigrations } from '@tandem/hub'
import { describe, expect, it } from 'vitest'
import { makeWorld } from '../world.ts'
import { testLanes } from './test-lanes.ts'
import { type Waiting, waitingIn } from './waiting-for-locks.ts'

const lanes = testLanes([hubMigrations], 1)

const lock = (tx: Tx, what: number) => rows(tx, sql`select pg_advisory_xact_lock(${what})::text`)

const lockPlanner = (tx: Tx) => run(tx, sql`select 1 from hub.planner for update`)
const changeCursor = (tx: Tx) => run(tx, sql`update hub.cursor set cursor = cursor || '1'`)

/** One has two things, and others want these: who waits when all of them do. */
async function whoWaits(database: Database, wanted: readonly number[]): Promise<Waiting> {
  const world = await makeWorld(database, 10 + wanted.length + Math.max(...wanted))
  const waiting: Promise<unknown>[] = []
  const found = await world.run(async (tx) => {
    await Promise.all([lock(tx, 1), lock(tx, 2)])
    let now = await waitingIn(database)
    for (const [i, what] of wanted.entries()) {
      waiting.push(world.run((other) => lock(other, what)))
      while (now.count <= i) now = await waitingIn(database)
    }
    return now
  })
  await Promise.all(waiting)
  return found
}

describe('I6 the simulator knows', () => {
  it.each([
    ['that nobody goes on but who waits', [1], { count: 1, together: false }],
    ['that those in a queue go on one after the other', [1, 1, 1], { count: 3, together: false }],
    ['that those who want different things of the same one go on together', [1, 2], { count: 2, together: true }],
  ])('%s', async (_, wanted, found) => {
    expect(await lanes.each([wanted], whoWaits)).toEqual([found])
  })

  it.each([
    ['that those who want to plan are one behind the other', lockPlanner, false],
    ['that those who want a row that is being changed go on together', changeCursor, true],
  ])('%s', async (_, act, together) => {
    const [found] = await lanes.each([act], async (database) => {
      const world = await makeWorld(database, together ? 31 : 32)
      await world.run((tx) =>
        run(tx, sql`insert into hub.cursor (system, kind, cursor, complete) values ('crm', 'item', '0', false)`),
      )
      await world.run((tx) => run(tx, sql`insert into hub.planner default values`))
      const waiting: Promise<unknown>[] = []
      const seen = await world.run(async (tx) => {
        await act(tx)
        let now = await waitingIn(database)
        for (let i = 0; i < 2; i++) {
          waiting.push(world.run(act))
          while (now.count <= i) now = await waitingIn(database)
        }
        return now
      })
      await Promise.all(waiting)
      return seen
    })
    expect(found).toEqual({ count: 2, together })
  })
})
