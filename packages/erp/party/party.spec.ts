import { readEvents } from '@tandem/db'
import { Decimal } from '@tandem/kernel'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { archiveAddress, changeAddress, createAddress, restoreAddress } from '../address/commands.ts'
import { archiveContact, changeContact, createContact, restoreContact } from '../contact/commands.ts'
import { erpMigrations } from '../index.ts'
import { acme, NOBODY } from '../specs/trade.ts'
import { archiveParty, changeParty, createParty, restoreParty } from './commands.ts'
import { addOrdered, addReceivable, creditQuery } from './credit.ts'

const database = testDatabase([erpMigrations])

describe('E4 a party', () => {
  it('is kept as it was typed, archived and restored', async () => {
    const world = await makeWorld(database.current, 1)
    const { id } = await world.do(createParty, { ...acme, creditLimit: '1000', taxNumber: '9133' })
    const archived = await world.do(archiveParty, { id, input: {} })
    expect(archived).toMatchObject({ name: 'Acme 家具', creditLimit: '1000', status: 'archived', version: 2 })
    expect(await world.try(changeParty, { id, input: { name: 'B' } })).toMatchObject({ refusal: { code: 'party/archived' } })
    await world.do(restoreParty, { id, input: {} })
    expect(await world.do(changeParty, { id, input: { code: 'C9' } })).toMatchObject({ code: 'C9', version: 4 })
    const { events } = await world.run((tx) => readEvents(tx, 'erp', { after: '', limit: 10 }))
    expect(events.map(({ type }) => type)).toEqual(['party-created', 'party-archived', 'party-restored', 'party-changed'])
  })

  it('is refused with what cannot be', async () => {
    const world = await makeWorld(database.current, 2)
    const refusal = async (changes: object) => {
      const result = await world.try(createParty, { ...acme, ...changes })
      return result.ok ? 'created' : result.refusal.code
    }
    expect(await refusal({ code: ' ' })).toBe('party/no-code')
    expect(await refusal({ name: ' ' })).toBe('party/no-name')
    expect(await refusal({ currency: 'cny' })).toBe('party/bad-currency')
    expect(await refusal({ paymentTermDays: -1 })).toBe('party/bad-payment-term')
    expect(await refusal({ creditLimit: '-1' })).toBe('party/bad-credit-limit')
    expect(await refusal({})).toBe('created')
    expect(await refusal({})).toBe('party/code-taken')
    expect(await world.try(changeParty, { id: NOBODY, input: {} })).toMatchObject({ refusal: { code: 'party/not-found' } })
    const { id } = await world.do(createParty, { ...acme, code: 'C2' })
    expect(await world.try(changeParty, { id, version: 7, input: { phone: '1' } })).toMatchObject({
      refusal: { code: 'party/changed-meanwhile' },
    })
  })
})

describe('E4 credit', () => {
  it('is good up to the limit, in the currency of the limit', async () => {
    const world = await makeWorld(database.current, 10)
    const { id: party } = await world.do(createParty, { ...acme, creditLimit: '100' })
    const currency = 'CNY'
    await world.run(async (tx) => {
      await addOrdered(tx, [
        { party, currency, amount: Decimal.of('30') },
        { party, currency, amount: Decimal.of('10.5') },
      ])
      await addReceivable(tx, [{ party, currency, amount: Decimal.of('20') }])
    })
    const ask = (amount: string, more: object = {}) =>
      world.run((tx) => creditQuery.run(tx, world.context(), { party, amount, ...more }))
    expect(await ask('39.5')).toMatchObject({ value: { state: 'good', limit: '100', used: '60.5', free: '39.5', currency } })
    expect(await ask('39.51')).toMatchObject({ value: { state: 'exceeded' } })
    expect(await ask('1', { currency: 'USD' })).toMatchObject({ refusal: { code: 'party/other-currency' } })
    expect(await ask('1', { party: NOBODY })).toMatchObject({ refusal: { code: 'party/not-found' } })
    await world.do(changeParty, { id: party, input: { onHold: true } })
    expect(await ask('1')).toMatchObject({ value: { state: 'on-hold' } })
    await world.do(changeParty, { id: party, input: { onHold: false, creditLimit: null } })
    expect(await ask('1000000')).toMatchObject({ value: { state: 'no-limit', limit: null, free: null } })
  })

  it('is counted for somebody who never ordered, and never falls below zero', async () => {
    const world = await makeWorld(database.current, 11)
    const { id: party } = await world.do(createParty, acme)
    await world.run((tx) => addReceivable(tx, [{ party, currency: 'USD', amount: Decimal.of('-5') }]))
    await world.do(changeParty, { id: party, input: { currency: 'USD' } })
    expect(await world.run((tx) => creditQuery.run(tx, world.context(), { party }))).toMatchObject({ value: { used: '-5' } })
    const taken = world.run((tx) => addOrdered(tx, [{ party, currency: 'CNY', amount: Decimal.of('-0.01') }]))
    await expect(taken).rejects.toThrow(/ordered/)
  })
})

