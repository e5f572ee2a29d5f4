import { rows, run, sql } from '@tandem/db'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { acme, chair, jointOf, only, orderOf } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'
import type { KindName } from '../kinds.ts'
import { setLimits } from '../systems/commands.ts'
import type { System } from '../systems/definition.ts'
import { pauseFlow, resumeFlow } from './commands.ts'
import type { Flow } from './definition.ts'

const database = testDatabase([hubMigrations])

async function flowOf(world: World, system: string, kind: KindName, direction: 'in' | 'out'): Promise<Flow> {
  const [found] = await world.run((tx) =>
    rows(tx, sql<Flow>`select * from hub.flow where system = ${system} and kind = ${kind} and direction = ${direction}`),
  )
  if (!found) throw new Error(`no flow ${system} ${kind} ${direction}`)
  return found
}

async function systemOf(world: World, name: string): Promise<System> {
  const [found] = await world.run((tx) => rows(tx, sql<System>`select * from hub.system where name = ${name}`))
  if (!found) throw new Error(`no system ${name}`)
  return found
}

/** Customers that wait to be written to the ERP, as a back-fill leaves them. */
async function queueUp(world: World, count: number): Promise<void> {
  const values = JSON.stringify(acme)
  await world.run(async (tx) => {
    const ids = sql`select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id, n from generate_series(1, ${count}::int) n`
    await run(
      tx,
      sql`insert into hub.record (id, kind, version, values, stamps, created_at, updated_at)
          select id, 'customer', 1, ${values}::text::jsonb || jsonb_build_object('code', 'B' || n), '{}', ${world.now()}, ${world.now()}
          from (${ids}) made`,
    )
    await run(
      tx,
      sql`insert into hub.delivery (id, system, kind, record_id, version, priority, state, due_at, created_at)
          select id, 'erp', 'customer', id, 1, 20, 'pending', ${world.now()}, ${world.now()} from (${ids}) made`,
    )
  })
}

async function limit(world: World, name: string, limits: object): Promise<void> {
  await world.do(setLimits, { id: (await systemOf(world, name)).id, input: limits })
}

describe('I6 a flow that is paused', () => {
  it('waits with a reason and an actor, while the other kinds go on; and goes on when it is resumed', async () => {
    const world = await makeWorld(database.current, 1)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    await joint.runUntilIdle()
    const flow = await flowOf(world, 'erp', 'customer', 'out')
    expect(await world.try(pauseFlow, { id: flow.id, input: { reason: ' ' } })).toMatchObject({
      refusal: { code: 'flow/no-reason' },
    })
    await world.do(pauseFlow, { id: flow.id, input: { reason: 'year-end closing' } })
    expect(await flowOf(world, 'erp', 'customer', 'out')).toMatchObject({
      state: 'paused',
      pauseReason: 'year-end closing',
      pausedBy: 'tester',
      pausedAt: world.now().replace('.000Z', 'Z'),
    })
    crm.add('customer', acme)
    crm.add('item', chair)
    await joint.runUntilIdle()
    expect([erp.documents('customer').size, erp.documents('item').size]).toEqual([0, 1])
    await world.do(resumeFlow, { id: flow.id, input: {} })
    await joint.runUntilIdle()
    expect(erp.documents('customer').size).toBe(1)
  })

  it('is not read either, when it is the one from a system', async () => {
    const world = await makeWorld(database.current, 2)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    await joint.runUntilIdle()
    const flow = await flowOf(world, 'crm', 'customer', 'in')
    await world.do(pauseFlow, { id: flow.id, input: { reason: 'cleaning up' } })
    crm.add('customer', acme)
    crm.add('item', chair)
    await joint.runUntilIdle()
    expect([erp.documents('customer').size, erp.documents('item').size]).toEqual([0, 1])
    await world.do(resumeFlow, { id: flow.id, input: {} })
    await joint.runUntilIdle()
    expect(erp.documents('customer').size).toBe(1)
  })

  it('cannot be paused twice, nor by somebody who saw an older version, nor found when there is none', async () => {
    const world = await makeWorld(database.current, 3)
    const joint = jointOf(world).hub()
    await joint.runUntilIdle()
    const flow = await flowOf(world, 'erp', 'customer', 'out')
    const input = { reason: 'x' }
    await world.do(pauseFlow, { id: flow.id, input })
    expect(await world.try(pauseFlow, { id: flow.id, input })).toMatchObject({ refusal: { code: 'flow/wrong-state' } })
    expect(await world.try(resumeFlow, { id: flow.id, version: 1, input: {} })).toMatchObject({
      refusal: { code: 'flow/changed-meanwhile' },
    })
    expect(await world.try(resumeFlow, { id: world.newId(), input: {} })).toMatchObject({ refusal: { code: 'flow/not-found' } })
  })

  it('has no limit: 10,000 changes wait for a paused ERP and are all there afterwards, orders first', async () => {
    const world = await makeWorld(database.current, 4)
    const written: string[] = []
    const { crm, erp, hub } = jointOf(world, {
      erp: {
        batch: 500,
        keep: (kind, values) => {
          written.push(kind)
          return values
        },
      },
    })
    const joint = hub()
    const customer = crm.add('customer', acme)
    const item = crm.add('item', chair)
    await joint.runUntilIdle()
    for (const kind of ['customer', 'order'] as const) {
      await world.do(pauseFlow, { id: (await flowOf(world, 'erp', kind, 'out')).id, input: { reason: 'upgrade' } })
    }
    for (let i = 0; i < 9_990; i++) crm.add('customer', { ...acme, code: `W${i}`, name: `Waiting ${i}` })
    for (let i = 0; i < 10; i++) crm.add('order', orderOf(`SO${i}`, customer, item, '1'))
    await joint.runUntilIdle()
    expect(erp.documents('customer').size).toBe(1)
    for (const kind of ['customer', 'order'] as const) {
      await world.do(resumeFlow, { id: (await flowOf(world, 'erp', kind, 'out')).id, input: {} })
    }
    const before = written.length
    await joint.runUntilIdle()
    expect(written.slice(before, before + 10)).toEqual(Array.from({ length: 10 }, () => 'order'))
    expect([erp.documents('customer').size, erp.documents('order').size]).toEqual([9_991, 10])
    const names = [...erp.documents('customer').values()].map(({ name }) => String(name)).slice(1)
    expect(names).toEqual(Array.from({ length: 9_990 }, (_, i) => `Waiting ${i}`))
  })
})

