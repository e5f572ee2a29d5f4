/** The commands on sales orders, each on many at once: a person's single call goes the same way as a batch of 500. */
import {
  createDocuments,
  customKnown,
  decideRead,
  given,
  readCustomInputs,
  readDocuments,
  sql,
  stamp,
  type Tx,
  uuidArray,
  withCustomRead,
} from '@tandem/db'
import type { Context, CreateCommand, DocumentCommand, On, Result } from '@tandem/kernel'
import { loadSupply } from '../atp/load.ts'
import { type CreditKey, ensureCredit } from '../party/credit.ts'
import type { StockKey } from '../stock/book.ts'
import { ensureBalances, keyRows, lockBalances } from '../stock/store.ts'
import { changedOrder, type SalesOrderChange, wholeInput } from './change.ts'
import { cancelled, confirmed, reserved } from './decide.ts'
import { salesOrder, salesOrderChangeFields, salesOrderFields } from './definition.ts'
import { draftOrder } from './draft.ts'
import { loadReferences, missingRows, type References, type SalesOrderInput, stockKeysOf } from './references.ts'
import type { SalesOrder } from './sales-order.ts'
import { decideOrders, finish, loadOrders, lockCredit, runOnOrders, saveHoldings, supplyFor, worldOf } from './work.ts'
import type { World } from './world.ts'

export const createSalesOrder: CreateCommand<Tx, typeof salesOrderFields, SalesOrder> = {
  name: 'create',
  document: 'sales-order',
  on: 'new',
  label: { en: 'New sales order', zh: '新建销售订单' },
  input: salesOrderFields,
  async run(tx, by, inputs) {
    const { refs, decided } = await drafts(tx, by, inputs)
    tx.post(ensureRows(tx, decided, refs))
    return createDocuments(tx, by, salesOrder, decided)
  },
}

/** With what they name, beside the custom fields they may have. */
async function drafts(tx: Tx, by: Context, inputs: readonly SalesOrderInput[]) {
  const [refs, read] = await Promise.all([loadReferences(tx, inputs, inputs.length), readCustomInputs(tx, salesOrder, inputs)])
  const decided = decideRead(read, (input, i) =>
    draftOrder(input, refs, { ...stamp(by), number: refs.numbers[i] ?? '' }, by.today),
  )
  return { refs, decided }
}

/** So that confirming finds every row it locks. */
async function ensureRows(tx: Tx, decided: readonly Result<SalesOrder>[], refs: References): Promise<void> {
  const { stock, credit } = missingRows(
    decided.flatMap((result) => (result.ok ? [result.value] : [])),
    refs,
  )
  await Promise.all([ensureBalances(tx, stock), ensureCredit(tx, credit)])
}

/**
 * Creates and confirms as one: an order is there whole and promised, or not at all. This is how the joint's orders
 * come in. Refuses what `create` and `confirm` refuse.
 */
export const placeSalesOrder: CreateCommand<Tx, typeof salesOrderFields, SalesOrder> = {
  name: 'place',
  document: 'sales-order',
  on: 'new',
  label: { en: 'Place order', zh: '下单' },
  input: salesOrderFields,
  run: placeSalesOrders,
}

export async function placeSalesOrders(tx: Tx, by: Context, inputs: readonly SalesOrderInput[]): Promise<Result<SalesOrder>[]> {
  const { refs, decided } = await drafts(tx, by, inputs)
  const orders = decided.flatMap((result) => (result.ok ? [result.value] : []))
  const credits = orders.map(({ party, currency }) => ({ party, currency }))
  tx.post(ensureRows(tx, decided, refs))
  const [stock, credit] = await Promise.all([lockBalances(tx, keyRows(stockKeysOf(orders))), lockCredit(tx, creditRows(credits))])
  const supply = await supplyFor(tx, orders, stock)
  const { parties, items } = refs
  const world = worldOf(by, { parties, items, credit, stock, supply })
  const inTurn = orders.map(({ id }) => ({ id, input: undefined }))
  const { results, changes } = decideOrders({ orders, world }, inTurn, (order, _, known) => confirmed(order, known))
  const queue = [...results]
  const placed = decided.map((result) => (result.ok ? (queue.shift() ?? result) : result))
  const made = createDocuments(tx, by, salesOrder, placed, 'sales-order-placed')
  tx.post(saveHoldings(tx, changes, world))
  return made
}

