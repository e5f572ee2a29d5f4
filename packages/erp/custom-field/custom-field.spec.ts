import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { createContact } from '../contact/commands.ts'
import { erpMessages, erpMigrations } from '../index.ts'
import { changeItem, createItem } from '../item/commands.ts'
import { changeParty, createParty } from '../party/commands.ts'
import { createCustomField } from './commands.ts'

const database = testDatabase([erpMigrations])

const field = { labelEn: 'Floor area', labelZh: '面积', type: 'number', decimals: 2, required: false } as const
const terms = { type: 'company', isCustomer: true, isVendor: false, currency: 'CNY', paymentTermDays: 30, onHold: false } as const

describe('E1 C3 custom fields of the ERP', () => {
  it('of a party are kept exactly, and change one by one', async () => {
    const world = await makeWorld(database.current, 1)
    await world.do(createCustomField, { ...field, document: 'party', code: 'area' })
    await world.do(createCustomField, { ...field, document: 'party', code: 'stores', decimals: null })
    const made = await world.do(createParty, { ...terms, code: 'P1', name: 'Acme', custom: { area: '12.50' } })
    expect(made.custom).toEqual({ area: '12.5' })
    const { id } = made
    expect(await world.do(changeParty, { id, input: { custom: { stores: '3' } } })).toMatchObject({
      version: 2,
      custom: { area: '12.5', stores: '3' },
    })
    expect(await world.do(changeParty, { id, input: { custom: { stores: '3' } } })).toMatchObject({ version: 2 })
    expect(await world.try(changeParty, { id, input: { custom: { stores: '3.5' } } })).toMatchObject({
      refusal: { code: 'custom/too-many-digits' },
    })
    expect(erpMessages['custom/too-many-digits'].zh).toBeTruthy()
  })

  it('of an item and of a contact are their own', async () => {
    const world = await makeWorld(database.current, 2)
    await world.do(createCustomField, { ...field, document: 'item', code: 'area', required: true })
    const chair = { code: 'CHAIR', name: 'Chair', type: 'made', unit: 'pcs', taxRate: '13' } as const
    expect(await world.try(createItem, chair)).toMatchObject({ refusal: { code: 'custom/missing' } })
    const { id } = await world.do(createItem, { ...chair, custom: { area: '0.25' } })
    expect(await world.do(changeItem, { id, input: { custom: { area: '0.3' } } })).toMatchObject({ custom: { area: '0.3' } })
    const { id: party } = await world.do(createParty, { ...terms, code: 'P1', name: 'Acme' })
    expect(await world.try(createContact, { party, name: '李雷', custom: { area: '1' } })).toMatchObject({
      refusal: { code: 'custom/unknown-field' },
    })
  })
})
