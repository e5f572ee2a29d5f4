import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { growthWatch } from './growth.ts'
import { rows, sql } from './index.ts'
import { insertRows } from './rows.ts'

describe('a table that grows', () => {
  it('is analysed when it passes a size, by what was committed only', async () => {
    const analysed: string[] = []
    const watch = growthWatch(async (table) => {
      analysed.push(table)
    })
    const insert = (table: string, count: number, commit: boolean) => {
      const growth = watch()
      growth.counted(`insert into ${table} (id) select ...`, count)
      growth.counted(`update ${table} set x = 1`, 10_000)
      if (commit) growth.committed()
    }
    insert('crm.a', 299, true)
    insert('crm.a', 1, false)
    insert('crm.b', 300, true)
    insert('crm.a', 1, true)
    for (let i = 0; i < 27; i++) insert('crm.a', 100, true)
    await new Promise((resolve) => setImmediate(resolve))
    expect(analysed).toEqual(['crm.b', 'crm.a', 'crm.a'])
  })

  it('goes on being analysed when one time fails', async () => {
    const analysed: string[] = []
    const watch = growthWatch(async (table) => {
      analysed.push(table)
      throw new Error('the database is closed')
    })
    for (let i = 0; i < 10; i++) {
      const growth = watch()
      growth.counted('insert into crm.a (id) values (1)', 300)
      growth.committed()
    }
    await new Promise((resolve) => setImmediate(resolve))
    expect(analysed).toEqual(['crm.a', 'crm.a'])
  })
})

describe('a database', () => {
  const database = testDatabase([])

  it('has statistics of a table long before the server looks by itself', async () => {
    const world = await makeWorld(database.current, 1)
    const answers = Array.from({ length: 400 }, (_, i) => {
      return { scope: 'growth', key: `k${i}`, requestHash: '', answer: {}, at: world.now() }
    })
    await world.run((tx) => insertRows(tx, 'platform.answer', answers))
    const rowsKnown = async () => {
      const [table] = await database.current.asOwner((tx) =>
        rows(
          tx,
          sql<{ known: number }>`select reltuples::integer as known from pg_class where oid = 'platform.answer'::regclass`,
        ),
      )
      return table?.known
    }
    await expect.poll(rowsKnown, { timeout: 10_000 }).toBe(400)
  })
})
