import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { hubMigrations } from '../index.ts'
import { acme, jointOf, only } from './joint.fixture.ts'

const database = testDatabase([hubMigrations])

describe('J1 a document whose versions are its contents', () => {
  it('may return to what it was before a write of the joint: that is news', async () => {
    const world = await makeWorld(database.current, 1)
    const { crm, erp, hub } = jointOf(world, { crm: { versions: 'content' } })
    const joint = hub()
    const id = crm.add('customer', acme)
    await joint.runUntilIdle()
    // The credit limit is the ERP's, so the CRM's word for it is taken back; then it is said again.
    crm.edit('customer', id, { creditLimit: '3', phone: '1' })
    await joint.runUntilIdle()
    expect(crm.documents('customer').get(id)?.creditLimit).toBeNull()
    crm.edit('customer', id, { creditLimit: '3' })
    await joint.runUntilIdle()
    expect([crm, erp].map((system) => only(system.documents('customer'))[1].creditLimit)).toEqual([null, null])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })
})
