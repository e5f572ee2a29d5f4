/** Balances and moves in the database. Lock order everywhere: documents, balances by (item, warehouse), credit. */
import { given, insertRows, rows, run, sql, type Tx, uuidArray } from '@tandem/db'
import { type Context, Decimal, type Id, type PlainDate } from '@tandem/kernel'
import { type Balance, type Move, type MoveReason, StockBook, type StockKey, stockKey } from './book.ts'

interface BalanceRow extends StockKey {
  readonly onHand: string
  readonly reserved: string
  readonly backOrdered: string
  readonly value: string
}

const COLUMNS = sql.raw('b.item, b.warehouse, b.on_hand, b.reserved, b.back_ordered, b.value')

/**
 * Locks the balances that a query of (item, warehouse) names, in order; those that do not exist are left out. The items
 * once more, so that they are found by key.
 */
export async function lockBalances(tx: Tx, keys: ReturnType<typeof sql>): Promise<StockBook> {
  const found = await rows(
    tx,
    sql<BalanceRow>`
      select ${COLUMNS} from erp.stock_balance b
      where b.item = any(array(select item from (${keys}) as of (item, warehouse))) and (b.item, b.warehouse) in (${keys})
      order by b.item, b.warehouse for update`,
  )
  return new StockBook(found.map(toBalance))
}

/** Makes the balances that are missing and locks all. The two statements travel together. */
export async function openBalances(tx: Tx, keys: readonly StockKey[]): Promise<StockBook> {
  if (keys.length === 0) return new StockBook()
  const [, book] = await Promise.all([ensureBalances(tx, keys), lockBalances(tx, keyRows(keys))])
  return book
}

/**
 * Makes the balances that are missing, in order. Whoever locks later finds them: a lock is never taken on a row that
 * came into being between two locks, which is what keeps the lock order whole.
 */
export async function ensureBalances(tx: Tx, keys: readonly StockKey[]): Promise<void> {
  const unique = new Map(keys.map(({ item, warehouse }) => [stockKey({ item, warehouse }), { item, warehouse }]))
  const sorted = [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key)
  await insertRows(tx, 'erp.stock_balance', sorted, { onConflict: 'nothing' })
}

/** Pairs as a query of (item, warehouse). */
export function keyRows(keys: readonly StockKey[]): ReturnType<typeof sql> {
  const items = uuidArray(keys.map(({ item }) => item))
  const warehouses = uuidArray(keys.map(({ warehouse }) => warehouse))
  return sql`select * from unnest(${items}::uuid[], ${warehouses}::uuid[])`
}

/** Writes balances that are locked. */
export async function saveBalances(tx: Tx, balances: readonly Balance[]): Promise<void> {
  if (balances.length === 0) return
  const items = uuidArray([...new Set(balances.map(({ item }) => item))])
  await run(
    tx,
    sql`update erp.stock_balance b set on_hand = given.on_hand, reserved = given.reserved,
          back_ordered = given.back_ordered, value = given.value
        from ${given(
          balances,
          'item uuid, warehouse uuid, on_hand numeric, reserved numeric, back_ordered numeric, value numeric',
        )}
        where b.item = any(${items}::uuid[]) and b.item = given.item and b.warehouse = given.warehouse`,
  )
}

export interface MoveSource {
  readonly document: string
  readonly documentId: Id
  readonly reason: MoveReason
  readonly businessDate: PlainDate
  readonly moves: readonly Move[]
}

/** Appends moves to the journal. Moves of nothing (a count that was right) are left out. */
export async function insertMoves(tx: Tx, by: Context, sources: readonly MoveSource[]): Promise<void> {
  const records = sources.flatMap(({ moves, ...source }) =>
    moves
      .filter(({ quantity }) => !quantity.isZero())
      .map((move) => ({
        id: by.newId(),
        ...source,
        ...move,
        unitCost: move.cost.over(move.quantity, 6, 'half-up'),
        at: by.now,
      })),
  )
  await insertRows(tx, 'erp.stock_move', records)
}

function toBalance({ item, warehouse, onHand, reserved, backOrdered, value }: BalanceRow): Balance {
  return {
    item,
    warehouse,
    onHand: Decimal.of(onHand),
    reserved: Decimal.of(reserved),
    backOrdered: Decimal.of(backOrdered),
    value: Decimal.of(value),
  }
}
