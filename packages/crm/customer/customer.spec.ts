import { readEvents } from '@tandem/db'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { crmMigrations } from '../index.ts'
import { archiveCustomer, changeCustomer, createCustomer } from './commands.ts'

const database = testDatabase([crmMigrations])

const acme = { code: 'C1', name: 'Acme 家具', type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false } as const

describe('C3 a customer', () => {
  it('is kept as it was typed, and the event tells who did it', async () => {
    const world = await makeWorld(database.current, 1)
    const made = await world.do(createCustomer, { ...acme, creditLimit: '1000.00' })
    expect(made).toMatchObject({ code: 'C1', name: 'Acme 家具', status: 'active', version: 1 })
    const { events } = await world.run((tx) => readEvents(tx, 'crm', { after: '', limit: 10 }))
    expect(events).toMatchObject([{ type: 'customer-created', documentId: made.id, actorId: 'tester' }])
  })

  it('needs a name, and a code nobody has', async () => {
    const world = await makeWorld(database.current, 2)
    expect(await world.try(createCustomer, { ...acme, name: ' ' })).toMatchObject({ refusal: { code: 'customer/no-name' } })
    await world.do(createCustomer, acme)
    expect(await world.try(createCustomer, acme)).toMatchObject({ refusal: { code: 'customer/code-taken' } })
  })

  it('is not changed by somebody who saw an older version', async () => {
    const world = await makeWorld(database.current, 3)
    const { id } = await world.do(createCustomer, acme)
    await world.do(changeCustomer, { id, version: 1, input: { name: 'Acme' } })
    expect(await world.try(changeCustomer, { id, version: 1, input: { phone: '1' } })).toMatchObject({
      refusal: { code: 'customer/changed-meanwhile', details: { yours: 1, now: 2 } },
    })
  })

  it('is not changed once archived', async () => {
    const world = await makeWorld(database.current, 4)
    const { id } = await world.do(createCustomer, acme)
    await world.do(archiveCustomer, { id, input: {} })
    expect(await world.try(changeCustomer, { id, input: { name: 'B' } })).toMatchObject({
      refusal: { code: 'customer/archived' },
    })
    expect(await world.try(changeCustomer, { id: world.newId(), input: {} })).toMatchObject({
      refusal: { code: 'customer/not-found' },
    })
  })
})
