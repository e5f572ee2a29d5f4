import { rows, run, sql } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { archiveAccount, createAccount, loadRoles } from '../account/commands.ts'
import { ask, type Company, company, day, financeMigrations } from '../testing/finance.ts'
import { createJournalEntry, reverseJournalEntry } from './commands.ts'
import type { PostingFact } from './entry.ts'
import { closePeriod, createPeriod, numberEntries, reopenPeriod } from './period-commands.ts'
import { foldBalances, postEntries } from './posting.ts'
import { accountLedger, journal, trialBalance } from './queries.ts'

const database = testDatabase([financeMigrations])

function receipt(of: Company, value: string, date = '2026-03-02'): PostingFact {
  const source = { document: 'goods-receipt', id: of.newId() }
  return { type: 'goods-receipt', date: day(date), source, description: 'GR1', amounts: { value } }
}

function post(of: Company, facts: readonly PostingFact[]) {
  return of.run((tx) => postEntries(tx, of.context(), facts))
}

async function codes(of: Company): Promise<Map<string, Id>> {
  const found = await of.run((tx) => rows(tx, sql<{ code: string; id: Id }>`select code, id from erp.account`))
  return new Map(found.map(({ code, id }) => [code, id]))
}

async function balances(of: Company, asOf?: string): Promise<string[]> {
  const found = await ask(of, trialBalance, asOf ? { asOf: day(asOf) } : {})
  expect(found.baseDifference).toBe('0')
  expect(found.differences.every(({ difference }) => difference === '0')).toBe(true)
  return found.rows.map((row) => `${row.code} ${row.currency} ${row.baseBalance}`)
}

