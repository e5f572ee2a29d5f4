import { rows, sql } from '@tandem/db'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { retryEntry } from '../inbox/commands.ts'
import type { InboxEntry } from '../inbox/definition.ts'
import { hubMigrations } from '../index.ts'
import { acme, jointOf, only } from './joint.fixture.ts'

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
