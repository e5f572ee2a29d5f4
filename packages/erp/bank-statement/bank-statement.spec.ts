import { rows, run, sql } from '@tandem/db'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { archiveBankAccount, changeBankAccount, createBankAccount } from '../bank-account/commands.ts'
import { camt, IBAN, withBank } from '../testing/bank.ts'
import { ask, type Company, code, company, day, financeMigrations } from '../testing/finance.ts'
import { readBankFile, recordBankStatement } from './commands.ts'
import { bankGaps } from './queries.ts'

const database = testDatabase([financeMigrations])

async function kept(of: Company): Promise<string[]> {
  const found = await of.run((tx) =>
    rows(
      tx,
      sql<{ bookingDate: string; amount: string; counterparty: string | null }>`
        select booking_date, amount, counterparty from erp.bank_line order by booking_date, id`,
    ),
  )
  return found.map(({ bookingDate, amount, counterparty }) => `${bookingDate} ${amount} ${counterparty ?? '-'}`)
}

const MARCH = `
  2026-03-02  100  Acme  rent      R1
  2026-03-02  -30  Smith  repairs  R2
  2026-03-03  50   Acme  rent      R3`

describe('E14 a bank statement', () => {
  it('is kept with its lines and balances', async () => {
    const of = await company(database, 101)
    const { account, read } = await withBank(of)
    expect(await read(camt(MARCH, { opening: '10', to: '2026-03-03' }))).toMatchObject({
      ...{ number: 'BS000001', bankAccount: account.id, statementId: 'S1', fromDate: '2026-03-02', toDate: '2026-03-03' },
      ...{ opening: '10', closing: '130', received: '150', spent: '30', lineCount: 3, knownCount: 0 },
    })
    expect(await kept(of)).toEqual(['2026-03-02 100 Acme', '2026-03-02 -30 Smith', '2026-03-03 50 Acme'])
  })

  it('that is imported again is known: nothing comes in twice', async () => {
    const of = await company(database, 102)
    const { read, tried } = await withBank(of)
    await read(camt(MARCH, { to: '2026-03-03' }))
    expect(await code(tried(camt(MARCH, { to: '2026-03-03' })))).toBe('bank-statement/nothing-new')
    expect(await code(tried(camt(MARCH, { id: 'ANOTHER', to: '2026-03-03' })))).toBe('bank-statement/nothing-new')
    expect(await kept(of)).toHaveLength(3)
  })

  it('without movements is known by the bank’s number', async () => {
    const of = await company(database, 103)
    const { read, tried } = await withBank(of)
    await read(camt('', { id: 'E1' }))
    expect(await code(tried(camt('', { id: 'E1' })))).toBe('bank-statement/nothing-new')
    await read(camt('', { id: 'E2' }))
  })

  it.each([
    { by: 'the bank’s reference', a: 'A', b: 'B', c: 'C' },
    { by: 'what it says and how often', a: '', b: '', c: '' },
  ])('that overlaps another brings only what is new: known by $by', async ({ by, a, b, c }) => {
    const of = await company(database, by.length)
    const { read } = await withBank(of)
    const lines = [
      `2026-03-02  20  Acme  coffee  ${a}`,
      `2026-03-02  20  Acme  coffee  ${b}`,
      `2026-03-03  20  Acme  coffee  ${c}`,
    ]
    await read(camt(lines.slice(0, 2).join('\n')))
    const later = await read(camt(lines.slice(1).join('\n'), { id: 'S2', opening: '20', to: '2026-03-03' }))
    expect(later).toMatchObject({ lineCount: 2, knownCount: 1, knownAmount: '20' })
    expect(await kept(of)).toEqual(['2026-03-02 20 Acme', '2026-03-02 20 Acme', '2026-03-03 20 Acme'])
    expect(await ask(of, bankGaps, {})).toEqual([])
  })

  it('keeps two payments that are equal in all, and knows both again', async () => {
    const of = await company(database, 104)
    const { read, tried } = await withBank(of)
    const one = '2026-03-02  20  Acme  coffee'
    await read(camt(one))
    const both = await read(camt(`${one}\n${one}`, { id: 'S2' }))
    expect(both).toMatchObject({ lineCount: 2, knownCount: 1 })
    expect(await kept(of)).toHaveLength(2)
    expect(await code(tried(camt(`${one}\n${one}`, { id: 'S3' })))).toBe('bank-statement/nothing-new')
  })

  it('of the afternoon, equal to that of the morning, is another: the balance says so', async () => {
    const of = await company(database, 105)
    const { read, tried } = await withBank(of)
    const one = '2026-03-02  20  Acme  coffee'
    await read(camt(one, { id: 'MORNING' }))
    expect(await read(camt(one, { id: 'NOON', opening: '20' }))).toMatchObject({ knownCount: 0, closing: '40' })
    expect(await kept(of)).toHaveLength(2)
    // But each of them again is known, and so are both in one.
    for (const again of [camt(one), camt(one, { id: 'NOON', opening: '20' }), camt(`${one}\n${one}`, { id: 'DAY' })]) {
      expect(await code(tried(again))).toBe('bank-statement/nothing-new')
    }
  })

  it('that moves nothing on the whole is known all the same', async () => {
    const of = await company(database, 106)
    const { read, tried } = await withBank(of)
    const there = '2026-03-02  20  Acme  coffee\n2026-03-02  -20  Acme  coffee'
    await read(camt(there))
    expect(await code(tried(camt(there, { id: 'S2' })))).toBe('bank-statement/nothing-new')
  })

  it('imported by two at once comes in once', async () => {
    const of = await company(database, 107)
    const { tried } = await withBank(of)
    const codes = await Promise.all([1, 2, 3, 4].map(() => code(tried(camt(MARCH, { to: '2026-03-03' })))))
    expect(codes.sort()).toEqual(['accepted', ...Array(3).fill('bank-statement/nothing-new')])
    expect(await kept(of)).toHaveLength(3)
  })

  it('tells a gap: it begins where the one before did not end, until that one comes', async () => {
    const of = await company(database, 108)
    const { read } = await withBank(of)
    await read(camt('2026-03-02  100  Acme  a'))
    await read(camt('2026-03-04  5  Acme  c', { id: 'S3', opening: '90', from: '2026-03-04' }))
    expect(await ask(of, bankGaps, {})).toMatchObject([
      { number: 'BS000002', before: 'BS000001', from: '2026-03-02', to: '2026-03-04', amount: '-10', currency: 'CNY' },
    ])
    await read(camt('2026-03-03  -10  Acme  b', { id: 'S2', opening: '100', from: '2026-03-03' }))
    expect(await ask(of, bankGaps, {})).toEqual([])
  })

  it('that does not add up, or is of another account or currency, is refused, and nothing of it is kept', async () => {
    const of = await company(database, 109)
    const { account, tried } = await withBank(of)
    expect(await code(tried(camt(MARCH, { lies: '0.01' })))).toBe('bank-statement/does-not-add-up')
    expect(await code(tried(camt(MARCH, { account: 'DE00' })))).toBe('bank-statement/no-such-account')
    expect(await code(tried(camt(MARCH, { currency: 'EUR' })))).toBe('bank-statement/no-such-account')
    const onto = (content: string) => code(of.try(readBankFile, { bankAccount: account.id, content }))
    expect(await onto(camt(MARCH, { account: 'DE00' }))).toBe('bank-statement/other-account')
    expect(await onto(camt(MARCH, { currency: 'EUR' }))).toBe('bank-statement/other-currency')
    expect(await onto(camt('2026-03-02  0.001  Acme  x'))).toBe('bank-statement/bad-value')
    await of.do(archiveBankAccount, { id: account.id, input: {} })
    expect(await onto(camt(MARCH))).toBe('bank-account/archived')
    expect(await kept(of)).toEqual([])
  })

  it('of several days in one file comes in as several; days known before are passed over', async () => {
    const of = await company(database, 110)
    const { read } = await withBank(of)
    const [first, second] = [
      camt('2026-03-02  1  Acme  a'),
      camt('2026-03-03  2  Acme  b', { id: 'S2', opening: '1', from: '2026-03-03' }),
    ]
    await read(first)
    const inner = (text: string) => text.slice(text.indexOf('<Stmt>'), text.indexOf('</BkToCstmrStmt>'))
    expect(await read(second.replace('<Stmt>', `${inner(first)}<Stmt>`))).toMatchObject({ number: 'BS000003', lineCount: 1 })
    expect(await kept(of)).toEqual(['2026-03-02 1 Acme', '2026-03-03 2 Acme'])
  })

  it('is taken from a program, too, with or without balances', async () => {
    const of = await company(database, 111)
    const { account } = await withBank(of)
    const told = { bankAccount: account.id, lines: [{ bookingDate: day('2026-03-02'), amount: '12.50', reference: 'x' }] }
    expect(await of.do(recordBankStatement, told)).toMatchObject({ opening: null, closing: null, received: '12.5' })
    expect(await code(of.try(recordBankStatement, told))).toBe('bank-statement/nothing-new')
    expect(await code(of.try(recordBankStatement, { ...told, opening: '1' }))).toBe('bank-statement/one-balance')
    expect(await code(of.try(recordBankStatement, { bankAccount: account.id, lines: [] }))).toBe('bank-statement/no-dates')
    expect(await code(of.try(recordBankStatement, { ...told, bankAccount: of.newId() }))).toBe('bank-account/not-found')
  })

  it('and its lines stay as the bank told them: the tables say so', async () => {
    const of = await company(database, 112)
    const { read } = await withBank(of)
    await read(camt(MARCH, { to: '2026-03-03' }))
    const owner = (what: ReturnType<typeof sql>) => of.run((tx) => run(tx, what))
    await expect(owner(sql`update erp.bank_line set amount = 1`)).rejects.toThrow(/as the bank has told it/)
    await expect(owner(sql`delete from erp.bank_line`)).rejects.toThrow(/append-only/)
    await expect(owner(sql`update erp.bank_statement set closing = 1`)).rejects.toThrow()
  })
})

