/**
 * The common course of decisions on orders: one round trip loads and locks everything, the decisions are pure, one
 * round trip writes what changed. Locks are taken in the order that all of this side keeps: orders by id, balances by
 * (item, warehouse), credit by (party, currency).
 */
import { given, rows, run, sql, type Tx, uuidArray } from '@tandem/db'
import { type Context, Decimal, type Id, type On, ok, type Result, refuse } from '@tandem/kernel'
import { loadSupply, NO_SUPPLY, type Supply } from '../atp/load.ts'
import { baseOf } from '../item/units.ts'
import { promisable, type StockBook, stockKey } from '../stock/book.ts'
import { saveReservations } from '../stock/reservation.ts'
import { lockBalances, saveBalances } from '../stock/store.ts'
import { reservationsOf } from './hold.ts'
import type { PartyCard } from './references.ts'
import { openQuantity, openValue, type SalesOrder } from './sales-order.ts'
import { type EventOfOrder, lockOrders, type OrderChange, saveOrders } from './store.ts'
import { CreditBook, type ItemFacts, type World } from './world.ts'

/** What decisions on some orders need: a world whose stock is the root book. */
export interface Loaded {
  readonly orders: readonly SalesOrder[]
  readonly world: World
}

type Selects = ReturnType<typeof sql>

/** Loads and locks existing orders and all that decisions on them need. */
export async function loadOrders(tx: Tx, by: Context, ids: readonly Id[]): Promise<Loaded> {
  const wanted = uuidArray([...new Set(ids)])
  const ofOrders = (columns: string): Selects =>
    sql`select ${sql.raw(columns)} from erp.sales_order where id = any(${wanted}::uuid[])`
  const ofLines = (columns: string): Selects =>
    sql`select ${sql.raw(columns)} from erp.sales_order_line where parent_id = any(${wanted}::uuid[])`
  const [orders, stock, items, parties, credit] = await Promise.all([
    lockOrders(tx, ids),
    lockBalances(tx, sql`${ofLines('item, warehouse')} and not is_service`),
    loadItemFacts(tx, ofLines('item')),
    loadParties(tx, ofOrders('party')),
    lockCredit(tx, ofOrders('party, currency')),
  ])
  const supply = await supplyFor(tx, orders, stock)
  return { orders, world: worldOf(by, { parties, items, credit, stock, supply }) }
}

export function worldOf(by: Context, known: Omit<World, 'now' | 'today'>): World {
  return { now: by.now, today: by.today, ...known }
}

/** What is on its way is read only when something may have to wait for it. */
export async function supplyFor(tx: Tx, orders: readonly SalesOrder[], stock: StockBook): Promise<Supply> {
  const lines = orders.flatMap((order) => order.lines).filter((line) => !line.isService)
  const needed = new Map<string, Decimal>()
  for (const line of lines) {
    const sum = needed.get(stockKey(line)) ?? Decimal.zero
    needed.set(stockKey(line), sum.plus(baseOf(openQuantity(line), line)))
  }
  const short = lines.filter((line) => promisable(stock.at(line)).isLess(needed.get(stockKey(line)) ?? Decimal.zero))
  if (short.length === 0) return NO_SUPPLY
  return loadSupply(tx, sql`select unnest(${uuidArray(short.map(({ item }) => item))}::uuid[])`)
}

async function loadItemFacts(tx: Tx, ids: Selects): Promise<Map<Id, ItemFacts>> {
  const found = await rows(
    tx,
    sql<ItemFacts & { id: Id }>`select id, code, status, lead_time_days from erp.item where id = any(array(${ids}))`,
  )
  return new Map(found.map((row) => [row.id, row]))
}

async function loadParties(tx: Tx, ids: Selects): Promise<Map<Id, PartyCard>> {
  const found = await rows(
    tx,
    sql<PartyCard>`select id, code, currency, payment_term_days, status, on_hold, credit_limit, is_customer
      from erp.party where id = any(array(${ids}))`,
  )
  return new Map(found.map((row) => [row.id, row]))
}

