import { rows, sql } from '@tandem/db'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { ignoreEntry, retryEntry } from '../inbox/commands.ts'
import type { InboxEntry } from '../inbox/definition.ts'
import { hubMigrations } from '../index.ts'
import { acme, jointOf, only } from './joint.fixture.ts'
import type { Hub } from './options.ts'

const database = testDatabase([hubMigrations])

describe('I7 a document that cannot be read', () => {
  it('is shown once, however often it is read again because something is to be written there', async () => {
    const world = await makeWorld(database.current, 1)
    let isBroken = false
    const tell = (_kind: string, values: typeof acme) => (isBroken ? { ...values, name: null } : values)
    const { crm, erp, hub } = jointOf(world, { erp: { tell } })
    const joint = hub()
    const id = crm.add('customer', acme)
    await joint.runUntilIdle()
    isBroken = true
    erp.edit('customer', only(erp.documents('customer'))[0], { phone: '1' })
    for (let n = 0; n < 5; n++) {
      crm.edit('customer', id, { name: `Acme ${n}` })
      await joint.runUntilIdle()
      world.pass(400_000)
    }
    const open = await world.run((tx) => rows(tx, sql`select code from hub.inbox_entry where state <> 'done'`))
    expect(open).toEqual([{ code: 'joint/field-missing' }])
  })
})

describe('I7 what a person lets be', () => {
  it('a document that cannot be read is not shown again while it says the same', async () => {
    const world = await makeWorld(database.current, 3)
    let isBroken = false
    const tell = (_kind: string, values: typeof acme) => (isBroken ? { ...values, name: null } : values)
    const { crm, erp, hub } = jointOf(world, { erp: { tell } })
    const joint = hub()
    const id = crm.add('customer', acme)
    await joint.runUntilIdle()
    isBroken = true
    erp.edit('customer', only(erp.documents('customer'))[0], { phone: '1' })
    await joint.runUntilIdle()
    const [entry] = await openEntries(world)
    await world.do(ignoreEntry, { id: entry?.id as never, input: { reason: 'a trial' } })
    // Something is to be written there, so it is read again and again.
    for (let n = 0; n < 3; n++) {
      crm.edit('customer', id, { name: `Acme ${n}` })
      await joint.runUntilIdle()
      world.pass(400_000)
    }
    expect(await openEntries(world)).toEqual([])
  })

  it('a write that a system puts off for ever is not tried any more', async () => {
    const { world, joint } = await alwaysBusy(4)
    const [entry] = await openEntries(world)
    await world.do(ignoreEntry, { id: entry?.id as never, input: { reason: 'a trial' } })
    world.pass(400_000)
    await joint.runUntilIdle()
    expect(await world.run((tx) => rows(tx, sql`select state, attempts from hub.delivery`))).toEqual([
      { state: 'parked', attempts: 5 },
    ])
  })
})

describe('I7 a write that a system puts off and a person tries again', () => {
  it('is shown again after as many tries in vain', async () => {
    const { world, joint } = await alwaysBusy(5)
    const [entry] = await openEntries(world)
    await world.do(retryEntry, { id: entry?.id as never, input: {} })
    await tryOften(world, joint)
    expect(await openEntries(world)).toMatchObject([{ state: 'open', code: 'joint/not-accepted' }])
  })
})

function openEntries(world: World): Promise<InboxEntry[]> {
  return world.run((tx) => rows(tx, sql<InboxEntry>`select * from hub.inbox_entry where state in ('open', 'retried')`))
}

async function tryOften(world: World, joint: Hub): Promise<void> {
  for (let n = 0; n < 5; n++) {
    await joint.runUntilIdle()
    world.pass(400_000)
  }
}

/** A customer that the ERP puts off, shown after three tries. */
async function alwaysBusy(seed: number) {
  const world = await makeWorld(database.current, seed)
  const { crm, hub } = jointOf(world, { erp: { random: () => 0, faults: { rateLimit: 1 } }, hub: { limits: { attempts: 3 } } })
  const joint = hub()
  await joint.runUntilIdle()
  crm.add('customer', acme)
  await tryOften(world, joint)
  return { world, joint }
}

describe('I7 a write that was refused and is tried again', () => {
  it('leaves nothing in the inbox when something newer takes its place', async () => {
    const world = await makeWorld(database.current, 2)
    const refuse = (_kind: string, { values }: { readonly values: typeof acme }) =>
      values.name === 'Bad' ? { code: 'simulated/bad-name', details: {} } : undefined
    const { crm, erp, hub } = jointOf(world, { erp: { refuse } })
    const joint = hub()
    const id = crm.add('customer', { ...acme, name: 'Bad' })
    await joint.runUntilIdle()
    const [entry] = await world.run((tx) => rows(tx, sql<InboxEntry>`select * from hub.inbox_entry`))
    await world.do(retryEntry, { id: entry?.id as never, input: {} })
    crm.edit('customer', id, { name: 'Good' })
    await joint.runUntilIdle()
    expect(only(erp.documents('customer'))[1].name).toBe('Good')
    expect(await world.run((tx) => rows(tx, sql`select code, state from hub.inbox_entry where state <> 'done'`))).toEqual([])
  })
})
