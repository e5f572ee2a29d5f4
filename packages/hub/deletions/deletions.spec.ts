import { rows, sql } from '@tandem/db'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import type { Values } from '../connector.ts'
import { acme, chair, type JointOptions, jointOf, only, orderOf } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'
import { settleDeletion, undoDeletion } from './commands.ts'
import type { Deletion } from './definition.ts'

const database = testDatabase([hubMigrations])

const DELETES = { create: 'travel', update: 'travel', archive: 'travel', delete: 'delete' } as const
const REALLY: JointOptions = { hub: { travel: { customer: { crm: DELETES, erp: DELETES } } } }

/** A customer that both sides know. */
async function shared(seed: number, options: JointOptions = {}) {
  const world = await makeWorld(database.current, seed)
  const { crm, erp, hub } = jointOf(world, options)
  const joint = hub()
  const here = crm.add('customer', acme)
  await joint.runUntilIdle()
  const [there] = only(erp.documents('customer'))
  const inErp = () => [...erp.documents('customer').values()]
  const inCrm = () => [...crm.documents('customer').values()]
  return { world, crm, erp, joint, here, there, inErp, inCrm }
}

function deletions(world: World): Promise<Deletion[]> {
  return world.run((tx) => rows(tx, sql<Deletion>`select * from hub.deletion order by created_at, id`))
}

async function theDeletion(world: World): Promise<Deletion> {
  const [found] = await deletions(world)
  if (!found) throw new Error('no deletion is on record')
  return found
}

function openEntries(world: World) {
  return world.run((tx) => rows(tx, sql<{ code: string }>`select code, details from hub.inbox_entry where state = 'open'`))
}

