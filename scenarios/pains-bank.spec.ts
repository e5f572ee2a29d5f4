/** What users complain of about banks, told as they would tell it, and then shown not to happen here. */
import { crmMigrations } from '@tandem/crm'
import { erpMigrations } from '@tandem/erp'
import { hubMigrations } from '@tandem/hub'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { booksAgree, expectInSync, shopOf } from './shop.fixture.ts'
import type { Trade } from './trade.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])

/** A shop with an account at the bank, and an invoice of 113 that ACME owes. */
async function owed(seed: number): Promise<Trade & { readonly read: (file: string) => Promise<string> }> {
  const trade = await shopOf(database.current, seed)
  const { company } = trade
  await company.act('erp', 'bank-account', 'create', { code: 'GIRO', name: 'Giro', accountNumber: '6222 0001', currency: 'CNY' })
  const { number } = await trade.accept(await trade.quote('ACME', '1 CHAIR @ 100'))
  await company.settle()
  await trade.ship(number)
  await trade.invoice(number)
  await company.settle()
  const read = async (content: string) => {
    const result = await company.try('erp', 'bank-statement', 'read-file', { content })
    await company.settle()
    return result.ok ? 'read' : result.refusal.code
  }
  return { ...trade, read }
}

const HEAD = 'Account,Date,Amount,Counterparty,Reference,Balance'
const ROWS = [
  '62220001,2026-03-02,113.00,ACME,INV000001,1113.00',
  '62220001,2026-03-02,20.00,Walk-in,coffee,1133.00',
  '62220001,2026-03-02,20.00,Walk-in,coffee,1153.00',
  '62220001,2026-03-03,-8.00,Bank,charges,1145.00',
] as const
const fileOf = (from: number, to: number) => [HEAD, ...ROWS.slice(from, to)].join('\n')

describe('I5 E14 the pains of others with banks', () => {
  it('"a bank statement imported twice": it is booked once, whoever imports it again, and whatever it overlaps', async () => {
    const trade = await owed(301)
    expect(await trade.read(fileOf(0, 3))).toBe('read')
    // Again by a colleague; then the one of the week, which tells those days once more.
    expect(await trade.read(fileOf(0, 3))).toBe('bank-statement/nothing-new')
    expect(await trade.read(fileOf(0, 4))).toBe('read')
    expect(await trade.read(fileOf(1, 4))).toBe('bank-statement/nothing-new')
    // Two customers paid for a coffee, and both did.
    const amounts = (await trade.all('erp', 'bank-line')).map(({ amount }) => amount)
    expect(amounts.toSorted()).toEqual(['-8', '113', '20', '20'])
    expect(await trade.find('erp', 'invoice', 'number', 'INV000001')).toMatchObject({ state: 'paid', paid: '113' })
    expect(await trade.all('erp', 'payment')).toHaveLength(1)
    expect(await trade.all('crm', 'payment')).toMatchObject([{ amount: '113' }])
    expect(await trade.company.ask('erp', 'bank-gaps')).toEqual([])
    expect(await booksAgree(trade)).toBe(true)
    await expectInSync(trade)
  })

  it('"the payment was in the books before the statement came, and then twice": it is found, not made again', async () => {
    const trade = await owed(302)
    const { company } = trade
    const byHand = await trade.pay('ACME', '113')
    await company.settle()
    await trade.read(fileOf(0, 1))
    const [line] = await trade.all('erp', 'bank-line')
    expect(line).toMatchObject({ state: 'open', payment: null })
    const [best] = await company.ask<{ payment: unknown }[]>('erp', 'bank-line-proposals', { line: line?.id })
    expect(best).toMatchObject({ payment: { id: byHand.id } })
    await company.act('erp', 'bank-line', 'match', { payment: byHand.id }, line?.id)
    await company.settle()
    expect(await trade.all('erp', 'payment')).toHaveLength(1)
    expect(await booksAgree(trade)).toBe(true)
    await expectInSync(trade)
  })
})
