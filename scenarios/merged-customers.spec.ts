import { crmMigrations } from '@tandem/crm'
import { erpMigrations } from '@tandem/erp'
import { hubMigrations } from '@tandem/hub'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { openCompany } from './company.ts'
import { tradeOf } from './trade.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])

describe('J12 two customers that are one', () => {
  it('are merged in the CRM, then in the ERP with orders, invoices and credit, and made two again', {
    timeout: 120_000,
  }, async () => {
    const company = await openCompany(database.current, 1)
    const trade = tradeOf(company)
    const keep = await trade.customer('ACME')
    const lose = await trade.customer('ZENITH')
    await trade.item('CHAIR', '1000')
    await company.settle()
    const { number } = await trade.accept(await trade.quote('ZENITH', '10 CHAIR @ 100'))
    await company.settle()
    await trade.ship(number)
    await trade.invoice(number)
    await company.settle()
    const books = async () => (await company.ask<{ agrees: boolean }>('erp', 'books-check')).agrees
    const partyOf = async (code: string) => (await trade.find('erp', 'party', 'code', code)).id
    const [kept, lost] = [await partyOf('ACME'), await partyOf('ZENITH')]

    await company.act('crm', 'customer', 'merge', { into: keep.id }, lose.id)
    await company.settle()
    expect(await trade.find('erp', 'party', 'code', 'ZENITH')).toMatchObject({ status: 'archived', mergedInto: kept })
    expect((await trade.all('erp', 'invoice')).map(({ party }) => party)).toEqual([kept])
    expect(await trade.erpOrders(number)).toMatchObject([{ party: kept }])
    expect(await trade.crmOrder(number)).toMatchObject({ customer: keep.id })
    expect(await company.ask('erp', 'credit', { party: kept })).toMatchObject({ used: '1130' })
    expect(await company.proof()).toMatchObject({ inSync: true })
    expect(await books()).toBe(true)

    await company.act('erp', 'party', 'unmerge', {}, lost)
    await company.settle()
    expect(await trade.find('crm', 'customer', 'code', 'ZENITH')).toMatchObject({ status: 'active', mergedInto: null })
    expect(await trade.crmOrder(number)).toMatchObject({ customer: lose.id })
    expect((await trade.all('crm', 'invoice')).map(({ customer }) => customer)).toEqual([lose.id])
    expect(await company.ask('erp', 'credit', { party: lost })).toMatchObject({ used: '1130' })
    expect(await company.proof()).toMatchObject({ inSync: true })
    expect(await books()).toBe(true)
  })
})