describe('E4 contacts and addresses of a party', () => {
  it('are kept, changed, archived and restored', async () => {
    const world = await makeWorld(database.current, 20)
    const { id: party } = await world.do(createParty, acme)
    const contact = await world.do(createContact, { party, name: '王芳', email: 'wang@example.com' })
    expect(await world.do(changeContact, { id: contact.id, input: { phone: '139' } })).toMatchObject({ phone: '139', version: 2 })
    await world.do(archiveContact, { id: contact.id, input: {} })
    expect(await world.try(changeContact, { id: contact.id, input: { phone: '1' } })).toMatchObject({
      refusal: { code: 'contact/archived' },
    })
    expect(await world.do(restoreContact, { id: contact.id, input: {} })).toMatchObject({ status: 'active' })
    const address = await world.do(createAddress, { party, use: 'both', line1: '1号', city: '杭州', country: 'CN' })
    expect(await world.do(changeAddress, { id: address.id, input: { use: 'shipping' } })).toMatchObject({ use: 'shipping' })
    await world.do(archiveAddress, { id: address.id, input: {} })
    expect(await world.try(changeAddress, { id: address.id, input: { city: '上海' } })).toMatchObject({
      refusal: { code: 'address/archived' },
    })
    expect(await world.do(restoreAddress, { id: address.id, input: {} })).toMatchObject({ status: 'active', version: 4 })
  })

  it('are refused without their party, name, street or country', async () => {
    const world = await makeWorld(database.current, 21)
    const { id: party } = await world.do(createParty, acme)
    const place = { party, use: 'both', line1: 'A', city: 'B', country: 'CN' } as const
    expect(await world.try(createContact, { party: NOBODY, name: 'A' })).toMatchObject({
      refusal: { code: 'contact/no-such-party' },
    })
    expect(await world.try(createContact, { party, name: ' ' })).toMatchObject({ refusal: { code: 'contact/no-name' } })
    expect(await world.try(createAddress, { ...place, party: NOBODY })).toMatchObject({
      refusal: { code: 'address/no-such-party' },
    })
    expect(await world.try(createAddress, { ...place, line1: '' })).toMatchObject({ refusal: { code: 'address/no-street' } })
    expect(await world.try(createAddress, { ...place, country: 'China' })).toMatchObject({
      refusal: { code: 'address/bad-country' },
    })
    expect(await world.try(changeContact, { id: NOBODY, input: {} })).toMatchObject({ refusal: { code: 'contact/not-found' } })
    expect(await world.try(changeAddress, { id: NOBODY, input: {} })).toMatchObject({ refusal: { code: 'address/not-found' } })
    const { id } = await world.do(createContact, { party, name: 'A' })
    expect(await world.try(changeContact, { id, version: 9, input: {} })).toMatchObject({
      refusal: { code: 'contact/changed-meanwhile' },
    })
    const { id: at } = await world.do(createAddress, place)
    expect(await world.try(changeAddress, { id: at, version: 9, input: {} })).toMatchObject({
      refusal: { code: 'address/changed-meanwhile' },
    })
  })
})