/** Locks the credit of customers, given a query of (party, currency); the parties once more, to be found by key. */
export async function lockCredit(tx: Tx, keys: Selects): Promise<CreditBook> {
  const found = await rows(
    tx,
    sql<{ party: Id; currency: string; ordered: string; receivable: string }>`
      select c.party, c.currency, c.ordered, c.receivable from erp.party_credit c
      where c.party = any(array(select party from (${keys}) as of)) and (c.party, c.currency) in (${keys})
      order by c.party, c.currency for update`,
  )
  return new CreditBook(found)
}

export type DecideOrder<I> = (order: SalesOrder, input: I, world: World) => Result<SalesOrder>

/**
 * Decides on each input in turn; a refused one leaves no trace in stock or credit. Answers what changed and the results,
 * both in memory: nothing is written.
 */
export function decideOrders<I>(
  { orders, world }: Loaded,
  inputs: readonly On<I>[],
  decide: DecideOrder<I>,
): { results: Result<SalesOrder>[]; changes: OrderChange[] } {
  const stored = new Map(orders.map((order) => [order.id, order]))
  const current = new Map(stored)
  const results = inputs.map(({ id, version, input }): Result<SalesOrder> => {
    const order = current.get(id)
    if (!order) return refuse('sales-order/not-found', { id })
    if (version !== undefined && version !== order.version) {
      return refuse('sales-order/changed-meanwhile', { id, yours: version, now: order.version, by: order.updatedBy })
    }
    const stock = world.stock.trial()
    const decided = decide(order, input, { ...world, stock })
    if (!decided.ok || decided.value === order) return decided
    stock.keep()
    const more = openValue(decided.value).minus(openValue(order))
    if (!more.isZero()) world.credit.addOrdered(decided.value, more)
    current.set(id, decided.value)
    return decided
  })
  const changes = [...stored.values()].flatMap((before) => {
    const after = current.get(before.id)
    return after && after !== before ? [{ before, after }] : []
  })
  return { results, changes }
}

/** Loads, decides and saves: what commands on existing orders do. */
export async function runOnOrders<I>(
  tx: Tx,
  by: Context,
  inputs: readonly On<I>[],
  decide: DecideOrder<I>,
  event: EventOfOrder,
): Promise<Result<SalesOrder>[]> {
  if (inputs.length === 0) return []
  const loaded = await loadOrders(
    tx,
    by,
    inputs.map(({ id }) => id),
  )
  return finish(tx, by, loaded, inputs, decide, event)
}

/** Decides on loaded orders and saves. */
export function finish<I>(
  tx: Tx,
  by: Context,
  loaded: Loaded,
  inputs: readonly On<I>[],
  decide: DecideOrder<I>,
  event: EventOfOrder,
): Result<SalesOrder>[] {
  const { results, changes } = decideOrders(loaded, inputs, decide)
  const saved = saveOrders(tx, by, changes, event)
  tx.post(saveHoldings(tx, changes, loaded.world))
  return results.map((result) => (result.ok ? ok(saved.get(result.value.id) ?? result.value) : result))
}

/** Writes what orders hold of stock and credit. */
export async function saveHoldings(tx: Tx, changes: readonly OrderChange[], { stock, credit }: World): Promise<void> {
  await Promise.all([
    saveReservations(
      tx,
      changes.flatMap(({ before, after }) => reservationsOf(before, after)),
    ),
    saveBalances(tx, stock.changed()),
    saveCredit(tx, credit),
  ])
}

async function saveCredit(tx: Tx, credit: CreditBook): Promise<void> {
  const changed = credit.changed().map(({ party, currency, ordered }) => ({ party, currency, ordered }))
  if (changed.length === 0) return
  const parties = uuidArray([...new Set(changed.map(({ party }) => party))])
  await run(
    tx,
    sql`update erp.party_credit c set ordered = given.ordered
        from ${given(changed, 'party uuid, currency text, ordered numeric')}
        where c.party = any(${parties}::uuid[]) and c.party = given.party and c.currency = given.currency`,
  )
}
