import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { archiveAddress, changeAddress, createAddress, restoreAddress } from '../address/commands.ts'
import { createCustomer } from '../customer/commands.ts'
import { crmMigrations } from '../index.ts'
import { archiveContact, changeContact, createContact, restoreContact } from './commands.ts'

const database = testDatabase([crmMigrations])
const acme = { code: 'C1', name: 'Acme', type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false } as const

describe('C3 a contact', () => {
  it('belongs to a customer, is changed, archived and restored', async () => {
    const world = await makeWorld(database.current, 1)
    const customer = await world.do(createCustomer, acme)
    const made = await world.do(createContact, { customer: customer.id, name: '韩梅梅', email: 'han@acme.example' })
    expect(made).toMatchObject({ customer: customer.id, name: '韩梅梅', phone: null, role: null, status: 'active', version: 1 })
    const { id } = made
    expect(await world.do(changeContact, { id, input: { role: '采购', email: null } })).toMatchObject({
      role: '采购',
      email: null,
    })
    expect(await world.do(archiveContact, { id, input: {} })).toMatchObject({ status: 'archived', version: 3 })
    expect(await world.do(archiveContact, { id, input: {} })).toMatchObject({ status: 'archived', version: 3 })
    expect(await world.do(restoreContact, { id, input: {} })).toMatchObject({ status: 'active', version: 4 })
  })

  it('needs a name and a customer that exists', async () => {
    const world = await makeWorld(database.current, 2)
    const customer = await world.do(createCustomer, acme)
    const refusals = await world.run((tx) =>
      createContact.run(tx, world.context(), [
        { customer: customer.id, name: ' ' },
        { customer: world.newId(), name: 'A' },
        { customer: customer.id, name: 'B' },
      ]),
    )
    expect(refusals).toMatchObject([
      { refusal: { code: 'contact/empty-field', details: { field: 'name' } } },
      { refusal: { code: 'contact/unknown-reference', details: { field: 'customer' } } },
      { ok: true, value: { name: 'B' } },
    ])
  })

  it('may not lose what it needs', async () => {
    const world = await makeWorld(database.current, 3)
    const customer = await world.do(createCustomer, acme)
    const { id } = await world.do(createContact, { customer: customer.id, name: 'A' })
    expect(await world.try(changeContact, { id, input: { name: null } })).toMatchObject({
      refusal: { code: 'contact/empty-field', details: { field: 'name' } },
    })
  })
})

describe('C3 an address', () => {
  it('belongs to a customer, is changed, archived and restored', async () => {
    const world = await makeWorld(database.current, 4)
    const customer = await world.do(createCustomer, acme)
    const input = { customer: customer.id, use: 'billing', line1: '文三路 1 号', city: '杭州', country: 'CN' } as const
    const { id, ...made } = await world.do(createAddress, input)
    expect(made).toMatchObject({ ...input, line2: null, status: 'active' })
    expect(await world.do(changeAddress, { id, input: { use: 'both' } })).toMatchObject({ use: 'both', version: 2 })
    expect(await world.do(changeAddress, { id, input: { use: 'both', city: '杭州' } })).toMatchObject({ version: 2 })
    expect(await world.do(archiveAddress, { id, input: {} })).toMatchObject({ status: 'archived' })
    expect(await world.do(restoreAddress, { id, input: {} })).toMatchObject({ status: 'active' })
  })

  it('needs a street, a city, a country code and a customer', async () => {
    const world = await makeWorld(database.current, 5)
    const customer = await world.do(createCustomer, acme)
    const good = { customer: customer.id, use: 'billing', line1: 'Street 1', city: 'Bern', country: 'CH' } as const
    const inputs = [
      { ...good, line1: '' },
      { ...good, country: 'Ch' },
      { ...good, customer: world.newId() },
    ]
    expect(await world.run((tx) => createAddress.run(tx, world.context(), inputs))).toMatchObject([
      { refusal: { code: 'address/empty-field', details: { field: 'line1' } } },
      { refusal: { code: 'address/not-a-country', details: { value: 'Ch' } } },
      { refusal: { code: 'address/unknown-reference' } },
    ])
  })
})
