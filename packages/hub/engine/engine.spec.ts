import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { hubMigrations } from '../index.ts'
import { acme, chair, jointOf, only, orderOf } from './joint.fixture.ts'

const database = testDatabase([hubMigrations])

describe('J1 a customer', () => {
  it('made in the CRM appears in the ERP, once, with the same values', async () => {
    const world = await makeWorld(database.current, 1)
    const { crm, erp, hub } = jointOf(world)
    crm.add('customer', acme)
    const joint = hub()
    await joint.runUntilIdle()
    expect(only(erp.documents('customer'))[1]).toEqual(acme)
    await joint.runUntilIdle()
    expect(erp.created() + crm.created()).toBe(1)
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('changed on one side is changed on the other, and nothing comes back as an echo', async () => {
    const world = await makeWorld(database.current, 2)
    const { crm, erp, hub } = jointOf(world)
    const id = crm.add('customer', acme)
    const joint = hub()
    await joint.runUntilIdle()
    const [there] = only(erp.documents('customer'))
    erp.edit('customer', there, { name: 'Acme Ltd', creditLimit: '1000' })
    crm.edit('customer', id, { phone: '123' })
    await joint.runUntilIdle()
    const expected = { ...acme, name: 'Acme Ltd', creditLimit: '1000', phone: '123' }
    expect(crm.documents('customer').get(id)).toEqual(expected)
    expect(erp.documents('customer').get(there)).toEqual(expected)
  })
})

describe('J4 an order', () => {
  it('waits for the customer and the item it names, and then goes whole', async () => {
    const world = await makeWorld(database.current, 3)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    const customer = crm.add('customer', acme)
    const item = erp.add('item', chair)
    await joint.runUntilIdle()
    const [itemInCrm] = only(crm.documents('item'))
    crm.add('order', orderOf('SO1', customer, itemInCrm, '10'))
    await joint.runUntilIdle()
    const [, order] = only(erp.documents('order'))
    expect(order).toMatchObject({
      number: 'SO1',
      customer: only(erp.documents('customer'))[0],
      lines: [{ item, quantity: '10' }],
    })
  })
})