describe('E13 the general ledger', () => {
  it('posts what documents report to the accounts of their rules', async () => {
    const of = await company(database, 1)
    await post(of, [
      receipt(of, '100'),
      { ...receipt(of, '-1.5'), type: 'stock-adjustment' },
      { ...receipt(of, '0'), type: 'shipment', amounts: { cost: '40.25' } },
    ])
    expect(await balances(of)).toEqual(['1405 CNY 58.25', '1901 CNY 1.5', '220201 CNY -100', '6401 CNY 40.25'])
  })

  it('opens the books at the first posting of a company that has none', async () => {
    const of = await company(database, 2)
    await of.run((tx) => run(tx, sql`delete from erp.account_role`))
    await post(of, [receipt(of, '5')])
    expect(await balances(of)).toEqual(['1405 CNY 5', '220201 CNY -5'])
  })

  it('posts nothing twice', async () => {
    const of = await company(database, 3)
    const fact = receipt(of, '5')
    await post(of, [fact])
    await expect(post(of, [fact])).rejects.toThrow(/duplicate key/)
    expect(await balances(of)).toEqual(['1405 CNY 5', '220201 CNY -5'])
  })

  it('tells the same before, while and after the balances are folded', async () => {
    const of = await company(database, 4)
    await post(of, [receipt(of, '5', '2026-01-31'), receipt(of, '6', '2026-02-28')])
    const before = await balances(of)
    expect(await of.run(foldBalances)).toBe(4)
    expect(await balances(of)).toEqual(before)
    await post(of, [receipt(of, '7')])
    expect(await balances(of)).toEqual(['1405 CNY 18', '220201 CNY -18'])
    expect(await of.run((tx) => rows(tx, sql<{ n: number }>`select count(*) as n from erp.account_delta`))).toEqual([{ n: 2 }])
  })

  it('knows the balances of any day, also in the middle of a month', async () => {
    const of = await company(database, 5)
    await post(of, [receipt(of, '1', '2026-01-31'), receipt(of, '10', '2026-02-10'), receipt(of, '100', '2026-02-28')])
    expect(await balances(of, '2026-01-30')).toEqual([])
    expect(await balances(of, '2026-01-31')).toEqual(['1405 CNY 1', '220201 CNY -1'])
    expect(await balances(of, '2026-02-27')).toEqual(['1405 CNY 11', '220201 CNY -11'])
    expect(await balances(of, '2026-02-28')).toEqual(['1405 CNY 111', '220201 CNY -111'])
  })

  it('is not changed once posted, by nobody', async () => {
    const of = await company(database, 6)
    await post(of, [receipt(of, '5')])
    const change = of.run((tx) => run(tx, sql`update erp.journal_entry_line set debit = debit`))
    await expect(change).rejects.toThrow(/permission denied|append-only/)
    await expect(database.current.asOwner((tx) => run(tx, sql`delete from erp.journal_entry_line`))).rejects.toThrow(
      /append-only/,
    )
  })

  it('takes no entry that does not balance, even past the rules', async () => {
    const of = await company(database, 7)
    const [entry] = await post(of, [receipt(of, '5')])
    const account = (await of.run(loadRoles)).get('bank')
    const insert = (debit: string, base: string) =>
      of.run((tx) =>
        run(
          tx,
          sql`insert into erp.journal_entry_line
              (parent_id, line_number, account, entry_date, currency, debit, credit, base_debit, base_credit)
              values (${entry?.id}, 9, ${account}, '2026-03-02', 'CNY', ${debit}::numeric, 0, ${base}::numeric, 0)`,
        ),
      )
    await expect(insert('1', '0')).rejects.toThrow(/does not balance/)
    await expect(insert('0', '1')).rejects.toThrow(/does not balance/)
  })

  it('lists the lines of an account with their running balance', async () => {
    const of = await company(database, 8)
    await post(of, [receipt(of, '5', '2026-01-15'), receipt(of, '6', '2026-02-15'), receipt(of, '-2', '2026-02-16')])
    const account = (await codes(of)).get('1405') as Id
    const page = await ask(of, accountLedger, { account, from: day('2026-02-01') })
    expect(page.opening).toBe('5')
    expect(page.lines.map((line) => [line.entryDate, line.debit, line.credit, line.baseBalance])).toEqual([
      ['2026-02-15', '6', '0', '11'],
      ['2026-02-16', '0', '2', '9'],
    ])
    await expect(ask(of, accountLedger, { account: of.newId() })).rejects.toThrow('account/not-found')
  })
})

