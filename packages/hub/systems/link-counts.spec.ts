import { rows, sql } from '@tandem/db'
import { customerOf, makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { jointOf } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'
import { foldLinkCounts, linkCounts } from './link-counts.ts'

const database = testDatabase([hubMigrations])

const counted = (world: World) =>
  world.run((tx) => rows(tx, sql`select system, kind, count(*) as count from hub.link group by system, kind order by system`))

const told = (world: World) => world.run(async (tx) => (await linkCounts(tx)).sort((a, b) => (a.system < b.system ? -1 : 1)))

const kept = (world: World) => world.run((tx) => rows(tx, sql<{ id: number }>`select id from hub.link_count`))

describe('I11 how many documents are linked', () => {
  it('is told without counting them, whatever comes and goes', async () => {
    const world = await makeWorld(database.current, 1)
    const { crm, hub } = jointOf(world)
    const joint = hub()
    for (let i = 0; i < 30; i++) {
      crm.add('customer', customerOf(`C${i}`, `Customer ${i}`, null))
      if (i % 5 === 0) await joint.runUntilIdle()
    }
    await joint.runUntilIdle()
    expect(await told(world)).toEqual([
      { system: 'crm', kind: 'customer', count: 30 },
      { system: 'erp', kind: 'customer', count: 30 },
    ])
    await world.run((tx) =>
      rows(
        tx,
        sql`delete from hub.link where system = 'erp' and external_id in (select min(external_id) from hub.link where system = 'erp')`,
      ),
    )
    expect(await told(world)).toEqual(await counted(world))
  })

  it('is added up when many rows say it, and says the same', async () => {
    const world = await makeWorld(database.current, 2)
    const { crm, hub } = jointOf(world)
    crm.add('customer', customerOf('C', 'Customer', null))
    await hub().runUntilIdle()
    const before = await told(world)
    await world.run((tx) => foldLinkCounts(tx))
    expect(await kept(world)).toHaveLength(2)
    for (let i = 0; i < 100; i++) {
      await world.run((tx) =>
        rows(tx, sql`insert into hub.link_count (system, kind, count) values ('crm', 'customer', 1), ('crm', 'customer', -1)`),
      )
    }
    await Promise.all([1, 2, 3].map(() => world.run((tx) => foldLinkCounts(tx))))
    expect(await kept(world)).toHaveLength(2)
    expect(await told(world)).toEqual(before)
  })
})
