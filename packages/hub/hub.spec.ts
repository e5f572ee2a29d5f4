import { rows, sql } from '@tandem/db'
import { makeWorld, memorySystem, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { acme, chair, contactOf, jointOf, only, orderOf } from './engine/joint.fixture.ts'
import { type Connector, hubMigrations, type KindName, kindNames } from './index.ts'
import { pauseSystem, resumeSystem } from './systems/commands.ts'
import type { System } from './systems/definition.ts'

const database = testDatabase([hubMigrations])

async function systemNamed(world: World, name: string): Promise<System> {
  const [found] = await world.run((tx) => rows(tx, sql<System>`select * from hub.system where name = ${name}`))
  if (!found) throw new Error(`no system ${name}`)
  return found
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let n = 0; n < 1_000; n++) {
    if (await isTrue()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('it did not happen')
}

describe('I6 several hubs at once', () => {
  it('make every document once, on both sides, and each change counts', async () => {
    const world = await makeWorld(database.current, 1)
    const { crm, erp, hub } = jointOf(world, {
      hub: { limits: { pullPage: 7, planBatch: 5 } },
      erp: { batch: 4, idempotent: false },
      crm: { batch: 4, idempotent: false },
    })
    const hubs = [hub(), hub(), hub()]
    const customers = Array.from({ length: 40 }, (_, i) => crm.add('customer', { ...acme, code: `C${i}` }))
    for (let i = 0; i < 20; i++) erp.add('item', { ...chair, code: `I${i}` })
    for (const customer of customers) crm.add('contact', contactOf(customer, `of ${customer}`))
    await Promise.all(hubs.map((one) => one.runUntilIdle()))
    for (const id of erp.documents('customer').keys()) erp.edit('customer', id, { phone: `p${id}` })
    for (const id of customers) crm.edit('customer', id, { email: `e${id}` })
    await Promise.all(hubs.map((one) => one.runUntilIdle()))
    world.pass(60_000)
    await Promise.all(hubs.map((one) => one.runUntilIdle()))
    expect([crm.created(), erp.created()]).toEqual([20, 80])
    for (const customer of erp.documents('customer').values()) expect(customer.phone && customer.email).toBeTruthy()
    expect(await hub().proof()).toMatchObject({ inSync: true })
  })

  it('let another finish what a dead one had begun, without writing twice', async () => {
    const world = await makeWorld(database.current, 2)
    const { crm, erp, hub } = jointOf(world, { erp: { idempotent: false } })
    crm.add('customer', acme)
    // It writes, and dies before it can say so.
    const dying = {
      ...erp,
      apply: async (kind: never, writes: never) => erp.apply(kind, writes).then(() => new Promise<never>(() => {})),
    }
    const dead = hub({ connectors: [crm, dying] })
    void dead.runUntilIdle()
    await until(() => erp.created() === 1)
    const living = hub()
    await living.runUntilIdle()
    expect(await living.proof()).toMatchObject({ inSync: false })
    world.pass(31_000)
    await living.runUntilIdle()
    expect(erp.created()).toBe(1)
    expect(await living.proof()).toMatchObject({ inSync: true })
  })
})

describe('I6 a change that was read before the joint wrote, and is planned after', () => {
  it('is read again, so that the write does not look undone', async () => {
    const world = await makeWorld(database.current, 3)
    const { crm, erp, hub } = jointOf(world, { erp: { checksVersion: false } })
    const id = crm.add('customer', acme)
    await hub().runUntilIdle()
    const [there] = only(erp.documents('customer'))
    erp.edit('customer', there, { phone: '1' })
    let resume: (() => void) | undefined
    const slow = {
      ...erp,
      changesSince: async (kind: never, cursor: string, limit: number) => {
        const page = await erp.changesSince(kind, cursor, limit)
        if (page.changes.length > 0) {
          await new Promise<void>((resolve) => {
            resume = resolve
          })
        }
        return page
      },
    }
    const deaf = { ...erp, changesSince: async (_kind: never, cursor: string) => ({ changes: [], next: cursor, more: false }) }
    const pulling = hub({ connectors: [crm, slow] }).pull()
    await until(() => resume !== undefined)
    crm.edit('customer', id, { name: 'New' })
    await hub({ connectors: [crm, deaf] }).runUntilIdle()
    expect(erp.documents('customer').get(there)).toMatchObject({ name: 'New', phone: '1' })
    resume?.()
    await pulling
    const names = await world.run((tx) => rows(tx, sql<{ name: string }>`select values ->> 'name' as name from hub.record`))
    expect(names).toEqual([{ name: 'New' }])
    await hub().runUntilIdle()
    for (const system of [crm, erp]) expect(only(system.documents('customer'))[1]).toMatchObject({ name: 'New', phone: '1' })
  })
})

describe('I6 a hub that works by itself', () => {
  it('is woken by either side and by its own commits, long before a poll', async () => {
    const world = await makeWorld(database.current, 10)
    const { crm, erp, hub } = jointOf(world, { hub: { limits: { pollMs: 60_000 } } })
    const joint = hub()
    const steps: string[] = []
    joint.onProgress(({ step, system, kind, count }) => steps.push(`${count} ${kind} ${step} ${system}`))
    await joint.start()
    crm.add('customer', acme)
    await until(() => erp.documents('customer').size === 1)
    erp.add('item', chair)
    await until(() => crm.documents('item').size === 1)
    const [customer, item] = [only(crm.documents('customer'))[0], only(crm.documents('item'))[0]]
    crm.add('order', orderOf('SO1', customer, item, '1'))
    await until(() => erp.documents('order').size === 1)
    await joint.stop()
    expect(steps).toEqual(expect.arrayContaining(['1 customer pulled crm', '1 customer delivered erp', '1 order delivered erp']))
    crm.add('customer', { ...acme, code: 'C2' })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(erp.documents('customer').size).toBe(1)
  })

  it('looks again soon for news that it is told of and cannot read yet', async () => {
    const world = await makeWorld(database.current, 12)
    const { crm, erp, hub } = jointOf(world, { hub: { limits: { pollMs: 60_000 } } })
    let isShut = false
    let looks = 0
    const telling = {
      ...crm,
      hasNews: async () => ['customer'] as const,
      changesSince: async (kind: KindName, cursor: string, limit: number) => {
        looks += 1
        return isShut ? { changes: [], next: cursor, more: false } : crm.changesSince(kind, cursor, limit)
      },
    }
    const joint = hub({ connectors: [telling, erp] })
    await joint.runUntilIdle()
    isShut = true
    await joint.start()
    crm.add('customer', acme)
    looks = 0
    await until(() => looks > 2)
    expect(erp.documents('customer').size).toBe(0)
    isShut = false
    await until(() => erp.documents('customer').size === 1)
    await joint.stop()
  })

  it('reads what it wrote itself a little later, all at once, and what somebody else wrote at once', async () => {
    const world = await makeWorld(database.current, 13)
    const { crm, erp, hub } = jointOf(world, { hub: { limits: { pollMs: 60_000 } } })
    let wake: ((hint: { echo: boolean }) => void) | undefined
    let asked = 0
    const watched = {
      ...crm,
      hasNews: async () => {
        asked += 1
        return []
      },
      onWake: (rouse: Parameters<NonNullable<Connector['onWake']>>[0]) => {
        wake = (hint) => rouse(undefined, hint)
        return () => {}
      },
    }
    const joint = hub({ connectors: [watched, erp] })
    await joint.runUntilIdle()
    await joint.start()
    await until(() => asked > 0)
    asked = 0
    for (let n = 0; n < 20; n++) wake?.({ echo: true })
    await until(() => asked > 0)
    await new Promise((resolve) => setTimeout(resolve, 50))
    // One round asks once, or once more when this worker did not know its place in the system yet.
    expect(asked).toBeLessThanOrEqual(2)
    await joint.stop()
  })

  it('survives what it did not expect, tells of it, and goes on', async () => {
    const world = await makeWorld(database.current, 11)
    const faults: string[] = []
    const { crm, erp, hub } = jointOf(world, {
      crm: { random: () => 0.5 },
      hub: { limits: { pollMs: 20 }, onFault: (_fault, where) => faults.push(where) },
    })
    const joint = hub()
    crm.suffer({ failBefore: 1 })
    await joint.start()
    crm.add('customer', acme)
    await until(() => faults.includes('pull crm customer'))
    const trouble = async () => (await joint.status())[0]?.kinds.find(({ kind }) => kind === 'customer')?.trouble ?? ''
    await until(async () => (await trouble()).includes('changesSince failed'))
    crm.suffer({})
    await until(() => erp.documents('customer').size === 1)
    await joint.stop()
  })
})

it('I11 a system that answers again is not said to be in trouble any more, though it has nothing new', async () => {
  const world = await makeWorld(database.current, 12)
  const { crm, hub } = jointOf(world, { crm: { random: () => 0.5 }, hub: { onFault: () => {} } })
  const joint = hub()
  await joint.runUntilIdle()
  const troubles = async () => (await joint.status())[0]?.kinds.flatMap(({ trouble }) => trouble ?? [])
  crm.suffer({ failBefore: 1 })
  await joint.pull()
  expect(await troubles()).toContainEqual(expect.stringContaining('changesSince failed'))
  crm.suffer({})
  await joint.pull()
  expect(await troubles()).toEqual([])
})

describe('I6 a paused system', () => {
  it('is neither read nor written until it is resumed; nothing is lost', async () => {
    const world = await makeWorld(database.current, 20)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    await joint.runUntilIdle()
    const { id } = await systemNamed(world, 'erp')
    await world.do(pauseSystem, { id, input: { reason: 'stock-taking' } })
    crm.add('customer', acme)
    erp.add('item', chair)
    await joint.runUntilIdle()
    expect([erp.documents('customer').size, crm.documents('item').size]).toEqual([0, 0])
    const status = (await joint.status()).find(({ system }) => system === 'erp')
    expect(status).toMatchObject({ state: 'paused', pauseReason: 'stock-taking' })
    expect(status?.kinds.find(({ kind }) => kind === 'customer')).toMatchObject({ deliveries: { pending: 1 } })
    await world.do(resumeSystem, { id, input: {} })
    await joint.runUntilIdle()
    expect([erp.documents('customer').size, crm.documents('item').size]).toEqual([1, 1])
  })

  it('refuses what makes no sense', async () => {
    const world = await makeWorld(database.current, 21)
    await jointOf(world).hub().runUntilIdle()
    const { id } = await systemNamed(world, 'crm')
    expect(await world.try(resumeSystem, { id, input: {} })).toMatchObject({ refusal: { code: 'system/wrong-state' } })
    expect(await world.try(pauseSystem, { id, version: 9, input: {} })).toMatchObject({
      refusal: { code: 'system/changed-meanwhile' },
    })
    expect(await world.try(pauseSystem, { id: world.newId(), input: {} })).toMatchObject({
      refusal: { code: 'system/not-found' },
    })
  })
})

describe('I12 a system that is joined later', () => {
  it('gets everything the others have, once it has told what it has itself', async () => {
    const world = await makeWorld(database.current, 30)
    const { crm, erp, hub } = jointOf(world)
    for (const code of ['C1', 'C2', 'C3']) crm.add('customer', { ...acme, code })
    await hub({ connectors: [crm] }).runUntilIdle()
    erp.add('customer', { ...acme, code: 'C2', phone: '2' })
    const joint = hub()
    await joint.runUntilIdle()
    const codes = [...erp.documents('customer').values()].map(({ code }) => code)
    expect(codes.sort()).toEqual(['C1', 'C2', 'C3'])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })
})

describe('J3 a live question', () => {
  it('is asked in the ids of the one and answered in the ids of the other', async () => {
    const world = await makeWorld(database.current, 40)
    const { crm, erp, hub } = jointOf(world)
    const customer = crm.add('customer', acme)
    const item = erp.add('item', chair)
    const asked: unknown[] = []
    const answering = {
      ...erp,
      ask: async (question: { readonly ask: string; readonly lines?: readonly unknown[] }) => {
        asked.push(question)
        const line = { available: '5', onHand: '7', date: null, reason: 'in-stock' } as const
        return question.ask === 'credit'
          ? ({ ask: 'credit', state: 'good', limit: '9', used: '1', free: '8', currency: 'CNY' } as const)
          : ({ ask: 'availability', lines: (question.lines ?? []).map(() => line) } as const)
      },
    }
    const joint = hub({ connectors: [crm, answering] })
    await joint.runUntilIdle()
    const line = { quantity: '1', unit: 'pcs', date: null }
    const [ours] = only(crm.documents('item'))
    const answer = await joint.ask(
      {
        ask: 'availability',
        lines: [
          { item: 'nobody', ...line },
          { item: ours, ...line },
        ],
      },
      'crm',
    )
    expect(answer).toMatchObject({
      lines: [
        { reason: 'unknown', available: '0' },
        { reason: 'in-stock', available: '5' },
      ],
    })
    const credit = { ask: 'credit', amount: '1', currency: 'CNY' } as const
    expect(await joint.ask({ ...credit, customer }, 'crm')).toMatchObject({ state: 'good', free: '8' })
    expect(await joint.ask({ ...credit, customer: 'nobody' }, 'crm')).toBeUndefined()
    expect(asked).toMatchObject([{ lines: [{ item }] }, { customer: only(erp.documents('customer'))[0] }])
  })
})

describe('I6 a document that returns to what it was', () => {
  it('is noticed, though its version was seen before', async () => {
    const world = await makeWorld(database.current, 50)
    const { erp, hub } = jointOf(world)
    const crm = memorySystem({ system: 'crm', side: 'crm', kinds: kindNames, now: world.now, versions: 'content' })
    const joint = hub({ connectors: [crm, erp] })
    const id = crm.add('customer', acme)
    await joint.runUntilIdle()
    for (const name of ['Other', 'Acme', 'Other', 'Acme']) {
      crm.edit('customer', id, { name })
      await joint.runUntilIdle()
      expect(only(erp.documents('customer'))[1]).toMatchObject({ name })
    }
  })
})
