import { rows, sql } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { recordBankStatement } from '../bank-statement/commands.ts'
import { createInvoice } from '../invoice/create.ts'
import { creditInvoice } from '../invoice/credit.ts'
import { createParty } from '../party/commands.ts'
import { createPayment, reversePayment } from '../payment/commands.ts'
import { camt, withBank } from '../testing/bank.ts'
import { acme, ask, type Company, code, company, confirmedOrder, day, financeMigrations, proved } from '../testing/finance.ts'
import type { BankLine } from './bank-line.ts'
import { ignoreBankLine, matchBankLine, reopenBankLine, unmatchBankLine } from './commands.ts'
import { type proposalsFor, wordsIn } from './proposals.ts'
import { bankLineProposals } from './queries.ts'

const database = testDatabase([financeMigrations])

async function invoiceOf(of: Company, amount: string, party?: Id) {
  const order = await confirmedOrder(of, [{ quantity: '1', unitPrice: amount, taxRate: '0' }], party ? { party } : {})
  return of.do(createInvoice, { salesOrder: order, invoiceDate: day('2026-03-01') })
}

/** The lines of a file with these movements; all of one day. */
async function linesOf(of: Company, movements: string): Promise<BankLine[]> {
  const { read } = await withBank(of)
  await read(camt(movements))
  return of.run((tx) => rows(tx, sql<BankLine>`select * from erp.bank_line order by line_number`))
}

async function found(of: Company): Promise<string[]> {
  const lines = await of.run((tx) =>
    rows(
      tx,
      sql<{ state: string; match: string | null; number: string | null }>`
        select l.state, l.match, y.number from erp.bank_line l left join erp.payment y on y.id = l.payment order by l.line_number`,
    ),
  )
  return lines.map(({ state, match, number }) => [state, match, number].filter(Boolean).join(' '))
}

async function invoices(of: Company): Promise<string[]> {
  const rowsFound = await of.run((tx) =>
    rows(tx, sql<{ number: string; state: string; paid: string }>`select number, state, paid from erp.invoice order by number`),
  )
  return rowsFound.map(({ number, state, paid }) => `${number} ${state} ${paid}`)
}

const told = (proposals: Awaited<ReturnType<typeof proposalsFor>>) =>
  proposals.map(({ partyName, payment, allocations, reasons }) =>
    [partyName, payment?.number, ...allocations.map(({ number, amount }) => `${number} ${amount}`), `(${reasons.join(', ')})`]
      .filter(Boolean)
      .join(' '),
  )

