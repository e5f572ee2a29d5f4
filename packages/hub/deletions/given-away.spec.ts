import { rows, sql } from '@tandem/db'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { acme, contactOf, jointOf, only } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'
import { isAnother } from './given-away.ts'

const database = testDatabase([hubMigrations])
const other = { ...acme, code: 'C2', name: 'Other' }

describe('J12 an id that a system gives to another document', () => {
  it('is that of another when nothing that names the document is as it was', () => {
    expect(isAnother('customer', acme, other)).toBe(true)
    expect(isAnother('customer', acme, { ...acme, name: 'Acme Ltd' })).toBe(false)
    expect(isAnother('customer', { ...acme, taxNumber: 'T1' }, { ...other, taxNumber: 'T1' })).toBe(false)
    expect(isAnother('contact', { name: 'Ann', phone: '1' }, { name: 'Ann', phone: '2' })).toBe(false)
    expect(isAnother('price', {}, {})).toBe(false)
  })

  it('makes a new record: the old one stays what it was on the other side', async () => {
    const world = await makeWorld(database.current, 1)
    const { crm, erp, hub } = jointOf(world, { crm: { reusesId: () => true } })
    const joint = hub()
    const id = crm.add('customer', acme)
    await joint.runUntilIdle()
    crm.remove('customer', id)
    await joint.runUntilIdle()
    expect(crm.add('customer', other)).toBe(id)
    await joint.runUntilIdle()
    const codes = [...erp.documents('customer').values()].map(({ code, name, status }) => ({ code, name, status }))
    expect(codes).toEqual([
      { code: 'C1', name: 'Acme', status: 'archived' },
      { code: 'C2', name: 'Other', status: 'active' },
    ])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('is known also when the joint itself makes that other document', async () => {
    const world = await makeWorld(database.current, 2)
    const { crm, erp, hub } = jointOf(world, { crm: { reusesId: () => true, reportsCause: false } })
    const joint = hub()
    const id = crm.add('customer', acme)
    await joint.runUntilIdle()
    crm.remove('customer', id)
    await joint.runUntilIdle()
    erp.add('customer', other)
    await joint.runUntilIdle()
    expect(crm.documents('customer').get(id)).toMatchObject({ code: 'C2' })
    expect(await world.run((tx) => rows(tx, sql`select code from hub.inbox_entry where state <> 'done'`))).toEqual([])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('names nothing any more: what names the old one waits, and after a while a person is told', async () => {
    const world = await makeWorld(database.current, 3)
    const { crm, erp, hub } = jointOf(world, { crm: { reusesId: () => true } })
    const joint = hub()
    const id = crm.add('customer', acme)
    await joint.runUntilIdle()
    const [there] = only(erp.documents('customer'))
    crm.remove('customer', id)
    await joint.runUntilIdle()
    crm.add('customer', other)
    await joint.runUntilIdle()
    erp.add('contact', contactOf(there, 'Ann'))
    await joint.runUntilIdle()
    world.pass(100_000)
    await joint.runUntilIdle()
    expect([...crm.documents('contact').values()]).toEqual([])
    const shown = await world.run((tx) => rows(tx, sql`select code from hub.inbox_entry where kind = 'contact'`))
    expect(shown).toEqual([{ code: 'joint/reference-not-there' }])
  })
})