function creditRows(keys: readonly { party: string; currency: string }[]) {
  return sql`select party, currency from ${given(keys, 'party uuid, currency text')}`
}

export const changeSalesOrder: DocumentCommand<Tx, typeof salesOrderChangeFields, SalesOrder> = {
  name: 'change',
  document: 'sales-order',
  on: 'one',
  label: { en: 'Change', zh: '修改' },
  input: salesOrderChangeFields,
  run: (tx, by, inputs) => changeSalesOrders(tx, by, inputs as On<SalesOrderChange>[]),
}

/**
 * Reads first without locks, to know what the new lines name and to make the rows they will lock: rows are never made
 * while others are locked. An order that somebody saves in between is refused as changed meanwhile.
 */
async function changeSalesOrders(tx: Tx, by: Context, inputs: readonly On<SalesOrderChange>[]): Promise<Result<SalesOrder>[]> {
  const ids = [...new Set(inputs.map(({ id }) => id))]
  const seen = new Map((await readDocuments<SalesOrder>(tx, salesOrder, ids)).map((order) => [order.id, order]))
  const whole = inputs.flatMap(({ id, input }) => {
    const order = seen.get(id)
    return order ? [{ ...wholeInput(order, input), id }] : []
  })
  const refs = await loadReferences(tx, whole, 0)
  const [, , loaded, supply, custom] = await Promise.all([
    ensureBalances(tx, wantedStock(whole, refs)),
    ensureCredit(tx, wantedCredit(whole, refs)),
    loadOrders(tx, by, ids),
    loadSupply(tx, sql`select unnest(${uuidArray([...refs.items.keys()])}::uuid[])`),
    customKnown(
      tx,
      salesOrder,
      inputs.map(({ input }) => input),
      false,
    ),
  ])
  const known = { orders: loaded.orders, world: { ...loaded.world, supply } }
  const asSeen = inputs.map((on) => ({ ...on, version: on.version ?? seen.get(on.id)?.version }))
  const decide = (order: SalesOrder, input: SalesOrderChange, world: World) => {
    const read = withCustomRead(custom, input, order)
    return read.ok ? changedOrder(order, read.value, refs, world) : read
  }
  return finish(tx, by, known, asSeen, decide, 'sales-order-changed')
}

function wantedStock(inputs: readonly SalesOrderInput[], refs: References): StockKey[] {
  return inputs.flatMap(({ warehouse, lines }) =>
    lines.flatMap(({ item, warehouse: own }) => {
      const place = refs.warehouses.find(own ?? warehouse)
      const known = refs.items.get(item)
      return place && known && known.type !== 'service' ? [{ item, warehouse: place.id }] : []
    }),
  )
}

function wantedCredit(inputs: readonly SalesOrderInput[], refs: References): CreditKey[] {
  return inputs.flatMap(({ party, currency }) => {
    const known = refs.parties.get(party)
    const wanted = currency ?? known?.currency
    return known && wanted && /^[A-Z]{3}$/.test(wanted) ? [{ party, currency: wanted }] : []
  })
}

const none = {}

export const confirmSalesOrder: DocumentCommand<Tx, typeof none, SalesOrder> = {
  name: 'confirm',
  document: 'sales-order',
  on: 'one',
  label: { en: 'Confirm', zh: '确认' },
  input: none,
  run: (tx, by, inputs) => runOnOrders(tx, by, inputs, (order, _, world) => confirmed(order, world), 'sales-order-confirmed'),
}

export const reserveSalesOrder: DocumentCommand<Tx, typeof none, SalesOrder> = {
  name: 'reserve',
  document: 'sales-order',
  on: 'one',
  label: { en: 'Reserve', zh: '锁库' },
  input: none,
  run: (tx, by, inputs) => runOnOrders(tx, by, inputs, (order, _, world) => reserved(order, world), 'sales-order-reserved'),
}

export const cancelSalesOrder: DocumentCommand<Tx, typeof none, SalesOrder> = {
  name: 'cancel',
  document: 'sales-order',
  on: 'one',
  label: { en: 'Cancel what is open', zh: '取消未完成部分' },
  input: none,
  run: (tx, by, inputs) =>
    runOnOrders(
      tx,
      by,
      inputs,
      (order, _, world) => cancelled(order, world),
      ({ after }) => (after.state === 'cancelled' ? 'sales-order-cancelled' : 'sales-order-rest-cancelled'),
    ),
}