describe('E14 a movement of a bank account', () => {
  it('that names an invoice and pays exactly what is open is booked by itself', async () => {
    const of = await company(database, 201)
    await invoiceOf(of, '100')
    await invoiceOf(of, '40')
    await invoiceOf(of, '60')
    await linesOf(of, '2026-03-02  100  Somebody  your inv000001, thanks\n2026-03-02  100  Acme  INV 000002 and INV 000003')
    expect(await found(of)).toEqual(['matched recorded PY000001', 'matched recorded PY000002'])
    expect(await invoices(of)).toEqual(['INV000001 paid 100', 'INV000002 paid 40', 'INV000003 paid 60'])
    await proved(of)
  })

  it('is left to a person where anything is not certain', async () => {
    const of = await company(database, 202)
    const other = await of.do(createParty, { ...acme, code: 'C2', name: 'Other' })
    await invoiceOf(of, '100')
    await invoiceOf(of, '50')
    await invoiceOf(of, '30', other.id)
    await of.do(createPayment, { party: of.customer, currency: 'CNY', amount: '50', method: 'bank', allocations: [] })
    const movements = [
      ...[
        '99  Acme  INV000001',
        '100  Acme  rent',
        '50  Acme  INV000002',
        '80  Acme  INV000002 INV000003',
        '7  Acme  XINV000001',
      ],
      ...['100  Acme  INV0000011'],
    ]
    await linesOf(of, movements.map((one) => `2026-03-02  ${one}`).join('\n'))
    expect(await found(of)).toEqual(movements.map(() => 'open'))
  })

  it('is known to be recorded by hand however a program writes its amount', async () => {
    const of = await company(database, 216)
    await invoiceOf(of, '50')
    await of.do(createPayment, { party: of.customer, currency: 'CNY', amount: '50', method: 'bank', allocations: [] })
    const { account } = await withBank(of)
    const lines = [{ bookingDate: day('2026-03-02'), amount: '50.00', reference: 'INV000001' }]
    await of.do(recordBankStatement, { bankAccount: account.id, lines })
    expect(await found(of)).toEqual(['open'])
  })

  it('that pays an invoice a second time is left to a person: the first has settled it', async () => {
    const of = await company(database, 203)
    await invoiceOf(of, '100')
    await linesOf(of, '2026-03-02  100  Acme  INV000001  A\n2026-03-02  100  Acme  INV000001  B')
    expect(await found(of)).toEqual(['matched recorded PY000001', 'open'])
    expect(await invoices(of)).toEqual(['INV000001 paid 100'])
    await proved(of)
  })

  it('is proposed with reasons, the best first', async () => {
    const of = await company(database, 204)
    const other = await of.do(createParty, { ...acme, code: 'C2', name: 'Other' })
    await invoiceOf(of, '100')
    await invoiceOf(of, '90')
    await invoiceOf(of, '90', other.id)
    await of.do(createPayment, {
      party: other.id,
      currency: 'CNY',
      amount: '90',
      method: 'bank',
      reference: 'order 7',
      allocations: [],
    })
    const [line, unknown] = await linesOf(of, '2026-03-02  90  acme  part of INV000001\n2026-03-02  90  Other  order 7')
    const asked = (id: Id | undefined) => ask(of, bankLineProposals, { line: id as Id })
    expect(told(await asked(line?.id))).toEqual([
      'Acme INV000001 90 (invoice-number, counterparty)',
      'Acme INV000002 90 (exact-amount, counterparty)',
      'Other PY000001 (recorded-already)',
      'Other INV000003 90 (exact-amount)',
    ])
    expect(told(await asked(unknown?.id)).slice(0, 2)).toEqual([
      'Other PY000001 (recorded-already, same-reference, counterparty)',
      'Other INV000003 90 (exact-amount, counterparty)',
    ])
    expect(await code(of.run((tx) => bankLineProposals.run(tx, of.context(), { line: of.newId() })))).toBe('bank-line/not-found')
  })

  it('from an account that has paid before is proposed for whoever that was', async () => {
    const of = await company(database, 205)
    const { account, read } = await withBank(of)
    void account
    const from = (text: string) =>
      text.replace('<RmtInf>', '<RltdPties><DbtrAcct><Id><IBAN>DE77</IBAN></Id></DbtrAcct></RltdPties><RmtInf>')
    await invoiceOf(of, '100')
    await read(from(camt('2026-03-02  100  -  INV000001')))
    await read(from(camt('2026-03-03  12  -  something', { id: 'S2', opening: '100', from: '2026-03-03' })))
    const lines = await of.run((tx) => rows(tx, sql<BankLine>`select * from erp.bank_line where state = 'open'`))
    expect(told(await ask(of, bankLineProposals, { line: lines[0]?.id as Id }))).toEqual(['Acme (same-account)'])
  })

  it('is matched by a person, with a payment to record or one that is there', async () => {
    const of = await company(database, 206)
    await invoiceOf(of, '100')
    const there = await of.do(createPayment, {
      party: of.customer,
      currency: 'CNY',
      amount: '30',
      method: 'bank',
      allocations: [],
    })
    const [first, second, third] = await linesOf(of, '2026-03-02  70  Acme  a\n2026-03-02  30  Acme  b\n2026-03-02  5  Acme  c')
    const match = (line: BankLine | undefined, input: object, version?: number) =>
      of.try(matchBankLine, { id: line?.id as Id, version, input })
    expect(await code(match(first, {}))).toBe('bank-line/nobody')
    expect(await code(match(first, { payment: there.id }))).toBe('bank-line/payment-differs')
    expect(await code(match(first, { payment: of.newId() }))).toBe('bank-line/no-such-payment')
    expect(await code(match(first, { party: of.customer }, 7))).toBe('bank-line/changed-meanwhile')
    expect(await code(match(first, { party: of.newId() }))).toBe('payment/no-such-party')
    expect(await code(match(first, { party: of.customer }))).toBe('accepted')
    expect(await code(match(first, { party: of.customer }))).toBe('bank-line/wrong-state')
    expect(await code(match(second, { payment: there.id }))).toBe('accepted')
    expect(await code(match(third, { payment: there.id }))).toBe('bank-line/payment-taken')
    expect((await found(of)).slice(1)).toEqual(['matched existing PY000001', 'open'])
    expect(await invoices(of)).toEqual(['INV000001 open 70'])
    const kept = await of.run((tx) => rows(tx, sql`select method, reference, payment_date from erp.payment where amount = 70`))
    expect(kept).toEqual([{ method: 'House bank', reference: 'a', paymentDate: '2026-03-02' }])
    await proved(of)
  })

  it('is free again when the match is undone: what was recorded for it is reversed, what was there stays', async () => {
    const of = await company(database, 207)
    await invoiceOf(of, '100')
    const there = await of.do(createPayment, {
      party: of.customer,
      currency: 'CNY',
      amount: '30',
      method: 'bank',
      allocations: [],
    })
    const [first, second, third] = await linesOf(
      of,
      '2026-03-02  100  Acme  INV000001\n2026-03-02  30  Acme  b\n2026-03-02  5  Acme  c',
    )
    await of.do(matchBankLine, { id: second?.id as Id, input: { payment: there.id } })
    const paid = await of.do(matchBankLine, { id: third?.id as Id, input: { party: of.customer, allocations: [] } })
    await of.do(reversePayment, { id: paid.payment as Id, input: {} })
    const undo = (line: BankLine | undefined, input = {}) => of.try(unmatchBankLine, { id: line?.id as Id, input })
    expect(await code(undo(first, { paymentDate: day('2026-03-01') }))).toBe('payment/before-payment')
    for (const line of [first, second, third]) expect(await code(undo(line))).toBe('accepted')
    expect(await code(undo(first))).toBe('bank-line/wrong-state')
    expect(await found(of)).toEqual(['open', 'open', 'open'])
    expect(await invoices(of)).toEqual(['INV000001 open 0'])
    const states = await of.run((tx) =>
      rows(tx, sql<{ amount: string; state: string }>`select amount, state from erp.payment order by number`),
    )
    expect(states.map(({ amount, state }) => `${amount} ${state}`)).toEqual([
      ...['30 posted', '100 reversed', '5 reversed', '-5 posted', '-100 posted'],
    ])
    await proved(of)
  })

  it('that no customer pays is left aside with a reason, and can be taken up again', async () => {
    const of = await company(database, 208)
    const [line] = await linesOf(of, '2026-03-02  -3  Bank  charges')
    const id = line?.id as Id
    expect(await code(of.try(ignoreBankLine, { id, input: { reason: ' ' } }))).toBe('bank-line/no-reason')
    expect(await of.do(ignoreBankLine, { id, input: { reason: 'charges of the bank' } })).toMatchObject({ state: 'ignored' })
    expect(await code(of.try(matchBankLine, { id, input: { party: of.customer } }))).toBe('bank-line/wrong-state')
    expect(await of.do(reopenBankLine, { id, input: {} })).toMatchObject({ state: 'open', reason: null })
    expect(await code(of.try(ignoreBankLine, { id: of.newId(), input: { reason: 'x' } }))).toBe('bank-line/not-found')
  })

  it('that goes out pays a credit note back, when it names it', async () => {
    const of = await company(database, 209)
    const made = await invoiceOf(of, '100')
    await of.do(createPayment, { party: of.customer, currency: 'CNY', amount: '100', method: 'bank' })
    const credit = await of.do(creditInvoice, { id: made.id, input: { reason: 'broken' } })
    await linesOf(of, `2026-03-02  -100  Acme  refund ${credit.number}`)
    expect(await found(of)).toEqual(['matched recorded PY000002'])
    await proved(of)
  })
})

describe('E14 words of a reference', () => {
  it('are what a number may be written as', () => {
    expect(wordsIn('your INV 000001/2, ok')).toEqual([
      'YOUR',
      'INV',
      '000001',
      '2',
      'OK',
      'YOURINV',
      'INV000001',
      '0000012',
      '2OK',
    ])
    expect(wordsIn(null)).toEqual([])
  })
})
