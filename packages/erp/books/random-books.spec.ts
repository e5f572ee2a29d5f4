import { rows, sql } from '@tandem/db'
import { addDays, Decimal, type Id, type PlainDate, type Result } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createExchangeRate } from '../exchange-rate/commands.ts'
import { applyCreditNote } from '../invoice/apply.ts'
import { createInvoice } from '../invoice/create.ts'
import { creditInvoice } from '../invoice/credit.ts'
import { receivables } from '../invoice/queries.ts'
import { closePeriod, createPeriod } from '../ledger/period-commands.ts'
import { foldBalances } from '../ledger/posting.ts'
import { trialBalance } from '../ledger/queries.ts'
import { allocatePayment, createPayment, reversePayment } from '../payment/commands.ts'
import { ask, type Company, company, confirmedOrder, day, financeMigrations, proved, ship } from '../testing/finance.ts'

const database = testDatabase([financeMigrations])

const STEPS = [
  'order',
  'ship',
  'invoice',
  'invoice',
  'credit',
  'pay',
  'pay',
  'allocate',
  'reverse',
  'set-off',
  'close',
  'fold',
] as const

const step = fc.record({
  what: fc.constantFrom(...STEPS),
  which: fc.nat(1000),
  quantity: fc.integer({ min: 1, max: 9 }),
  cents: fc.integer({ min: 1, max: 99_999 }),
  dollars: fc.boolean(),
  /** Days before (negative) or after the day that the story has come to. */
  off: fc.integer({ min: -40, max: 20 }),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** A company that lives through random steps; refusals are part of life, faults are not. */
class Story {
  readonly of: Company
  readonly orders: Id[] = []
  readonly closed: { through: PlainDate; balances: unknown }[] = []
  today = day('2026-01-05')

  constructor(of: Company) {
    this.of = of
  }

  async take(at: Step): Promise<void> {
    const date = addDays(this.today, at.off)
    if (date > this.today) this.today = date
    const currency = at.dollars ? 'USD' : 'CNY'
    const amount = (at.cents / 100).toFixed(2)
    switch (at.what) {
      case 'order':
        return this.order(at, currency)
      case 'ship':
        return this.onOrder(at, (id) => ship(this.of, id, String(Math.min(9, at.quantity + (at.which % 3)))).catch(() => {}))
      case 'invoice':
        return this.onOrder(at, (salesOrder) => this.tried(this.of.try(createInvoice, { salesOrder, invoiceDate: date })))
      case 'credit':
        return this.credit(at, date)
      case 'pay':
        return this.tried(
          this.of.try(createPayment, {
            party: this.of.customer,
            currency,
            amount: at.which % 7 === 0 ? `-${amount}` : amount,
            method: 'cash',
            paymentDate: date,
            ...(at.which % 3 === 0 && { allocations: [] }),
          }),
        )
      case 'allocate':
        return this.onRow('erp.payment', at, (id) => this.of.try(allocatePayment, { id, input: { allocationDate: date } }))
      case 'reverse':
        return this.onRow('erp.payment', at, (id) => this.of.try(reversePayment, { id, input: { paymentDate: date } }))
      case 'set-off':
        return this.setOff(at, date)
      case 'close':
        return this.close(date)
      case 'fold':
        await this.of.run(foldBalances)
    }
  }

  private async order(at: Step, currency: string): Promise<void> {
    const unitPrice = (at.cents / 300).toFixed(6)
    const line = { quantity: String(Math.max(at.quantity, 1) + 9), unitPrice, shipped: String(at.quantity) }
    const service = { quantity: '1', unitPrice: String(at.quantity), taxRate: '6', isService: true }
    this.orders.push(await confirmedOrder(this.of, at.which % 2 ? [line, service] : [line], { currency }))
  }

  private async onOrder(at: Step, act: (id: Id) => Promise<void>): Promise<void> {
    const id = this.orders[at.which % Math.max(this.orders.length, 1)]
    if (id) await act(id)
  }

  private async onRow(table: string, at: Step, act: (id: Id) => Promise<Result<unknown>>): Promise<void> {
    const found = await this.of.run((tx) => rows(tx, sql<{ id: Id }>`select id from ${sql.raw(table)} order by number`))
    const row = found[at.which % Math.max(found.length, 1)]
    if (row) await this.tried(act(row.id))
  }

  private credit(at: Step, invoiceDate: PlainDate): Promise<void> {
    const lines = at.which % 2 ? { lines: [{ lineNumber: 1, quantity: String(at.quantity) }] } : {}
    return this.onRow('erp.invoice', at, (id) =>
      this.of.try(creditInvoice, { id, input: { reason: 'x', invoiceDate, ...lines } }),
    )
  }

  private async setOff(at: Step, settledDate: PlainDate): Promise<void> {
    const open = await this.of.run((tx) =>
      rows(tx, sql<{ id: Id; type: string }>`select id, type from erp.invoice where state = 'open' order by number`),
    )
    const notes = open.filter(({ type }) => type === 'credit-note')
    const invoices = open.filter(({ type }) => type === 'invoice')
    const [note, invoice] = [notes[at.which % Math.max(notes.length, 1)], invoices[at.quantity % Math.max(invoices.length, 1)]]
    if (note && invoice)
      await this.tried(this.of.try(applyCreditNote, { id: note.id, input: { invoice: invoice.id, settledDate } }))
  }

  private async close(date: PlainDate): Promise<void> {
    const month = date.slice(0, 7)
    const made = await this.of.try(createPeriod, { month })
    if (!made.ok) return this.tried(Promise.resolve(made))
    await this.of.do(closePeriod, { id: made.value.id, input: {} })
    const through = addDays(day(`${addDays(day(`${month}-28`), 7).slice(0, 7)}-01`), -1)
    this.closed.push({ through, balances: await this.balances(through) })
  }

  async balances(asOf: PlainDate): Promise<unknown> {
    return (await ask(this.of, trialBalance, { asOf })).rows
  }

  private async tried(result: Promise<Result<unknown>>): Promise<void> {
    await result
  }
}

let seed = 0

describe('E13 J6 the books of a company that lives through anything', () => {
  it('balance entry by entry, agree with its documents, and closed months stay as they were', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 45 }), async (steps) => {
        seed += 1
        const story = new Story(await company(database, seed))
        const rate = { fromCurrency: 'USD', toCurrency: 'CNY', rateDate: day('2025-01-01'), rate: '7.1234' }
        await story.of.do(createExchangeRate, rate)
        await story.of.do(createExchangeRate, { ...rate, rateDate: day('2026-02-01'), rate: '6.9871' })
        for (const at of steps) await story.take(at)
        await proved(story.of)
        for (const asOf of [story.today, ...story.closed.map(({ through }) => through)]) await sameAsLedger(story.of, asOf)
        for (const { through, balances } of story.closed) expect(await story.balances(through)).toEqual(balances)
        expect(await unbalanced(story.of)).toEqual([])
      }),
      { numRuns: 20 },
    )
  }, 240_000)
})

/** The ageing of any day is what the control accounts had that day. */
async function sameAsLedger(of: Company, asOf: PlainDate): Promise<void> {
  const [aged, balances] = [await ask(of, receivables, { asOf }), await ask(of, trialBalance, { asOf })]
  for (const currency of ['CNY', 'USD']) {
    const owed = Decimal.sum(aged.rows.filter((row) => row.currency === currency).map((row) => Decimal.of(row.balance)))
    const accounts = balances.rows.filter((row) => row.currency === currency && ['1122', '2203'].includes(row.code))
    const posted = Decimal.sum(accounts.map((row) => Decimal.of(row.debit).minus(Decimal.of(row.credit))))
    expect([asOf, currency, owed.toString()]).toEqual([asOf, currency, posted.toString()])
  }
}

function unbalanced(of: Company): Promise<unknown[]> {
  return of.run((tx) =>
    rows(
      tx,
      sql`
        select parent_id, currency from erp.journal_entry_line group by parent_id, currency having sum(debit) <> sum(credit)
        union all
        select parent_id, 'base' from erp.journal_entry_line group by parent_id having sum(base_debit) <> sum(base_credit)`,
    ),
  )
}
