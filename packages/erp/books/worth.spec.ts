import { rows, sql } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { createInvoice } from '../invoice/create.ts'
import { creditInvoice } from '../invoice/credit.ts'
import { ask, company, confirmedOrder, financeMigrations } from '../testing/finance.ts'
import { customerWorthQuery, lineCostsQuery } from './worth.ts'

const database = testDatabase([financeMigrations])

describe('C8 the margin of a quote', () => {
  it('is counted from what stock costs on average, and from nothing where nobody knows', async () => {
    const of = await company(database, 71)
    const nothing = { currency: 'CNY', lines: [{ item: of.item }, { item: of.warehouse }] }
    const before = await ask(of, lineCostsQuery, nothing)
    expect(before.lines[1]).toEqual({ unitCost: null })
    await of.run((tx) =>
      rows(tx, sql`insert into erp.stock_balance (item, warehouse, on_hand, value) values (${of.item}, ${of.warehouse}, 4, 10)`),
    )
    expect((await ask(of, lineCostsQuery, nothing)).lines[0]).toEqual({ unitCost: '2.5' })
    expect((await ask(of, lineCostsQuery, { ...nothing, currency: 'XAU' })).lines[0]).toEqual({ unitCost: null })
  })
})

describe('C5 A3 the worth of a customer', () => {
  it('is what was invoiced without tax, less credit notes and cost', async () => {
    const of = await company(database, 72)
    const order = await confirmedOrder(of, [{ quantity: '3', unitPrice: '10' }])
    const invoice = await of.do(createInvoice, { salesOrder: order })
    const worth = await ask(of, customerWorthQuery, { party: of.customer })
    expect(worth).toMatchObject({ currency: 'CNY', revenue: '30', revenueOfYear: '30', cost: '0', margin: '30', orders: 1 })
    await of.do(creditInvoice, { id: (invoice as { id: Id }).id, input: { reason: 'returned' } })
    expect(await ask(of, customerWorthQuery, { party: of.customer })).toMatchObject({ revenue: '0', margin: '0', orders: 1 })
  })
})