describe('J12 a customer deleted in the CRM', () => {
  it('is archived in the ERP with its values, and nothing is written to where it is gone', async () => {
    const { world, crm, erp, joint, here, there, inErp } = await shared(1)
    crm.remove('customer', here, 'ann')
    await joint.runUntilIdle()
    expect(inErp()).toEqual([{ ...acme, status: 'archived' }])
    expect(await deletions(world)).toMatchObject([{ state: 'settled', policy: 'archive', system: 'crm', deletedBy: 'ann' }])
    erp.edit('customer', there, { phone: '5' })
    await joint.runUntilIdle()
    expect(await openEntries(world)).toEqual([])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('is active again in the ERP when it comes back', async () => {
    const { world, crm, joint, here, inErp } = await shared(2)
    crm.remove('customer', here)
    await joint.runUntilIdle()
    crm.resurrect('customer', here)
    await joint.runUntilIdle()
    expect(inErp()).toEqual([acme])
    expect(await deletions(world)).toMatchObject([{ state: 'returned' }])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('and then in the ERP, where it comes back, stays archived there: in the CRM it is deleted all the same', async () => {
    const { world, crm, erp, joint, here, there, inErp } = await shared(40)
    crm.remove('customer', here)
    await joint.runUntilIdle()
    erp.remove('customer', there)
    await joint.runUntilIdle()
    erp.resurrect('customer', there)
    await joint.runUntilIdle()
    expect(inErp()).toEqual([{ ...acme, status: 'archived' }])
    const states = async () => (await deletions(world)).map(({ system, state }) => `${system} ${state}`).sort()
    expect(await states()).toEqual(['crm settled', 'erp returned'])
    expect(await joint.proof()).toMatchObject({ inSync: true })
    crm.resurrect('customer', here)
    await joint.runUntilIdle()
    expect(inErp()).toEqual([acme])
    expect(await states()).toEqual(['crm returned', 'erp returned'])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('is taken back on both sides by one command', async () => {
    const { world, crm, joint, here, inErp, inCrm } = await shared(3)
    crm.remove('customer', here)
    await joint.runUntilIdle()
    const { id } = await theDeletion(world)
    await world.do(undoDeletion, { id, input: {} })
    await joint.runUntilIdle()
    expect([inCrm(), inErp()]).toEqual([[acme], [acme]])
    expect(await world.try(undoDeletion, { id, input: {} })).toMatchObject({ refusal: { code: 'deletion/wrong-state' } })
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('is deleted in the ERP where the rules say so, taken back by one command, and comes back when it is undeleted', async () => {
    const { world, crm, joint, here, inErp, inCrm } = await shared(4, REALLY)
    crm.remove('customer', here)
    await joint.runUntilIdle()
    expect(inErp()).toEqual([])
    expect(await joint.proof()).toMatchObject({ inSync: true })
    crm.resurrect('customer', here)
    await joint.runUntilIdle()
    expect([inCrm(), inErp()]).toEqual([[acme], [acme]])
    crm.remove('customer', here)
    await joint.runUntilIdle()
    const last = (await deletions(world)).find(({ state }) => state === 'settled')
    await world.do(undoDeletion, { id: last?.id as never, input: {} })
    await joint.runUntilIdle()
    expect([inCrm(), inErp()]).toEqual([[acme], [acme]])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('is archived where the system cannot delete', async () => {
    const { crm, joint, here, inErp } = await shared(5, { ...REALLY, erp: { deletes: false } })
    crm.remove('customer', here)
    await joint.runUntilIdle()
    expect(inErp()).toEqual([{ ...acme, status: 'archived' }])
  })

  it('stays in the ERP where the rules say that it is kept', async () => {
    const keep = { ...DELETES, delete: 'keep' } as const
    const { world, crm, joint, here, inErp } = await shared(6, { hub: { travel: { customer: { crm: keep, erp: keep } } } })
    crm.remove('customer', here)
    await joint.runUntilIdle()
    expect(inErp()).toEqual([acme])
    expect(await openEntries(world)).toEqual([])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })
})

function seedOf(...words: readonly string[]): number {
  return [...words.join(' ')].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 100) % 1_000_003
}

describe('J12 a delete and an edit at the same time', () => {
  it.each([
    ['archive', {}],
    ['delete', REALLY],
  ])('wait for a person, and the edit is not lost (%s)', async (policy, options: JointOptions) => {
    for (const first of ['crm', 'erp']) {
      const { world, crm, erp, joint, here, there, inErp } = await shared(seedOf(policy, first), options)
      const remove = () => crm.remove('customer', here, 'ann')
      const edit = () => erp.edit('customer', there, { phone: '5' }, 'bob')
      for (const act of first === 'crm' ? [remove, edit] : [edit, remove]) act()
      await joint.runUntilIdle()
      expect(inErp()).toEqual([{ ...acme, phone: '5' }])
      expect(await deletions(world)).toMatchObject([{ state: 'open', edited: ['phone'] }])
      expect(await openEntries(world)).toMatchObject([{ code: 'joint/deleted-and-changed', details: { fields: 'phone' } }])
      expect(await joint.proof()).toMatchObject({ inSync: false })
    }
  })

  it('are seen when the edit was made after the deletion had been taken in', async () => {
    const { world, crm, erp, joint, here, there, inErp } = await shared(22, REALLY)
    crm.remove('customer', here, 'ann')
    await joint.pull()
    await joint.plan()
    erp.edit('customer', there, { phone: '5' }, 'bob')
    await joint.runUntilIdle()
    expect(inErp()).toEqual([{ ...acme, phone: '5' }])
    expect(await openEntries(world)).toMatchObject([{ code: 'joint/deleted-and-changed' }])
  })

  it.each([
    ['archive', [], [{ ...acme, phone: '5', status: 'archived' }]],
    ['delete', [], []],
    ['keep', [], [{ ...acme, phone: '5' }]],
    ['restore', [{ ...acme, phone: '5' }], [{ ...acme, phone: '5' }]],
  ] as const)('become what the person chose: %s', async (choice, crmHas: readonly Values[], erpHas: readonly Values[]) => {
    const { world, crm, erp, joint, here, there, inErp, inCrm } = await shared(seedOf(choice))
    crm.remove('customer', here)
    erp.edit('customer', there, { phone: '5' })
    await joint.runUntilIdle()
    const { id } = await theDeletion(world)
    await world.do(settleDeletion, { id, input: { choice } })
    await joint.runUntilIdle()
    expect([inCrm(), inErp()]).toEqual([crmHas, erpHas])
    expect(await openEntries(world)).toEqual([])
    expect(await joint.proof()).toMatchObject({ inSync: true })
    expect(await world.try(settleDeletion, { id, version: 1, input: { choice } })).toMatchObject({
      refusal: { code: 'deletion/changed-meanwhile' },
    })
  })
})

describe('J12 an order deleted in the CRM', () => {
  async function deletedOrder(seed: number, options: JointOptions = {}) {
    const world = await makeWorld(database.current, seed)
    const { crm, erp, hub } = jointOf(world, options)
    const joint = hub()
    const [customer, item] = [crm.add('customer', acme), crm.add('item', chair)]
    const id = crm.add('order', orderOf('SO1', customer, item, '2'))
    await joint.runUntilIdle()
    crm.remove('order', id, 'ann')
    await joint.runUntilIdle()
    return { world, crm, erp, joint }
  }

  it('is never deleted elsewhere by itself: a person is asked, and may not archive it', async () => {
    const { world, erp, joint } = await deletedOrder(30)
    expect(erp.documents('order').size).toBe(1)
    expect(await openEntries(world)).toMatchObject([{ code: 'joint/deleted-there' }])
    const { id } = await theDeletion(world)
    const settle = (choice: 'archive' | 'restore') => world.try(settleDeletion, { id, input: { choice } })
    expect(await settle('archive')).toMatchObject({ refusal: { code: 'deletion/cannot-archive' } })
    expect(await settle('restore')).toMatchObject({ ok: true })
    await joint.runUntilIdle()
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('cannot be deleted where the system does not delete', async () => {
    const { world } = await deletedOrder(31, { erp: { deletes: false } })
    const { id } = await theDeletion(world)
    expect(await world.try(settleDeletion, { id, input: { choice: 'delete' } })).toMatchObject({
      refusal: { code: 'deletion/cannot-delete', details: { system: 'erp' } },
    })
    expect(await world.try(settleDeletion, { id: world.newId(), input: { choice: 'keep' } })).toMatchObject({
      refusal: { code: 'deletion/not-found' },
    })
  })
})
