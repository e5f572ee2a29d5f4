import { changeDocuments, readDocuments, type Tx } from '@tandem/db'
import { type Context, type DocumentCommand, type Id, type On, ok, type Result, refuse } from '@tandem/kernel'
import type { PostingFact } from '../ledger/entry.ts'
import type { SalesOrder } from '../sales-order/sales-order.ts'
import { lockOrders, saveOrders } from '../sales-order/store.ts'
import { loadStockLedger, openedLedger, saveMovements } from '../stock/moving.ts'
import { openBalances } from '../stock/store.ts'
import { loadWarehouses } from '../warehouse/load.ts'
import { receiveFields, salesReturn } from './definition.ts'
import { type DecidedReturn, type ReceiveInput, receivedReturn } from './receipt.ts'
import type { SalesReturn } from './sales-return.ts'
import { shippedParts } from './store.ts'

export const receiveSalesReturn: DocumentCommand<Tx, typeof receiveFields, SalesReturn> = {
  name: 'receive',
  document: 'sales-return',
  on: 'one',
  label: { en: 'Receive and inspect', zh: '收货检验' },
  input: receiveFields,
  run: receive,
}

/** Takes goods back: stock, the order's lines and the ledger change in the same transaction. Several may be of one order. */
async function receive(tx: Tx, by: Context, inputs: readonly On<ReceiveInput>[]): Promise<Result<SalesReturn>[]> {
  const world = await load(tx, by, inputs)
  const orders = new Map(world.orders.map((order) => [order.id, order]))
  const decided: { row: SalesReturn; back: DecidedReturn }[] = []
  const decide = (row: SalesReturn, input: ReceiveInput): Result<Partial<SalesReturn>> => {
    const order = orders.get(row.salesOrder)
    if (!order) return refuse('sales-return/no-such-order', { id: row.salesOrder })
    const trial = world.book.trial()
    const parts = world.parts.get(order.id) ?? new Map()
    const { warehouses, ledger } = world
    const result = receivedReturn(row, input, { order, parts, warehouses, ledger, book: trial, today: by.today })
    if (!result.ok) return result
    trial.keep()
    orders.set(order.id, result.value.order)
    decided.push({ row: { ...row, ...result.value.changes }, back: result.value })
    return ok(result.value.changes)
  }
  const results = await changeDocuments<SalesReturn, ReceiveInput>(tx, by, salesReturn, inputs, decide, 'sales-return-received')
  saveOrders(tx, by, changesOf(world.orders, orders), 'sales-order-returned')
  tx.post(saveMovements(tx, by, world.book, decided.map(toMoves), world.ledger, decided.map(toFact)))
  return results
}

function changesOf(before: readonly SalesOrder[], after: ReadonlyMap<Id, SalesOrder>) {
  return before.flatMap((order) => {
    const now = after.get(order.id)
    return now && now !== order ? [{ before: order, after: now }] : []
  })
}

/** Locks in the order all of this side keeps: the returns, which nobody else locks, then orders, books, balances. */
async function load(tx: Tx, by: Context, inputs: readonly On<ReceiveInput>[]) {
  const returns = await readDocuments<SalesReturn>(tx, salesReturn, [...new Set(inputs.map(({ id }) => id))], { lock: true })
  const ids = [...new Set(returns.map((row) => row.salesOrder))]
  const places = [...inputs.map(({ input }) => input.warehouse), ...returns.map((row) => row.warehouse)]
  const [orders, warehouses, ledger, parts] = await Promise.all([
    lockOrders(tx, ids),
    loadWarehouses(tx, places),
    loadStockLedger(tx),
    shippedParts(tx, ids),
  ])
  const opened = await openedLedger(tx, by, ledger)
  const known = [...new Set(places.flatMap((place) => warehouses.find(place)?.id ?? []))]
  const items = returns.flatMap(({ lines }) => lines.map(({ item }) => item))
  const book = await openBalances(
    tx,
    items.flatMap((item) => known.map((warehouse) => ({ item, warehouse }))),
  )
  return { orders, warehouses, ledger: opened, parts, book }
}

function toMoves({ row, back }: { row: SalesReturn; back: DecidedReturn }) {
  const businessDate = row.receivedDate as NonNullable<SalesReturn['receivedDate']>
  return { document: salesReturn.name, documentId: row.id, reason: 'return', businessDate, moves: back.moves } as const
}

/** Goods cost what they had cost: what is good again is stock, what is not is lost. */
function toFact({ row, back }: { row: SalesReturn; back: DecidedReturn }): PostingFact {
  return {
    type: 'sales-return',
    date: row.receivedDate as NonNullable<SalesReturn['receivedDate']>,
    source: { document: salesReturn.name, id: row.id },
    description: `${row.number} ${back.order.number}`,
    party: row.party,
    amounts: { value: back.restocked, scrapped: row.scrapCost, cost: row.cost },
  }
}
