import { rows, sql } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { acme, chair, contactOf, jointOf, only, orderOf } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'
import { mergeDuplicate } from '../merges/commands.ts'
import { keepApart, linkDuplicate } from './commands.ts'
import type { Duplicate } from './definition.ts'
import { undoDuplicate } from './undo.ts'

const database = testDatabase([hubMigrations])

function duplicates(world: World): Promise<Duplicate[]> {
  return world.run((tx) => rows(tx, sql<Duplicate>`select * from hub.duplicate order by created_at, id`))
}

/** Both sides have a customer with the same e-mail and name under different codes; the ERP's has a contact, too. */
async function asked(seed: number) {
  const world = await makeWorld(database.current, seed)
  const { crm, erp, hub } = jointOf(world)
  const here = crm.add('customer', { ...acme, code: 'C1', email: 'a@acme.cn', phone: '1' })
  const there = erp.add('customer', { ...acme, code: 'P7', email: 'A@ACME.cn', phone: '5', creditLimit: '700' })
  erp.add('contact', contactOf(there, 'Eve'))
  const joint = hub()
  await joint.runUntilIdle()
  const [found] = await duplicates(world)
  const id = found?.id as Id
  const on = { id, input: {} }
  const settle = async () => {
    world.pass(1_000)
    await joint.runUntilIdle()
  }
  const customers = () =>
    [crm, erp].map((side) => [...side.documents('customer').values()].map(({ code, phone }) => [code, phone]))
  const state = async () => (await duplicates(world)).map((row) => [row.state, row.type])
  return { world, crm, erp, joint, here, there, on, settle, customers, state }
}

describe('I12 what was said of two that look alike', () => {
  it('"the same" is taken back: each says again what it said, is on both sides, and keeps what was its own', async () => {
    const { world, crm, erp, joint, here, there, on, settle, customers, state } = await asked(1)
    await world.do(linkDuplicate, on)
    await settle()
    expect(crm.documents('customer').get(here)).toMatchObject({ creditLimit: '700' })
    await world.do(undoDuplicate, on)
    await settle()
    expect(crm.documents('customer').get(here)).toMatchObject({ code: 'C1', phone: '1', creditLimit: null })
    expect(erp.documents('customer').get(there)).toMatchObject({ code: 'P7', phone: '5', creditLimit: '700' })
    const [ours, theirs] = customers()
    expect(ours?.toSorted()).toEqual([
      ['C1', '1'],
      ['P7', '5'],
    ])
    expect(theirs?.toSorted()).toEqual(ours?.toSorted())
    const [contact] = [...crm.documents('contact').values()]
    expect(crm.documents('customer').get(String(contact?.customer))).toMatchObject({ code: 'P7' })
    expect(await joint.proof()).toMatchObject({ inSync: true })
    expect(await state()).toEqual([['apart', 'link']])
  })

  it('what came since stays: a change made after, and an order that the other side took', async () => {
    const { world, crm, erp, joint, here, there, on, settle } = await asked(2)
    const item = crm.add('item', chair)
    await world.do(linkDuplicate, on)
    await settle()
    crm.edit('customer', here, { name: 'Acme after' })
    crm.add('order', orderOf('O1', here, item, '2'))
    await settle()
    await world.do(undoDuplicate, on)
    await settle()
    expect(crm.documents('customer').get(here)).toMatchObject({ name: 'Acme after' })
    expect(erp.documents('customer').get(there)).toMatchObject({ name: 'Acme after', code: 'P7' })
    // The order was this one's: in the ERP it names the document made for it now.
    const [, order] = only(erp.documents('order'))
    expect(erp.documents('customer').get(String(order.customer))).toMatchObject({ code: 'C1' })
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('"different" is taken back: asked again, now whether to merge the two', async () => {
    const { world, crm, erp, joint, on, settle, state } = await asked(3)
    await world.do(keepApart, on)
    await settle()
    await world.do(undoDuplicate, on)
    expect(await state()).toEqual([['open', 'merge']])
    await world.do(mergeDuplicate, { ...on, input: { keep: 'known' } })
    await settle()
    const active = (side: typeof crm) => [...side.documents('customer').values()].filter(({ status }) => status === 'active')
    expect([active(crm).length, active(erp).length]).toEqual([1, 1])
    expect(await joint.proof()).toMatchObject({ inSync: true })
    await world.do(undoDuplicate, on)
    await settle()
    expect([active(crm).length, active(erp).length]).toEqual([2, 2])
    expect(await state()).toEqual([['open', 'merge']])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('"different" is asked as before while nothing has come of it', async () => {
    const { world, crm, erp, joint, on, settle, state } = await asked(4)
    await world.do(keepApart, on)
    await world.do(undoDuplicate, on)
    expect(await state()).toEqual([['open', 'link']])
    await settle()
    expect(crm.created() + erp.created()).toBe(0)
    await world.do(linkDuplicate, on)
    await settle()
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('is not taken back where nothing was said, or somebody has gone on with it', async () => {
    const { world, erp, there, on, settle } = await asked(5)
    expect(await world.try(undoDuplicate, on)).toMatchObject({ refusal: { code: 'duplicate/wrong-state' } })
    await world.do(linkDuplicate, on)
    await settle()
    erp.remove('customer', there)
    await settle()
    expect(await world.try(undoDuplicate, on)).toMatchObject({ refusal: { code: 'duplicate/changed-since' } })
  })

  it('of an item is not taken back: nobody knows which of the two its documents mean', async () => {
    const world = await makeWorld(database.current, 6)
    const { crm, erp, hub } = jointOf(world)
    crm.add('item', { ...chair, code: 'A', barcode: '4006381333931' })
    erp.add('item', { ...chair, code: 'B', barcode: '4006381333931' })
    const joint = hub()
    await joint.runUntilIdle()
    const [found] = await duplicates(world)
    const on = { id: found?.id as Id, input: {} }
    await world.do(linkDuplicate, on)
    await joint.runUntilIdle()
    expect(await world.try(undoDuplicate, on)).toMatchObject({ refusal: { code: 'duplicate/named' } })
  })
})
