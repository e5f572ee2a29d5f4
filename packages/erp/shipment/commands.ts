import { changeDocuments, createDocuments, sql, stamp, type Tx, takeNumbers, uuidArray } from '@tandem/db'
import { type Context, type CreateCommand, type DocumentCommand, type Input, ok, type Result, refuse } from '@tandem/kernel'
import type { PostingFact } from '../ledger/entry.ts'
import { reservationsOf } from '../sales-order/hold.ts'
import { lockOrders, saveOrders } from '../sales-order/store.ts'
import { loadStockLedger, saveMovements } from '../stock/moving.ts'
import { saveReservations } from '../stock/reservation.ts'
import { lockBalances } from '../stock/store.ts'
import { shipment, shipmentFields } from './definition.ts'
import { type DecidedShipment, delivered, newShipment, type Shipment, type ShipmentInput } from './shipment.ts'

export const createShipment: CreateCommand<Tx, typeof shipmentFields, Shipment> = {
  name: 'create',
  document: 'shipment',
  on: 'new',
  label: { en: 'Ship', zh: '发货' },
  input: shipmentFields,
  run: ship,
}

/** Ships orders: stock, reservations, orders and ledger change in the same transaction. Several may be of one order. */
async function ship(tx: Tx, by: Context, inputs: readonly ShipmentInput[]): Promise<Result<Shipment>[]> {
  const { orders, book, ledger, numbers } = await load(tx, inputs)
  const current = new Map(orders.map((order) => [order.id, order]))
  const decided = inputs.map((input, i): Result<DecidedShipment> => {
    const order = current.get(input.salesOrder)
    if (!order) return refuse('shipment/no-such-order', { id: input.salesOrder })
    const trial = book.trial()
    const result = newShipment(input, order, ledger, trial, { ...stamp(by), number: numbers[i] ?? '' }, by.today)
    if (!result.ok) return result
    trial.keep()
    current.set(order.id, result.value.order)
    return result
  })
  const good = decided.flatMap((result) => (result.ok ? [result.value] : []))
  const changes = orders.flatMap((before) => {
    const after = current.get(before.id)
    return after && after !== before ? [{ before, after }] : []
  })
  const documents = decided.map((result) => (result.ok ? ok(result.value.document) : result))
  const results = createDocuments(tx, by, shipment, documents)
  saveOrders(tx, by, changes, 'sales-order-shipped')
  tx.post(
    saveReservations(
      tx,
      changes.flatMap(({ before, after }) => reservationsOf(before, after)),
    ),
    saveMovements(tx, by, book, good.map(toMoves), ledger, good.map(toFact)),
  )
  return results
}

/** Locks in the order all of this side keeps: documents, books, balances. */
async function load(tx: Tx, inputs: readonly ShipmentInput[]) {
  const ids = [...new Set(inputs.map(({ salesOrder }) => salesOrder))]
  const keys = sql`select item, warehouse from erp.sales_order_line
    where parent_id = any(${uuidArray(ids)}::uuid[]) and not is_service`
  const [numbers, orders, ledger, book] = await Promise.all([
    takeNumbers(tx, 'SH', inputs.length),
    lockOrders(tx, ids),
    loadStockLedger(tx),
    lockBalances(tx, keys),
  ])
  // What is in stock came in with a posting: where the books were never opened, there is nothing to ship.
  return { orders, numbers, book, ledger }
}

function toMoves({ document, moves }: DecidedShipment) {
  const { id, shippedDate } = document
  return { document: shipment.name, documentId: id, reason: 'shipment', businessDate: shippedDate, moves } as const
}

function toFact({ document, order }: DecidedShipment): PostingFact {
  const { id, number, shippedDate, cost, party } = document
  return {
    type: 'shipment',
    date: shippedDate,
    source: { document: shipment.name, id },
    description: `${number} ${order.number}`,
    party,
    amounts: { cost },
  }
}

const deliverFields = {
  deliveredDate: { kind: 'date', optional: true, label: { en: 'Delivered', zh: '签收日期' } },
} as const

export const deliverShipment: DocumentCommand<Tx, typeof deliverFields, Shipment> = {
  name: 'deliver',
  document: 'shipment',
  on: 'one',
  label: { en: 'Delivered', zh: '签收' },
  input: deliverFields,
  run: (tx, by, inputs) =>
    changeDocuments<Shipment, Input<typeof deliverFields>>(
      tx,
      by,
      shipment,
      inputs,
      (row, input) => delivered(row, input.deliveredDate ?? by.today),
      'shipment-delivered',
    ),
}
