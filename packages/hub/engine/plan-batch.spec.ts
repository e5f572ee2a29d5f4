import { rows, run, sql } from '@tandem/db'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { retryEntry } from '../inbox/commands.ts'
import type { InboxEntry } from '../inbox/definition.ts'
import { hubMigrations } from '../index.ts'
import { acme, contactOf, jointOf, only } from './joint.fixture.ts'

const database = testDatabase([hubMigrations])

describe('J1 two changes of one document that are planned together', () => {
  it('count as the newer one says, also when the older one has to wait for something', async () => {
    const world = await makeWorld(database.current, 1)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    const right = crm.add('customer', acme)
    const contact = crm.add('contact', contactOf('crm-000003', 'Kim'))
    await joint.runUntilIdle()
    world.pass(61_000)
    await joint.runUntilIdle()
    const [entry] = await world.run((tx) => rows(tx, sql<InboxEntry>`select id, version from hub.inbox_entry`))
    await world.do(retryEntry, { id: entry?.id as never, input: {} })
    crm.edit('contact', contact, { customer: right })
    await joint.pull()
    await joint.plan()
    // The customer that the older version named turns up at last.
    expect(crm.add('customer', { ...acme, code: 'C2' })).toBe('crm-000003')
    await joint.runUntilIdle()
    expect(crm.documents('contact').get(contact)?.customer).toBe(right)
    const [, there] = only(erp.documents('contact'))
    expect(erp.documents('customer').get(String(there.customer))?.code).toBe('C1')
  })

  it('are both kept, also when the first makes a record and the second says that the document is gone', async () => {
    const world = await makeWorld(database.current, 2)
    const { crm, hub } = jointOf(world)
    const joint = hub()
    crm.add('customer', acme)
    const contact = crm.add('contact', contactOf('crm-000003', 'Kim'))
    await joint.runUntilIdle()
    crm.add('customer', { ...acme, code: 'C2' })
    crm.remove('contact', contact)
    await joint.runUntilIdle()
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })
})

describe('J1 a document that the joint has just made, before anybody knows that it has', () => {
  it('may be deleted by somebody: that is seen once it is known whose it was', async () => {
    const world = await makeWorld(database.current, 3)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    await joint.runUntilIdle()
    const id = crm.add('customer', acme)
    erp.suffer({ timeOutAfterCommit: 1 })
    await joint.runUntilIdle()
    erp.suffer({})
    erp.remove('customer', only(erp.documents('customer'))[0])
    await joint.runUntilIdle()
    world.pass(60_000)
    await joint.runUntilIdle()
    expect(crm.documents('customer').get(id)).toMatchObject({ status: 'archived' })
    expect(await world.run((tx) => rows(tx, sql`select system, state from hub.deletion`))).toEqual([
      { system: 'erp', state: 'settled' },
    ])
  })
})

describe('J12 the same new customer on both sides, planned together', () => {
  it('is one, written to the side that says less, and made on neither', async () => {
    const world = await makeWorld(database.current, 4)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    await joint.runUntilIdle()
    // Something that is not planned yet makes newer changes queue up behind it.
    await world.run((tx) =>
      run(
        tx,
        sql`insert into hub.change (id, system, kind, external_id, version, values, deleted, at, actor, priority, state, read_mark, pulled_at)
            values (${world.newId()}, 'crm', 'customer', 'nothing', '1', '{}', true, ${world.now()}, 'somebody', 99, 'new', 0, ${world.now()})`,
      ),
    )
    crm.add('customer', { ...acme, taxNumber: 'T1' })
    erp.add('customer', { ...acme, taxNumber: 'T1', creditLimit: '500', phone: '7' })
    await joint.runUntilIdle()
    expect([crm.created(), erp.created()]).toEqual([0, 0])
    expect(only(crm.documents('customer'))[1]).toMatchObject({ creditLimit: '500' })
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })
})
