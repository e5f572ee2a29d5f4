/** What happens to money and to customers in a company, by short words, beside what happens to orders (`happenings.ts`). */
import { rows, sql } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import { onOneOf } from '@tandem/testkit'
import { matchBankLine, unmatchBankLine } from '../bank-line/commands.ts'
import { createStockTransfer } from '../flow/receiving.ts'
import { applyCreditNote } from '../invoice/apply.ts'
import { createItem } from '../item/commands.ts'
import { openBooks } from '../ledger/books.ts'
import { createJournalEntry, reverseJournalEntry } from '../ledger/commands.ts'
import { closePeriod, numberEntries, reopenPeriod } from '../ledger/period-commands.ts'
import { mergeParty, unmergeParty } from '../merge/merge.ts'
import { changeParty, createParty } from '../party/commands.ts'
import { allocatePayment, createPayment, reversePayment } from '../payment/commands.ts'
import { camt, withBank } from '../testing/bank.ts'
import { createWarehouse } from '../warehouse/commands.ts'
import type { Run } from './happenings.ts'
import { acme, type Shop, widget } from './trade.ts'

export const MONEY_HAPPENINGS = [
  'pay',
  'pay',
  'allocate',
  'reverse',
  'apply',
  'bank',
  'match',
  'match-existing',
  'unmatch',
  'entry',
  'entry-reverse',
  'close',
  'reopen',
  'number',
  'transfer',
  'party',
  'merge',
  'unmerge',
] as const

export interface MoneyStep {
  readonly what: (typeof MONEY_HAPPENINGS)[number]
  readonly quantity: number
}

/** A company with three customers, two items, two warehouses, open books and an account at the bank. */
export interface Company extends Run {
  readonly parties: readonly Id[]
  readonly second: Id
  readonly accounts: readonly Id[]
  readonly bank: Awaited<ReturnType<typeof withBank>>
  /** Statements told so far. */
  told: number
}

export async function companyOf(at: Shop): Promise<Company> {
  await at.run((tx) => openBooks(tx, at.context()))
  const item = await at.do(createItem, { ...widget, code: 'W2' })
  const others = await Promise.all(['C2', 'C3'].map((code) => at.do(createParty, { ...acme, code, name: `Customer ${code}` })))
  const { id: second } = await at.do(createWarehouse, { code: 'M2', name: 'Second' })
  const accounts = await at.run((tx) =>
    rows(tx, sql<{ id: Id }>`select account as id from erp.account_role where role in ('bank', 'rounding') order by role`),
  )
  const parties = [at.customer, ...others.map(({ id }) => id)]
  const bank = await withBank({ ...at, item: at.widget, warehouse: at.main })
  const orders = await Promise.all(Array.from({ length: 6 }, (_, i) => at.draft('5', { party: parties[i % 3] as Id })))
  return { at, items: [at.widget, item.id], orders, parties, second, accounts: accounts.map(({ id }) => id), bank, told: 0 }
}

/** Does the step; refusals are good answers, faults are not. */
export async function moneyHappens(company: Company, { what, quantity: q }: MoneyStep): Promise<void> {
  const { at, parties, items } = company
  const party = parties[q % parties.length] as Id
  const input = {}
  switch (what) {
    case 'pay': {
      const money = { party, currency: 'CNY', amount: String(q * 7), method: 'bank' }
      return void (await at.try(createPayment, { ...money, ...(q % 3 === 0 && { allocations: [] }) }))
    }
    case 'allocate':
      return onOneOf(at, 'erp.payment', q, (id) => at.try(allocatePayment, { id, input }))
    case 'reverse':
      return onOneOf(at, 'erp.payment', q, (id) => at.try(reversePayment, { id, input }))
    case 'transfer': {
      const lines = [{ item: items[q % items.length] as Id, quantity: String(1 + (q % 5)) }]
      return void (await at.try(createStockTransfer, { fromWarehouse: at.main, toWarehouse: company.second, lines }))
    }
    case 'party':
      return void (await at.try(changeParty, { id: party, input: { creditLimit: String(q * 1000) } }))
    case 'merge':
      return void (await at.try(mergeParty, { id: parties[1 + (q % 2)] as Id, input: { into: parties[0] as Id } }))
    case 'unmerge':
      return void (await at.try(unmergeParty, { id: parties[1 + (q % 2)] as Id, input }))
    default:
      return bookHappens(company, what, q, party)
  }
}

async function bookHappens(company: Company, what: string, q: number, party: Id): Promise<void> {
  const { at, bank, accounts } = company
  const input = {}
  switch (what) {
    case 'apply':
      return onOneOf(at, "erp.invoice where type = 'credit-note'", q, (id) =>
        onOneOf(at, "erp.invoice where type = 'invoice'", q * 3, (of) => at.try(applyCreditNote, { id, input: { invoice: of } })),
      )
    case 'bank': {
      const n = ++company.told
      return void (await bank.tried(camt(`2026-03-02  ${q * 11}  Acme  INV${q}  R${n}`, { id: `S${n}` })))
    }
    case 'match':
      return onOneOf(at, 'erp.bank_line', q, (id) => at.try(matchBankLine, { id, input: { party } }))
    case 'match-existing':
      return onOneOf(at, 'erp.bank_line', q, (id) =>
        onOneOf(at, 'erp.payment', q, (payment) => at.try(matchBankLine, { id, input: { payment } })),
      )
    case 'unmatch':
      return onOneOf(at, 'erp.bank_line', q, (id) => at.try(unmatchBankLine, { id, input }))
    case 'entry': {
      const [debit, credit] = accounts.map((account, i) => ({ account, debit: String(i * q), credit: String((1 - i) * q) }))
      const lines = debit && credit ? [debit, credit] : []
      return void (await at.try(createJournalEntry, { description: 'x', currency: 'CNY', lines }))
    }
    case 'entry-reverse':
      return onOneOf(at, "erp.journal_entry where step = 'manual'", q, (id) => at.try(reverseJournalEntry, { id, input }))
    case 'close':
      return onOneOf(at, 'erp.period', q, (id) => at.try(closePeriod, { id, input }))
    case 'reopen':
      return onOneOf(at, 'erp.period', q, (id) => at.try(reopenPeriod, { id, input }))
    case 'number':
      return onOneOf(at, 'erp.period', q, (id) => at.try(numberEntries, { id, input }))
  }
}
