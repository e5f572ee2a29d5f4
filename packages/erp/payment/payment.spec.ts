import { rows, run, sql } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { createExchangeRate } from '../exchange-rate/commands.ts'
import { createInvoice } from '../invoice/create.ts'
import { creditInvoice } from '../invoice/credit.ts'
import { closePeriod, createPeriod } from '../ledger/period-commands.ts'
import { trialBalance } from '../ledger/queries.ts'
import { createParty } from '../party/commands.ts'
import { acme, ask, type Company, code, company, confirmedOrder, day, financeMigrations, proved } from '../testing/finance.ts'
import { allocatePayment, createPayment, reversePayment } from './commands.ts'

const database = testDatabase([financeMigrations])

async function invoiceOf(of: Company, amount: string, date = '2026-03-02', currency = 'CNY') {
  const order = await confirmedOrder(of, [{ quantity: '1', unitPrice: amount, taxRate: '0' }], { currency })
  return of.do(createInvoice, { salesOrder: order, invoiceDate: day(date) })
}

function paying(of: Company, amount: string) {
  return { party: of.customer, currency: 'CNY', amount, method: 'bank transfer' }
}

async function ledger(of: Company): Promise<string[]> {
  const found = await ask(of, trialBalance, {})
  return found.rows.filter(({ baseBalance }) => baseBalance !== '0').map((row) => `${row.code} ${row.baseBalance}`)
}

async function invoices(of: Company): Promise<string[]> {
  const found = await of.run((tx) =>
    rows(tx, sql<{ number: string; state: string; paid: string }>`select number, state, paid from erp.invoice order by number`),
  )
  return found.map(({ number, state, paid }) => `${number} ${state} ${paid}`)
}

async function receivable(of: Company): Promise<string | undefined> {
  const found = await of.run((tx) =>
    rows(tx, sql<{ receivable: string }>`select receivable from erp.party_credit where party = ${of.customer}`),
  )
  return found[0]?.receivable
}

