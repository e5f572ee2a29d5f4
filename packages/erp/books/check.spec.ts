import { run, sql } from '@tandem/db'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { createInvoice } from '../invoice/create.ts'
import { createPayment } from '../payment/commands.ts'
import { ask, type Company, company, confirmedOrder, financeMigrations, proved } from '../testing/finance.ts'
import { booksCheck } from './check.ts'

let seed = 10
const database = testDatabase([financeMigrations])

async function played(seed: number): Promise<Company> {
  const of = await company(database, seed)
  const order = await confirmedOrder(of, [{ quantity: '3', unitPrice: '3.333333' }])
  await of.do(createInvoice, { salesOrder: order })
  await of.do(createPayment, { party: of.customer, currency: 'CNY', amount: '20', method: 'cash' })
  await proved(of)
  return of
}

/** What somebody could do who owns the database, past every guard. */
async function tampered(of: Company, what: ReturnType<typeof sql>): Promise<string[]> {
  await database.current.asOwner(async (tx) => {
    await run(tx, sql`select set_config('tandem.tenant', ${of.tenant}, true)`)
    await run(tx, sql`set local session_replication_role = replica`)
    await run(tx, what)
  })
  const proof = await ask(of, booksCheck, {})
  expect(proof.agrees).toBe(false)
  return proof.checks.filter(({ difference }) => difference !== '0').map(({ name }) => name)
}

describe('J6 the proof of the books', () => {
  it('states rounding apart from differences, exactly', async () => {
    const of = await played(1)
    expect((await ask(of, booksCheck, {})).rounding).toEqual([
      { currency: 'CNY', lines: 1, exact: '9.999999', rounded: '10', difference: '0.000001' },
    ])
  })

  it.each([
    ['a posted line', sql`update erp.journal_entry_line set debit = debit + 1 where debit > 0`, ['balances']],
    ['a kept balance', sql`update erp.account_delta set debit = debit + 1 where debit > 0`, ['trial-balance', 'balances']],
    ['what is paid of an invoice', sql`update erp.invoice set paid = paid - 1, state = 'open'`, ['receivable', 'settlements']],
    ['a payment', sql`update erp.payment set allocated = allocated - 1`, ['prepayment', 'prepayment-base', 'party-credit']],
    ['an allocation', sql`update erp.payment_allocation set amount = amount - 1`, ['settlements']],
    ['the credit used', sql`update erp.party_credit set receivable = receivable + 1`, ['party-credit']],
    ['what came back of an order', sql`update erp.sales_order_line set returned = 1 where shipped > 0`, ['returned']],
    ['what is invoiced of an order', sql`update erp.sales_order_line set invoiced_net = invoiced_net - 1`, ['invoiced']],
  ])('finds %s changed behind its back', async (_, what, names) => {
    const of = await played(seed++)
    expect(await tampered(of, what)).toEqual(expect.arrayContaining(names))
  })

  it('finds stock whose value the ledger does not know', async () => {
    const of = await played(2)
    const stock = sql`insert into erp.stock_balance (item, warehouse, on_hand, value) values (${of.item}, ${of.warehouse}, 1, 5)`
    expect(await tampered(of, stock)).toEqual(['inventory', 'stock-moves'])
  })
})
