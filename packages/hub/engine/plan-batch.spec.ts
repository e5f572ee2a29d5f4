import { rows, sql } from '@tandem/db'
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