describe('E13 months of the books', () => {
  it('are closed in order, and the latest is reopened first', async () => {
    const of = await company(database, 20)
    const january = await of.do(createPeriod, { month: '2026-01' })
    const february = await of.do(createPeriod, { month: '2026-02' })
    const close = (id: Id) => of.try(closePeriod, { id, input: {} })
    const reopen = (id: Id) => of.try(reopenPeriod, { id, input: {} })
    expect(await close(february.id)).toMatchObject({ refusal: { code: 'period/earlier-open', details: { earlier: '2026-01' } } })
    expect(await close(january.id)).toMatchObject({ value: { state: 'closed' } })
    expect(await close(february.id)).toMatchObject({ value: { state: 'closed' } })
    expect(await close(february.id)).toMatchObject({ refusal: { code: 'period/wrong-state' } })
    expect(await reopen(january.id)).toMatchObject({ refusal: { code: 'period/later-closed', details: { later: '2026-02' } } })
    expect(await reopen(february.id)).toMatchObject({ value: { state: 'open' } })
    expect(await reopen(january.id)).toMatchObject({ value: { state: 'open' } })
    expect(await close(of.newId())).toMatchObject({ refusal: { code: 'period/not-found' } })
    expect(await of.try(closePeriod, { id: january.id, version: 1, input: {} })).toMatchObject({
      refusal: { code: 'period/changed-meanwhile' },
    })
  })

  it('are months, each once, none before a closed one', async () => {
    const of = await company(database, 21)
    const february = await of.do(createPeriod, { month: '2026-02' })
    const add = (month: string) => of.try(createPeriod, { month })
    expect(await add('2026-02')).toMatchObject({ refusal: { code: 'period/taken' } })
    expect(await add('2026-13')).toMatchObject({ refusal: { code: 'period/wrong-month' } })
    await of.do(closePeriod, { id: february.id, input: {} })
    expect(await add('2026-01')).toMatchObject({ refusal: { code: 'period/later-closed' } })
  })

  it('stay closed: nothing is posted into them nor before them', async () => {
    const of = await company(database, 22)
    const february = await of.do(createPeriod, { month: '2026-02' })
    await of.do(closePeriod, { id: february.id, input: {} })
    await expect(post(of, [receipt(of, '1', '2026-02-28')])).rejects.toThrow('ledger/period-closed')
    await expect(post(of, [receipt(of, '1', '2025-06-30')])).rejects.toThrow('ledger/period-closed')
    await post(of, [receipt(of, '1', '2026-03-01')])
    const past = of.run((tx) =>
      run(
        tx,
        sql`insert into erp.journal_entry (id, created_at, created_by, updated_at, updated_by, entry_date, period,
              source_document, source_id, step, description, base_currency)
            values (${of.newId()}, now(), 'x', now(), 'x', '2026-02-28', '2026-02', 'x', ${of.newId()}, 'x', 'x', 'CNY')`,
      ),
    )
    await expect(past).rejects.toThrow(/closed through 2026-02/)
    expect(await of.run((tx) => rows(tx, sql`select 1 from erp.journal_entry where entry_date < '2026-03-01'`))).toEqual([])
  })

  it('wait with closing for postings under way', async () => {
    const of = await company(database, 23)
    const march = await of.do(createPeriod, { month: '2026-03' })
    let release = (): void => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    let posted = (): void => {}
    const underway = new Promise<void>((resolve) => {
      posted = resolve
    })
    const posting = of.run(async (tx) => {
      await postEntries(tx, of.context(), [receipt(of, '1')])
      posted()
      await held
    })
    await underway
    let closed = false
    const closing = of.do(closePeriod, { id: march.id, input: {} }).then(() => {
      closed = true
    })
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(closed).toBe(false)
    release()
    await Promise.all([posting, closing])
    expect(await numbersOf(of)).toEqual(['2026-03 1'])
  })

  it('number their entries without gaps, by date, and give no number twice', async () => {
    const of = await company(database, 24)
    const march = await of.do(createPeriod, { month: '2026-03' })
    await post(of, [receipt(of, '3', '2026-03-03'), receipt(of, '2', '2026-03-02'), receipt(of, '9', '2026-04-01')])
    await of.do(numberEntries, { id: march.id, input: {} })
    await post(of, [receipt(of, '1', '2026-03-01')])
    await of.do(closePeriod, { id: march.id, input: {} })
    const found = await of.run((tx) =>
      rows(
        tx,
        sql<{ number: number; date: string }>`
          select n.number, e.entry_date as date from erp.journal_number n join erp.journal_entry e on e.id = n.entry order by 1`,
      ),
    )
    expect(found.map(({ number, date }) => `${number} ${date}`)).toEqual(['1 2026-03-02', '2 2026-03-03', '3 2026-03-01'])
    const inOrder = await ask(of, journal, { month: '2026-03' })
    expect(inOrder.map((row) => `${row.number} ${row.entryDate} ${row.baseAmount}`)).toEqual([
      '3 2026-03-01 1',
      '1 2026-03-02 2',
      '2 2026-03-03 3',
    ])
    expect(await ask(of, journal, { month: '2026-04' })).toMatchObject([{ number: null, baseAmount: '9' }])
    await expect(ask(of, journal, { month: '2026' })).rejects.toThrow('period/wrong-month')
  })
})

async function numbersOf(of: Company): Promise<string[]> {
  const found = await of.run((tx) =>
    rows(tx, sql<{ period: string; number: number }>`select period, number from erp.journal_number order by 1, 2`),
  )
  return found.map(({ period, number }) => `${period} ${number}`)
}