describe('I6 quotas of a system', () => {
  it('hold for all workers together, and orders take what there is first', async () => {
    const world = await makeWorld(database.current, 10)
    const { crm, erp, hub } = jointOf(world)
    const [one, other] = [hub(), hub()]
    const customer = crm.add('customer', acme)
    const item = crm.add('item', chair)
    await one.runUntilIdle()
    await limit(world, 'erp', { writesAMinute: 30 })
    for (let i = 0; i < 100; i++) crm.add('customer', { ...acme, code: `Q${i}`, name: `Quota ${i}` })
    crm.add('order', orderOf('SO1', customer, item, '1'))
    await Promise.all([one.runUntilIdle(), other.runUntilIdle()])
    expect([erp.documents('customer').size, erp.documents('order').size]).toEqual([30, 1])
    world.pass(20_000)
    await Promise.all([one.runUntilIdle(), other.runUntilIdle()])
    expect(erp.documents('customer').size).toBe(40)
    await limit(world, 'erp', { writesAMinute: null })
    await one.runUntilIdle()
    expect(erp.documents('customer').size).toBe(101)
  })

  it('are whole numbers above zero', async () => {
    const world = await makeWorld(database.current, 11)
    await jointOf(world).hub().runUntilIdle()
    const { id } = await systemOf(world, 'erp')
    expect(await world.try(setLimits, { id, input: { writesASecond: 0 } })).toMatchObject({
      refusal: { code: 'system/bad-limit' },
    })
  })
})

