/** What all documents that move stock load and write. */
import type { Tx } from '@tandem/db'
import type { Context, Id, PlainDate } from '@tandem/kernel'
import { loadRates } from '../exchange-rate/commands.ts'
import type { Rates } from '../exchange-rate/exchange-rate.ts'
import { type ItemCard, loadItems } from '../item/load.ts'
import { type Books, loadBooks } from '../ledger/books.ts'
import { checkOpen, type PostingFact } from '../ledger/entry.ts'
import { opened, postWith } from '../ledger/posting.ts'
import { loadWarehouses, type Warehouses } from '../warehouse/load.ts'
import type { StockBook } from './book.ts'
import { insertMoves, type MoveSource, saveBalances } from './store.ts'

/** The books for posting values: the base currency's, for stock has no other. */
export interface StockLedger {
  readonly books: Books
  readonly rates: Rates
}

export async function loadStockLedger(tx: Tx): Promise<StockLedger> {
  const [books, rates] = await Promise.all([loadBooks(tx), loadRates(tx, [])])
  return { books, rates }
}

/** The first posting of a company opens its books. */
export async function openedLedger(tx: Tx, by: Context, ledger: StockLedger): Promise<StockLedger> {
  return { ...ledger, books: await opened(tx, by, ledger.books) }
}

export interface StockFacts {
  readonly items: ReadonlyMap<Id, ItemCard>
  readonly warehouses: Warehouses
  readonly ledger: StockLedger
}

export async function loadStockFacts(
  tx: Tx,
  items: readonly Id[],
  warehouses: readonly (Id | null | undefined)[],
): Promise<StockFacts> {
  const [cards, places, ledger] = await Promise.all([loadItems(tx, items), loadWarehouses(tx, warehouses), loadStockLedger(tx)])
  return { items: cards, warehouses: places, ledger }
}

/** Whether the books are open on the day a movement is dated. */
export function openOn(date: PlainDate, { books }: StockLedger) {
  return checkOpen(date, books.closedThrough)
}

/** Writes balances, the journal of moves, and what they are worth in the ledger: statements that travel together. */
export async function saveMovements(
  tx: Tx,
  by: Context,
  book: StockBook,
  sources: readonly MoveSource[],
  { books, rates }: StockLedger,
  facts: readonly PostingFact[],
): Promise<void> {
  await Promise.all([
    saveBalances(tx, book.changed()),
    insertMoves(tx, by, sources),
    facts.length > 0 && postWith(tx, by, books, rates, facts),
  ])
}
