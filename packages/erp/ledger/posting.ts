/** The door of the ledger: documents post their facts here, in their own transaction, many at once. */
import { first, insertLines, insertRows, ownColumns, sql, stamp, type Tx } from '@tandem/db'
import { type Context, must, RefusedFault } from '@tandem/kernel'
import { loadRates } from '../exchange-rate/commands.ts'
import type { Rates } from '../exchange-rate/exchange-rate.ts'
import { type Books, loadBooks, openBooks } from './books.ts'
import { journalEntry } from './definition.ts'
import { checkOpen, entryOf, type JournalEntry, type PostingFact } from './entry.ts'

/** One posting in this many folds the balances that have gathered: see the decision on the ledger. */
const FOLD_EVERY = 256

/**
 * Posts facts. The first posting of a company opens its books. A fact that cannot be posted is a fault that rolls
 * everything back: callers that can refuse one document of many check its date with `loadClosedThrough` and `checkOpen`,
 * and its currency with `loadRates`, before they write. Throws a RefusedFault `ledger/period-closed` or
 * `exchange-rate/missing`.
 */
export async function postEntries(tx: Tx, by: Context, facts: readonly PostingFact[]): Promise<JournalEntry[]> {
  if (facts.length === 0) return []
  const foreign = facts.flatMap(({ currency, date }) => (currency ? [{ currency, date }] : []))
  const [books, rates] = await Promise.all([loadBooks(tx), loadRates(tx, foreign)])
  return postWith(tx, by, await opened(tx, by, books), rates, facts)
}

/** The same for callers that have read the books and rates already. Its statements travel with what is sent before and after. */
export async function postWith(
  tx: Tx,
  by: Context,
  books: Books,
  rates: Rates,
  facts: readonly PostingFact[],
): Promise<JournalEntry[]> {
  const entries = facts.flatMap((fact) => {
    const open = checkOpen(fact.date, books.closedThrough)
    if (!open.ok) throw new RefusedFault(open.refusal)
    return must(entryOf(fact, rates, books.roles, stamp(by))) ?? []
  })
  await insertEntries(tx, by, entries)
  return entries
}

/** The books, opened if they were not. */
export async function opened(tx: Tx, by: Context, books: Books): Promise<Books> {
  if (books.roles.size > 0) return books
  await openBooks(tx, by)
  return loadBooks(tx)
}

/** Inserts entries with their lines; the database checks that they balance and adds to the balances. */
export async function insertEntries(tx: Tx, by: Context, entries: readonly JournalEntry[]): Promise<void> {
  const columns = ownColumns(journalEntry)
  const own = entries.map((entry) => Object.fromEntries(columns.map((name) => [name, entry[name as keyof JournalEntry]])))
  const inserted: Promise<unknown>[] = [insertRows(tx, journalEntry.table, own), insertLines(tx, journalEntry, entries)]
  if (Number.parseInt(by.newId().slice(-8), 16) % FOLD_EVERY === 0) inserted.push(foldBalances(tx))
  await Promise.all(inserted)
}

/**
 * Moves the additions to the balances into their totals; answers how many, or -1 when somebody else is doing it.
 * Exactness does not depend on it, speed of reports does.
 */
export async function foldBalances(tx: Tx): Promise<number> {
  const found = await first(tx, sql<{ folded: number }>`select erp.fold_balances() as folded`)
  return found?.folded ?? 0
}