describe('E12 a payment', () => {
  it('settles the oldest due invoices first, and keeps the rest as a prepayment', async () => {
    const of = await company(database, 1)
    await invoiceOf(of, '30', '2026-02-20')
    await invoiceOf(of, '50', '2026-01-10')
    await invoiceOf(of, '40', '2026-03-01')
    const first = await of.do(createPayment, paying(of, '70'))
    expect(first).toMatchObject({ number: 'PY000001', state: 'posted', allocated: '70', paymentDate: '2026-03-02' })
    expect(await invoices(of)).toEqual(['INV000001 open 20', 'INV000002 paid 50', 'INV000003 open 0'])
    const second = await of.do(createPayment, paying(of, '60'))
    expect(second).toMatchObject({ allocated: '50' })
    expect(await ledger(of)).toEqual(['1002 130', '2203 -10', '6001 -120'])
    expect(await receivable(of)).toBe('-10')
    await proved(of)
  })

  it('settles what it is told to, and nothing when told so', async () => {
    const of = await company(database, 2)
    const [one, two] = [await invoiceOf(of, '30'), await invoiceOf(of, '50')]
    const allocations = [
      { invoice: two.id, amount: '20' },
      { invoice: one.id, amount: '5.5' },
    ]
    expect(await of.do(createPayment, { ...paying(of, '40'), allocations })).toMatchObject({ allocated: '25.5' })
    expect(await invoices(of)).toEqual(['INV000001 open 5.5', 'INV000002 open 20'])
    expect(await of.do(createPayment, { ...paying(of, '9'), allocations: [] })).toMatchObject({ allocated: '0', allocations: [] })
    await proved(of)
  })

  it('is allocated later, all or a part', async () => {
    const of = await company(database, 3)
    const { id } = await of.do(createPayment, paying(of, '100'))
    const one = await invoiceOf(of, '30')
    expect(await of.do(allocatePayment, { id, input: { allocations: [{ invoice: one.id, amount: '10' }] } })).toMatchObject({
      allocated: '10',
      version: 2,
      allocations: [{ lineNumber: 1, amount: '10' }],
    })
    await invoiceOf(of, '50')
    expect(await of.do(allocatePayment, { id, input: {} })).toMatchObject({
      allocated: '80',
      version: 3,
      allocations: [{ lineNumber: 1 }, { lineNumber: 2, amount: '20' }, { lineNumber: 3, amount: '50' }],
    })
    expect(await invoices(of)).toEqual(['INV000001 paid 30', 'INV000002 paid 50'])
    expect(await ledger(of)).toEqual(['1002 100', '2203 -20', '6001 -80'])
    expect(await code(of.try(allocatePayment, { id, input: {} }))).toBe('payment/nothing-to-allocate')
    await proved(of)
  })

  it('is taken back by a reversal: its invoices are open again', async () => {
    const of = await company(database, 4)
    await invoiceOf(of, '30')
    const { id } = await of.do(createPayment, paying(of, '45'))
    const reversal = await of.do(reversePayment, { id, input: { reference: 'bounced' } })
    expect(reversal).toMatchObject({ amount: '-45', allocated: '-30', reverses: id, reference: 'bounced', state: 'posted' })
    expect(await invoices(of)).toEqual(['INV000001 open 0'])
    expect(await ledger(of)).toEqual(['1122 30', '6001 -30'])
    expect(await code(of.try(reversePayment, { id, input: {} }))).toBe('payment/reversed')
    expect(await code(of.try(reversePayment, { id: reversal.id, input: {} }))).toBe('payment/reversed')
    expect(await code(of.try(allocatePayment, { id, input: {} }))).toBe('payment/reversed')
    await of.do(createPayment, paying(of, '30'))
    expect(await invoices(of)).toEqual(['INV000001 paid 30'])
    await proved(of)
  })

  it('below zero pays an open credit note back', async () => {
    const of = await company(database, 5)
    const made = await invoiceOf(of, '30')
    await of.do(createPayment, paying(of, '30'))
    await of.do(creditInvoice, { id: made.id, input: { reason: 'returned' } })
    expect(await of.do(createPayment, paying(of, '-30'))).toMatchObject({ allocated: '-30' })
    expect(await invoices(of)).toEqual(['CN000001 paid 30', 'INV000001 paid 30'])
    expect(await ledger(of)).toEqual([])
    await proved(of)
  })

  it('in a foreign currency books what the rate made of it', async () => {
    const of = await company(database, 6)
    const rate = { fromCurrency: 'USD', toCurrency: 'CNY', rateDate: day('2026-01-01'), rate: '7' }
    await of.do(createExchangeRate, rate)
    await of.do(createExchangeRate, { ...rate, rateDate: day('2026-02-01'), rate: '7.2' })
    await invoiceOf(of, '100', '2026-01-15', 'USD')
    const dollars = { ...paying(of, '50'), currency: 'USD', paymentDate: day('2026-02-15') }
    const { id } = await of.do(createPayment, dollars)
    expect(await ledger(of)).toEqual(['1002 360', '1122 350', '6001 -700', '6061 -10'])
    await of.do(createPayment, { ...dollars, allocations: [] })
    await of.do(reversePayment, { id, input: {} })
    await proved(of)
    expect(await code(of.try(createPayment, { ...dollars, currency: 'EUR' }))).toBe('exchange-rate/missing')
  })

  it('is refused with what to do, and then changes nothing', async () => {
    const of = await company(database, 7)
    const { id } = await invoiceOf(of, '30')
    const stranger = await of.do(createParty, { ...acme, code: 'C2' })
    const refused = (change: object) => code(of.try(createPayment, { ...paying(of, '40'), ...change }))
    const allocating = (invoice: Id, ...amounts: string[]) => ({ allocations: amounts.map((amount) => ({ invoice, amount })) })
    expect(await refused({ party: of.newId() })).toBe('payment/no-such-party')
    expect(await refused({ method: '' })).toBe('payment/no-method')
    expect(await refused({ amount: '0' })).toBe('payment/wrong-amount')
    expect(await refused({ amount: '0.001' })).toBe('payment/wrong-amount')
    expect(await refused(allocating(of.newId(), '1'))).toBe('payment/wrong-invoice')
    expect(await refused({ ...allocating(id, '1'), party: stranger.id })).toBe('payment/wrong-invoice')
    expect(await refused(allocating(id, '-1'))).toBe('payment/wrong-sign')
    expect(await refused({ ...allocating(id, '1'), paymentDate: day('2026-03-01') })).toBe('payment/before-invoice')
    expect(await refused(allocating(id, '20', '10.01'))).toBe('payment/more-than-open')
    expect(await refused({ ...allocating(id, '30'), amount: '29' })).toBe('payment/more-than-paid')
    expect(await invoices(of)).toEqual(['INV000001 open 0'])
    const paid = await of.do(createPayment, { ...paying(of, '5'), allocations: [] })
    const on = (input: object, which = paid.id, version?: number) => ({ id: which, version, input })
    expect(await code(of.try(allocatePayment, on({}, of.newId())))).toBe('payment/not-found')
    expect(await code(of.try(allocatePayment, on({}, paid.id, 4)))).toBe('payment/changed-meanwhile')
    expect(await code(of.try(reversePayment, on({ paymentDate: day('2026-03-01') })))).toBe('payment/before-payment')
    expect(await code(of.try(allocatePayment, on({ allocationDate: day('2026-03-01') })))).toBe('payment/before-payment')
    const march = await of.do(createPeriod, { month: '2026-03' })
    await of.do(closePeriod, { id: march.id, input: {} })
    expect(await refused({})).toBe('ledger/period-closed')
    expect(await code(of.try(allocatePayment, on({})))).toBe('ledger/period-closed')
    expect(await code(of.try(reversePayment, on({})))).toBe('ledger/period-closed')
    await proved(of)
  })

  it('never pays an invoice twice, however many pay it at the same time', async () => {
    const of = await company(database, 8)
    await invoiceOf(of, '100')
    await Promise.all(Array.from({ length: 12 }, () => of.do(createPayment, paying(of, '30'))))
    expect(await invoices(of)).toEqual(['INV000001 paid 100'])
    expect(await ledger(of)).toEqual(['1002 360', '2203 -260', '6001 -100'])
    await proved(of)
  })

  it('cannot be allocated behind its back: the tables count', async () => {
    const of = await company(database, 9)
    const made = await invoiceOf(of, '100')
    const { id } = await of.do(createPayment, { ...paying(of, '30'), allocations: [] })
    const owner = (what: ReturnType<typeof sql>) => of.run((tx) => run(tx, what))
    const sneak = sql`insert into erp.payment_allocation (parent_id, line_number, invoice, amount, settled_date)
                      values (${id}, 1, ${made.id}, 30, '2026-03-02')`
    await expect(owner(sneak)).rejects.toThrow(/does not count all its allocations/)
    await expect(owner(sql`update erp.payment set allocated = 30 where id = ${id}`)).rejects.toThrow(/do not add up/)
    await expect(owner(sql`update erp.payment set allocated = 31 where id = ${id}`)).rejects.toThrow(/check/)
    await expect(owner(sql`update erp.payment set amount = 31 where id = ${id}`)).rejects.toThrow(/reverse it instead/)
    await expect(owner(sql`delete from erp.payment`)).rejects.toThrow(/append-only/)
  })
})
