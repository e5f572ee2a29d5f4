import { rows, sql } from '@tandem/db'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { acme, contactOf, jointOf, only } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'
import { keepApart, linkDuplicate } from './commands.ts'
import type { Duplicate } from './definition.ts'

const database = testDatabase([hubMigrations])

function duplicates(world: World): Promise<Duplicate[]> {
  return world.run((tx) => rows(tx, sql<Duplicate>`select * from hub.duplicate order by created_at, id`))
}

/** Both sides have a customer with the same e-mail under different codes. */
async function lookalikes(seed: number) {
  const world = await makeWorld(database.current, seed)
  const { crm, erp, hub } = jointOf(world)
  const here = crm.add('customer', { ...acme, code: 'C1', email: 'a@acme.cn' })
  const there = erp.add('customer', { ...acme, code: 'P7', email: 'A@ACME.cn ', phone: '5' })
  const joint = hub()
  await joint.runUntilIdle()
  return { world, crm, erp, joint, here, there }
}

describe('I12 customers that both sides had before they were joined', () => {
  it('are one when their code is the same: nothing is made twice', async () => {
    const world = await makeWorld(database.current, 1)
    const { crm, erp, hub } = jointOf(world)
    crm.add('customer', { ...acme, code: ' c1', phone: null })
    erp.add('customer', { ...acme, code: 'C1', phone: '5', creditLimit: '10' })
    const joint = hub()
    await joint.runUntilIdle()
    expect(crm.created() + erp.created()).toBe(0)
    const [ours, theirs] = [only(crm.documents('customer'))[1], only(erp.documents('customer'))[1]]
    expect(ours).toEqual(theirs)
    expect(ours).toMatchObject({ phone: '5', creditLimit: '10' })
  })

  it('are one also when the system names what caused it, beside others that nothing caused', async () => {
    const world = await makeWorld(database.current, 40)
    const { crm, erp, hub } = jointOf(world)
    crm.add('customer', acme)
    const imported = erp.add('customer', { ...acme, phone: '5' })
    erp.add('customer', { ...acme, code: 'C2', name: 'Beta' })
    const cause = { system: 'webshop', change: 'import 17' }
    const telling: typeof erp = {
      ...erp,
      async changesSince(kind, cursor, limit) {
        const page = await erp.changesSince(kind, cursor, limit)
        return { ...page, changes: page.changes.map((one) => (one.externalId === imported ? { ...one, cause } : one)) }
      },
    }
    await hub({ connectors: [crm, telling] }).runUntilIdle()
    expect(erp.created()).toBe(0)
    expect([...crm.documents('customer').values()].map(({ code, phone }) => [code, phone])).toEqual([
      ['C1', '5'],
      ['C2', null],
    ])
  })

  it('wait for a person when it is not sure, and are not made twice meanwhile', async () => {
    const { world, crm, erp, joint, there } = await lookalikes(2)
    expect(crm.created() + erp.created()).toBe(0)
    expect(await duplicates(world)).toMatchObject([
      {
        state: 'open',
        system: 'erp',
        externalId: there,
        type: 'link',
        foundBy: [
          { field: 'email', is: 'same' },
          { field: 'name', is: 'same' },
          { field: 'code', is: 'different' },
        ],
      },
    ])
    expect(await joint.proof({ kinds: ['customer'] })).toMatchObject({ inSync: false })
  })

  it('become one when the person says so', async () => {
    const { world, crm, erp, joint, here, there } = await lookalikes(3)
    const [found] = await duplicates(world)
    await world.do(linkDuplicate, { id: found?.id as never, input: {} })
    await joint.runUntilIdle()
    expect(crm.created() + erp.created()).toBe(0)
    expect(erp.documents('customer').get(there)).toMatchObject({ code: 'C1', phone: '5' })
    expect(crm.documents('customer').get(here)).toMatchObject({ code: 'C1', phone: '5' })
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('stay two when the person says so', async () => {
    const { world, crm, erp, joint } = await lookalikes(4)
    const [found] = await duplicates(world)
    await world.do(keepApart, { id: found?.id as never, input: {} })
    await joint.runUntilIdle()
    expect([crm.documents('customer').size, erp.documents('customer').size]).toEqual([2, 2])
    expect(await joint.proof()).toMatchObject({ inSync: true })
    const again = { id: found?.id as never, input: {} }
    expect(await world.try(keepApart, again)).toMatchObject({ refusal: { code: 'duplicate/wrong-state' } })
    expect(await world.try(linkDuplicate, { ...again, version: 1 })).toMatchObject({
      refusal: { code: 'duplicate/changed-meanwhile' },
    })
    expect(await world.try(keepApart, { ...again, id: world.newId() })).toMatchObject({
      refusal: { code: 'duplicate/not-found' },
    })
  })

  it('are not linked when the record has got another document there meanwhile', async () => {
    const { world, erp, joint } = await lookalikes(5)
    const [found] = await duplicates(world)
    erp.add('customer', { ...acme, code: 'C1' })
    await joint.runUntilIdle()
    expect(await world.try(linkDuplicate, { id: found?.id as never, input: {} })).toMatchObject({
      refusal: { code: 'duplicate/already-linked' },
    })
  })
})

describe('I6 a document that the joint itself has just made', () => {
  it('is known as such before its outcome is, by its cause', async () => {
    const world = await makeWorld(database.current, 10)
    const { crm, erp, hub } = jointOf(world, { erp: { random: () => 0.5 } })
    const joint = hub()
    const customer = crm.add('customer', acme)
    await joint.runUntilIdle()
    crm.add('contact', contactOf(customer, 'Ann'))
    erp.suffer({ timeOutAfterCommit: 1 })
    await joint.runUntilIdle()
    expect(erp.documents('contact').size).toBe(1)
    expect(crm.documents('contact').size).toBe(1)
    expect(await joint.proof({ kinds: ['contact'] })).toMatchObject({ inSync: false })
    world.pass(60_000)
    await joint.runUntilIdle()
    expect(await joint.proof({ kinds: ['contact'] })).toMatchObject({ inSync: true })
  })

  it('is not taken for a stranger by a system that does not tell causes', async () => {
    const world = await makeWorld(database.current, 11)
    const { crm, erp, hub } = jointOf(world, { erp: { reportsCause: false, random: () => 0.5 } })
    const joint = hub()
    const customer = crm.add('customer', acme)
    await joint.runUntilIdle()
    crm.add('contact', contactOf(customer, 'Ann'))
    erp.suffer({ timeOutAfterCommit: 1 })
    await joint.runUntilIdle()
    expect([crm.documents('contact').size, erp.documents('contact').size]).toEqual([1, 1])
    world.pass(60_000)
    await joint.runUntilIdle()
    expect([crm.documents('contact').size, erp.documents('contact').size]).toEqual([1, 1])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('is reported when a system made it twice after all', async () => {
    const world = await makeWorld(database.current, 12)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    const customer = crm.add('customer', acme)
    await joint.runUntilIdle()
    // A system that forgets what it did: it denies the first one and makes another.
    const forgetful = { ...erp, probe: async (_kind: string, writes: readonly unknown[]) => writes.map(() => undefined) }
    crm.add('contact', contactOf(customer, 'Ann'))
    const again = jointOf(world).hub({ connectors: [crm, { ...forgetful, apply: twice(erp) } as never] })
    await again.runUntilIdle()
    const found = await world.run((tx) => rows(tx, sql<{ code: string }>`select code from hub.inbox_entry`))
    expect(found).toEqual([{ code: 'joint/created-twice' }])
  })
})

/** Makes each document twice and tells of the second one only. */
function twice(erp: ReturnType<typeof jointOf>['erp']): ReturnType<typeof jointOf>['erp']['apply'] {
  return async (kind, writes) => {
    const outcomes = await erp.apply(kind, writes)
    return outcomes.map((outcome, i) => {
      if (!('done' in outcome)) return outcome
      const externalId = erp.add(kind, writes[i]?.values ?? {})
      return { done: { externalId, version: '1' } }
    })
  }
}
