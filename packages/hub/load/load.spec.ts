import { rows, sql } from '@tandem/db'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import type { Connector } from '../connector.ts'
import { acme, jointOf } from '../engine/joint.fixture.ts'
import { pauseFlow, resumeFlow } from '../flows/commands.ts'
import type { Flow } from '../flows/definition.ts'
import { hubMigrations } from '../index.ts'
import { firstLoads } from './progress.ts'

const database = testDatabase([hubMigrations])

const company = (n: number) => ({ ...acme, code: `C${n}`, name: `西湖第${n}家具有限公司`, email: `c${n}@acme.cn` })

async function loadOf(world: World, system: string, kind: string) {
  const found = await world.run((tx) => firstLoads(tx, world.now()))
  return found.find((load) => load.system === system && load.kind === kind)
}

/** A CRM that says how many it has, and tells ten at a time. */
async function counted(seed: number, count: number) {
  const world = await makeWorld(database.current, seed)
  const { crm, erp, hub } = jointOf(world)
  for (let n = 1; n <= count; n++) crm.add('customer', company(n))
  const counting: Connector = { ...crm, count: async (kind) => crm.documents(kind).size }
  return { world, crm, erp, joint: hub({ connectors: [counting, erp], limits: { pullPage: 10 } }), hub, counting }
}

describe('I12 a first load', () => {
  it('says n of N, is stopped, says so, and goes on where it stopped, with nothing twice', async () => {
    const { world, crm, erp, hub, counting } = await counted(1, 35)
    let pages = 0
    const stopping: Connector = {
      ...counting,
      async changesSince(kind, cursor, limit) {
        if (kind === 'customer' && ++pages === 3) {
          const [flow] = await world.run((tx) =>
            rows(tx, sql<Flow>`select * from hub.flow where system = 'crm' and kind = 'customer' and direction = 'in'`),
          )
          await world.do(pauseFlow, { id: (flow as Flow).id, input: { reason: 'lunch' } })
        }
        return crm.changesSince(kind, cursor, limit)
      },
    }
    const joint = hub({ connectors: [stopping, erp], limits: { pullPage: 10 } })
    await joint.runUntilIdle()
    expect(await loadOf(world, 'crm', 'customer')).toMatchObject({ state: 'paused', read: 30, total: 35, restMs: null })
    const [flow] = await world.run((tx) => rows(tx, sql<Flow>`select * from hub.flow where state = 'paused'`))
    await world.do(resumeFlow, { id: (flow as Flow).id, input: {} })
    await joint.runUntilIdle()
    expect(await loadOf(world, 'crm', 'customer')).toMatchObject({
      state: 'done',
      read: 35,
      total: 35,
      unwritten: 0,
      endsAt: null,
    })
    expect([erp.documents('customer').size, erp.created()]).toEqual([35, 35])
    crm.add('customer', company(36))
    await joint.runUntilIdle()
    expect(await loadOf(world, 'crm', 'customer')).toMatchObject({ state: 'done', read: 35, total: 35 })
  })

  it('says about when it will be done, at the rate of the last minute', async () => {
    const { world, joint } = await counted(2, 35)
    expect(await joint.pull()).toBeGreaterThan(0)
    const rate = sql`insert into hub.flow_rate (system, kind, direction, at, done, failed) values ('crm', 'customer', 'in', ${world.now()}, 10, 0)`
    const half = sql`update hub.cursor set read_count = 15, complete = false, completed_at = null, total = 35 where system = 'crm' and kind = 'customer' returning 1`
    await world.run(async (tx) => [await rows(tx, half), await rows(tx, sql`${rate} on conflict do nothing returning 1`)])
    expect(await loadOf(world, 'crm', 'customer')).toMatchObject({
      state: 'reading',
      read: 15,
      total: 35,
      doneAMinute: 10,
      restMs: 120_000,
    })
  })
})

describe('I12 the preview of a first load', () => {
  it('says what will be the same, asked about, there twice, not readable and new, and keeps nothing', async () => {
    const { world, crm, erp, joint } = await counted(3, 2)
    await joint.runUntilIdle()
    const before = await joint.status()
    erp.add('customer', { ...company(50), taxNumber: '91330100799655058B' })
    erp.add('customer', { ...company(51), code: 'C51', name: 'Acme International', email: null })
    await joint.pull()
    await joint.plan()
    const old: Connector = {
      ...crm,
      system: 'old-crm',
      list: async () => [
        { externalId: 'a', version: '1', values: { ...company(50), code: 'OLD-1', taxNumber: '91330100799655058B' } },
        { externalId: 'b', version: '1', values: { ...acme, code: 'C51', name: 'Somebody else' } },
        { externalId: 'c', version: '1', values: { ...company(70), email: 'same@acme.cn', taxNumber: '91440300708461136T' } },
        {
          externalId: 'd',
          version: '1',
          values: { ...company(70), code: 'X70', email: 'same@acme.cn', taxNumber: '91440300708461136T' },
        },
        { externalId: 'e', version: '1', values: { ...company(71), type: 'firm' } },
        { externalId: 'f', version: '1', values: company(72) },
      ],
    }
    const preview = await joint.previewLoad({ of: old, kind: 'customer', most: 100 })
    expect(preview).toMatchObject({
      ok: true,
      value: {
        ...{ system: 'old-crm', looked: 6, isWhole: true },
        counts: { linked: 0, same: 1, unsure: 1, twice: 1, unreadable: 1, fresh: 2 },
        examples: [
          { is: 'unsure', externalId: 'b', others: [{ name: 'C51 Acme International' }] },
          { is: 'twice', externalId: 'd' },
          { is: 'unreadable', externalId: 'e', refusal: { code: 'joint/unknown-choice' } },
          { is: 'same', externalId: 'a', others: [{ name: 'C50 西湖第50家具有限公司' }] },
        ],
      },
    })
    expect((await joint.status()).map(({ system }) => system)).toEqual(before.map(({ system }) => system))
    expect(await world.run((tx) => rows(tx, sql`select 1 from hub.duplicate`))).toEqual([])
  })

  it('looks at what the other side has, too, before anything of either was read', async () => {
    const world = await makeWorld(database.current, 4)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    crm.add('customer', company(1))
    erp.add('customer', company(1))
    expect(await joint.previewLoad({ of: 'crm', kind: 'customer', most: 100 })).toMatchObject({
      ok: true,
      value: { counts: { same: 1, fresh: 0 } },
    })
    await joint.runUntilIdle()
    expect(await joint.previewLoad({ of: 'crm', kind: 'customer', most: 1 })).toMatchObject({
      ok: true,
      value: { looked: 1, isWhole: false, counts: { linked: 1, same: 0 } },
    })
  })

  it('is refused with words for a system that is not there, tells no such kind or does not answer', async () => {
    const world = await makeWorld(database.current, 5)
    const { crm, hub } = jointOf(world)
    const joint = hub()
    const codeOf = async (of: string | Connector, kind: string) => {
      const found = await joint.previewLoad({ of, kind: kind as never, most: 10 })
      return found.ok ? 'ok' : found.refusal.code
    }
    const down: Connector = { ...crm, list: () => Promise.reject(new Error('connect ECONNREFUSED')) }
    expect([await codeOf('nobody', 'customer'), await codeOf('crm', 'nonsense'), await codeOf(down, 'customer')]).toEqual([
      'system/not-found',
      'load/not-read',
      'load/no-answer',
    ])
  })
})