describe('E13 a journal entry by hand', () => {
  async function set(seed: number) {
    const of = await company(database, seed)
    const accounts = await codes(of)
    const line = (code: string, debit: string, credit: string) => ({ account: accounts.get(code) ?? of.newId(), debit, credit })
    const rent = { description: 'Rent', currency: 'CNY', lines: [line('6602', '800', '0'), line('1002', '0', '800')] }
    const refused = async (change: Partial<typeof rent>) => {
      const result = await of.try(createJournalEntry, { ...rent, ...change })
      return result.ok ? 'accepted' : result.refusal.code
    }
    return { of, line, rent, refused }
  }

  it('is reversed once, also for several who ask at the same time', async () => {
    const { of, rent } = await set(140)
    const { id } = await of.do(createJournalEntry, rent)
    const asked = await Promise.all(Array.from({ length: 4 }, () => of.try(reverseJournalEntry, { id, input: {} })))
    expect(asked.map((result) => (result.ok ? 'done' : result.refusal.code)).sort()).toEqual([
      'done',
      ...Array.from({ length: 3 }, () => 'journal-entry/reversed'),
    ])
  })

  it('is posted when it balances, and can be reversed once', async () => {
    const { of, rent } = await set(40)
    const { id } = await of.do(createJournalEntry, rent)
    expect(await balances(of)).toEqual(['1002 CNY -800', '6602 CNY 800'])
    const reversal = await of.do(reverseJournalEntry, { id, input: { entryDate: day('2026-03-05') } })
    expect(await balances(of, '2026-03-04')).toEqual(['1002 CNY -800', '6602 CNY 800'])
    expect(await balances(of, '2026-03-05')).toEqual(['1002 CNY 0', '6602 CNY 0'])
    const again = (which: Id) => of.try(reverseJournalEntry, { id: which, input: {} })
    expect(await again(id)).toMatchObject({ refusal: { code: 'journal-entry/reversed' } })
    expect(await again(reversal.id)).toMatchObject({ refusal: { code: 'journal-entry/not-manual' } })
    expect(await again(of.newId())).toMatchObject({ refusal: { code: 'journal-entry/not-found' } })
  })

  it('is refused with what to do', async () => {
    const { of, line, rent, refused } = await set(41)
    const spare = await of.do(createAccount, { code: '9', name: 'Old', type: 'asset' })
    await of.do(archiveAccount, { id: spare.id, input: {} })
    const [debit] = rent.lines
    if (!debit) throw new Error('no line')
    expect(await refused({ lines: [debit] })).toBe('journal-entry/no-lines')
    expect(await refused({ lines: [debit, line('1002', '0', '799.99')] })).toBe('journal-entry/unbalanced')
    expect(await refused({ lines: [debit, line('?', '0', '800')] })).toBe('journal-entry/no-such-account')
    expect(await refused({ lines: [debit, line('1122', '0', '800')] })).toBe('journal-entry/control-account')
    expect(await refused({ lines: [debit, { ...debit, account: spare.id }] })).toBe('journal-entry/archived-account')
    expect(await refused({ lines: [debit, line('1002', '-800', '0')] })).toBe('journal-entry/one-side')
    expect(await refused({ lines: [debit, line('1002', '1', '801')] })).toBe('journal-entry/one-side')
    expect(await refused({ lines: [line('6602', '0.001', '0'), line('1002', '0', '0.001')] })).toBe('journal-entry/one-side')
    expect(await refused({ currency: 'USD' })).toBe('exchange-rate/missing')
    const march = await of.do(createPeriod, { month: '2026-03' })
    await of.do(closePeriod, { id: march.id, input: {} })
    expect(await refused({})).toBe('ledger/period-closed')
    expect(await balances(of)).toEqual([])
  })
})
