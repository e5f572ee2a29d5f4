import { rows, sql } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { applyCreditNote } from '../invoice/apply.ts'
import { createInvoice } from '../invoice/create.ts'
import { creditInvoice } from '../invoice/credit.ts'
import { openInvoices, receivables, taxReport } from '../invoice/queries.ts'
import { createParty } from '../party/commands.ts'
import { createPayment } from '../payment/commands.ts'
import { acme, ask, type Company, code, company, confirmedOrder, day, financeMigrations, proved } from '../testing/finance.ts'
import { moneyChain } from './money-chain.ts'

const database = testDatabase([financeMigrations])

describe('E12 setting off', () => {
  it('uses what is open of a credit note for another invoice of the customer', async () => {
    const of = await company(database, 40)
    const invoiceOf = async (quantity: string) => {
      const order = await confirmedOrder(of, [{ quantity, unitPrice: '1', taxRate: '0' }])
      return of.do(createInvoice, { salesOrder: order })
    }
    const [paid, other] = [await invoiceOf('10'), await invoiceOf('4')]
    await payInFull(of, paid.id)
    const note = await of.do(creditInvoice, { id: paid.id, input: { reason: 'returned' } })
    expect(note).toMatchObject({ state: 'open', paid: '0', total: '10' })
    const apply = (id: Id, invoice: Id, amount?: string) => of.try(applyCreditNote, { id, input: { invoice, amount } })
    expect(await code(apply(note.id, other.id, '4.01'))).toBe('invoice/more-than-open')
    expect(await code(apply(other.id, note.id))).toBe('invoice/not-a-credit-note')
    const early = { id: note.id, input: { invoice: other.id, settledDate: day('2026-03-01') } }
    expect(await code(of.try(applyCreditNote, early))).toBe('invoice/set-off-too-early')
    const stranger = await of.do(createParty, { ...acme, code: 'C2' })
    const foreign = await confirmedOrder(of, [{ quantity: '1', unitPrice: '1' }], { party: stranger.id })
    expect(await code(apply(note.id, (await of.do(createInvoice, { salesOrder: foreign })).id))).toBe('invoice/cannot-set-off')
    expect(await apply(note.id, other.id)).toMatchObject({ value: { paid: '4', credited: '4', state: 'open', version: 2 } })
    const [row] = await of.run((tx) => rows(tx, sql`select state, credited from erp.invoice where id = ${other.id}`))
    expect(row).toEqual({ state: 'credited', credited: '4' })
    await proved(of)
  })
})

async function payInFull(of: Company, invoice: Id): Promise<void> {
  const [row] = await of.run((tx) => rows(tx, sql<{ total: string }>`select total from erp.invoice where id = ${invoice}`))
  const amount = row?.total ?? '0'
  const input = { party: of.customer, currency: 'CNY', amount, method: 'bank transfer', allocations: [{ invoice, amount }] }
  await of.do(createPayment, input)
}

describe('E12 reports of receivables and taxes', () => {
  it('show what each customer owes by age, as of any day', async () => {
    const of = await company(database, 50)
    const invoiceOn = async (date: string, amount: string) => {
      const order = await confirmedOrder(of, [{ quantity: '1', unitPrice: amount, taxRate: '0' }])
      return of.do(createInvoice, { salesOrder: order, invoiceDate: day(date) })
    }
    await invoiceOn('2025-10-01', '1')
    await invoiceOn('2025-12-15', '20')
    const january = await invoiceOn('2026-01-20', '300')
    await invoiceOn('2026-03-02', '4000')
    const now = await ask(of, receivables, {})
    expect(now.rows).toMatchObject([
      { code: 'C1', notDue: '4000', days1To30: '300', days31To60: '20', days61To90: '0', over90: '1', balance: '4321' },
    ])
    await payInFull(of, january.id)
    expect((await ask(of, receivables, {})).rows).toMatchObject([{ days1To30: '0', balance: '4021' }])
    expect((await ask(of, receivables, { asOf: day('2026-02-28') })).rows).toMatchObject([{ days1To30: '300', balance: '321' }])
    expect((await ask(of, receivables, { asOf: day('2025-09-30') })).rows).toEqual([])
    const open = await ask(of, openInvoices, { overdue: true })
    expect(open.map(({ dueDate, open: amount, overdueDays }) => `${dueDate} ${amount} ${overdueDays}`)).toEqual([
      '2025-10-31 1 122',
      '2026-01-14 20 47',
    ])
    expect(await ask(of, openInvoices, { party: of.newId() })).toEqual([])
  })

  it('show tax by rate, the same as the ledger', async () => {
    const of = await company(database, 51)
    const order = await confirmedOrder(of, [
      { quantity: '1', unitPrice: '100' },
      { quantity: '1', unitPrice: '50', taxRate: '9' },
    ])
    const { id } = await of.do(createInvoice, { salesOrder: order })
    await of.do(creditInvoice, { id, input: { reason: 'x', lines: [{ lineNumber: 2, quantity: '1' }] } })
    const report = await ask(of, taxReport, { from: day('2026-03-01'), to: day('2026-03-31') })
    expect(report).toEqual({
      rows: [
        { taxRate: '13', currency: 'CNY', net: '100', tax: '13' },
        { taxRate: '9', currency: 'CNY', net: '0', tax: '0' },
      ],
      ledgerTax: '13',
    })
  })

  it('J6 show one order from promise to bank, and where it stands', async () => {
    const of = await company(database, 52)
    const order = await confirmedOrder(of, [{ quantity: '4', unitPrice: '25', taxRate: '0', shipped: '3' }])
    const { id } = await of.do(createInvoice, { salesOrder: order })
    await of.do(creditInvoice, { id, input: { reason: 'broken', lines: [{ lineNumber: 1, quantity: '1' }] } })
    const chain = await ask(of, moneyChain, { salesOrder: order })
    expect(chain.steps.map(({ name, amount, missing }) => `${name} ${amount} ${missing}`)).toEqual([
      'ordered 100 0',
      'shipped 75 25',
      'invoiced 75 0',
      'credited 50 25',
      'posted 50 0',
      'settled 0 50',
      'banked 0 0',
    ])
    expect(chain.agrees).toBe(true)
    await expect(ask(of, moneyChain, { salesOrder: of.newId() })).rejects.toThrow('invoice/no-such-order')
  })
})