describe('I6 an order in the middle of a back-fill of 50,000 customers', () => {
  it('gets through within a few batches, and the customer it names jumps the queue with it', async () => {
    const world = await makeWorld(database.current, 20)
    const { crm, erp, hub } = jointOf(world, { erp: { batch: 100 } })
    const joint = hub()
    const item = crm.add('item', chair)
    await joint.runUntilIdle()
    const flow = await flowOf(world, 'erp', 'customer', 'out')
    await world.do(pauseFlow, { id: flow.id, input: { reason: 'the queue grows first' } })
    await queueUp(world, 49_999)
    const last = crm.add('customer', { ...acme, code: 'LAST', name: 'The last one' })
    for (let moved = 1; moved > 0; ) moved = (await joint.pull()) + (await joint.plan())
    await world.do(resumeFlow, { id: flow.id, input: {} })
    expect(await joint.push()).toBe(100)
    crm.add('order', orderOf('SO1', last, item, '1'))
    let batches = 0
    for (; erp.documents('order').size === 0 && batches < 10; batches++) {
      await joint.pull()
      await joint.plan()
      await joint.push()
    }
    expect(batches).toBeLessThanOrEqual(4)
    expect(only(erp.documents('order'))[1]).toMatchObject({ number: 'SO1' })
    expect([...erp.documents('customer').values()].some(({ code }) => code === 'LAST')).toBe(true)
    expect(erp.documents('customer').size).toBeLessThan(1_000)
  })

  it('is planned before 2,000 customers that were told earlier, with the customer it names', async () => {
    const world = await makeWorld(database.current, 21)
    const { crm, hub } = jointOf(world, { hub: { limits: { planBatch: 50 } } })
    const joint = hub()
    const item = crm.add('item', chair)
    await joint.runUntilIdle()
    // Something unplanned makes newer changes queue up behind it.
    await world.run((tx) =>
      run(
        tx,
        sql`insert into hub.change (id, system, kind, external_id, version, values, deleted, at, actor, priority, state, read_mark, pulled_at)
            select ${world.newId()}, system, kind, 'nothing', '1', values, true, at, actor, 99, 'new', read_mark, pulled_at
            from hub.change limit 1`,
      ),
    )
    let last = ''
    for (let i = 0; i < 2_000; i++) last = crm.add('customer', { ...acme, code: `P${i}`, name: `Planned ${i}` })
    crm.add('order', orderOf('SO1', last, item, '1'))
    const planned: { kind: string; count: number }[] = []
    joint.onProgress(({ step, kind, count }) => {
      if (step === 'planned') planned.push({ kind, count })
    })
    for (let moved = 1; moved > 0; ) moved = await joint.pull()
    await joint.plan()
    const before = planned.slice(0, planned.map(({ kind }) => kind).lastIndexOf('order'))
    expect(planned.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(2_000)
    expect(before.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(3 * 50)
  })
})

describe('I6 back-pressure', () => {
  it('slows reading while too much waits, shows it, lets orders through, and ends by itself', async () => {
    const world = await makeWorld(database.current, 30)
    const { crm, erp, hub } = jointOf(world, { erp: { batch: 20 }, hub: { limits: { pullPage: 20 } } })
    const joint = hub()
    const customer = crm.add('customer', acme)
    const item = crm.add('item', chair)
    await joint.runUntilIdle()
    await limit(world, 'crm', { mostUndelivered: 50 })
    for (let i = 0; i < 400; i++) crm.add('customer', { ...acme, code: `T${i}`, name: `Told ${i}` })
    for (let i = 0; i < 10; i++) await joint.pull()
    const waiting = () =>
      world.run((tx) => rows(tx, sql<{ count: number }>`select count(*) as count from hub.delivery where state = 'pending'`))
    expect((await waiting())[0]?.count).toBeLessThanOrEqual(50 + 11 * 20)
    const held = () =>
      world.run((tx) =>
        rows(
          tx,
          sql<{ kind: string }>`select kind from hub.cursor where system = 'crm' and held_back_since is not null order by kind`,
        ),
      )
    expect((await held()).map(({ kind }) => kind)).toContain('customer')
    expect((await held()).map(({ kind }) => kind)).not.toContain('order')
    crm.add('order', orderOf('SO1', customer, item, '1'))
    for (let i = 0; i < 3; i++) {
      await joint.pull()
      await joint.push()
    }
    expect(erp.documents('order').size).toBe(1)
    await joint.runUntilIdle()
    expect(erp.documents('customer').size).toBe(401)
    await joint.pull()
    expect(await held()).toEqual([])
  })
})

describe('I11 a flow in which most writes fail', () => {
  async function brokenErp(seed: number) {
    const world = await makeWorld(database.current, seed)
    let isBroken = true
    const { crm, erp, hub } = jointOf(world, {
      erp: { batch: 10, refuse: (kind) => (isBroken && kind === 'customer' ? { code: 'erp/schema', details: {} } : undefined) },
    })
    const joint = hub()
    await joint.runUntilIdle()
    for (let i = 0; i < 100; i++) crm.add('customer', { ...acme, code: `F${i}`, name: `Failing ${i}` })
    await joint.runUntilIdle()
    const heal = () => {
      isBroken = false
    }
    return { world, crm, erp, joint, heal }
  }

  it('is paused by the joint with words why; other kinds go on', async () => {
    const { world, crm, erp, joint } = await brokenErp(40)
    const flow = await flowOf(world, 'erp', 'customer', 'out')
    expect(flow).toMatchObject({ state: 'paused', pausedBy: 'joint', breakdown: { seconds: 60, last: 'erp/schema' } })
    expect((flow.breakdown as { failed: number }).failed).toBeGreaterThanOrEqual(20)
    const refused = await world.run((tx) =>
      rows(tx, sql<{ count: number }>`select count(*) as count from hub.inbox_entry where state = 'open'`),
    )
    expect(refused[0]?.count).toBeLessThan(60)
    crm.add('item', chair)
    await joint.runUntilIdle()
    expect(erp.documents('item').size).toBe(1)
  })

  it('is tried with one write now and then, and resumed by the first that succeeds', async () => {
    const { world, erp, joint, heal } = await brokenErp(41)
    world.pass(31_000)
    const openBefore = await world.run((tx) => rows(tx, sql`select 1 from hub.inbox_entry`))
    await joint.runUntilIdle()
    const openAfter = await world.run((tx) => rows(tx, sql`select 1 from hub.inbox_entry`))
    expect(openAfter.length - openBefore.length).toBe(1)
    expect(await flowOf(world, 'erp', 'customer', 'out')).toMatchObject({ state: 'paused', tries: 1 })
    heal()
    world.pass(40_000)
    await joint.runUntilIdle()
    expect(await flowOf(world, 'erp', 'customer', 'out')).toMatchObject({ state: 'active', breakdown: null })
    expect(erp.documents('customer').size).toBe(100 - openAfter.length)
  })

  it('is resumed with one click; what failed before is forgiven', async () => {
    const { world, erp, joint, heal } = await brokenErp(42)
    heal()
    await world.do(resumeFlow, { id: (await flowOf(world, 'erp', 'customer', 'out')).id, input: {} })
    await joint.runUntilIdle()
    expect(await flowOf(world, 'erp', 'customer', 'out')).toMatchObject({ state: 'active' })
    expect(erp.documents('customer').size).toBeGreaterThan(0)
  })
})