describe('E14 a bank account', () => {
  it('has a code, a name, and a number that no other has in its currency', async () => {
    const of = await company(database, 113)
    const { account } = await withBank(of)
    expect(account).toMatchObject({ accountNumber: IBAN, status: 'active' })
    const good = { code: 'B2', name: 'Second', accountNumber: '1-2', currency: 'EUR' }
    const made = (over: object) => code(of.try(createBankAccount, { ...good, ...over }))
    expect(await made({ code: ' ' })).toBe('bank-account/no-code')
    expect(await made({ name: ' ' })).toBe('bank-account/no-name')
    expect(await made({ accountNumber: ' - ' })).toBe('bank-account/no-number')
    expect(await made({ currency: 'eur' })).toBe('bank-account/wrong-currency')
    expect(await made({ code: 'GIRO' })).toBe('bank-account/code-taken')
    expect(await made({ accountNumber: IBAN, currency: 'CNY' })).toBe('bank-account/number-taken')
    expect(await made({ accountNumber: IBAN })).toBe('accepted')
    const changed = (input: object) => code(of.try(changeBankAccount, { id: account.id, input }))
    expect(await changed({ code: 'B2' })).toBe('bank-account/code-taken')
    expect(await changed({ code: 'GIRO', accountNumber: IBAN.toLowerCase(), bank: 'Bank of C' })).toBe('accepted')
    expect(await code(of.try(changeBankAccount, { id: account.id, version: 1, input: {} }))).toBe(
      'bank-account/changed-meanwhile',
    )
    await of.do(archiveBankAccount, { id: account.id, input: {} })
    expect(await changed({ name: 'X' })).toBe('bank-account/archived')
  })
})
