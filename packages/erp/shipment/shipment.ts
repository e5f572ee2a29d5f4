/** Pure decisions on shipments: what leaves, out of which stock, and at what cost. */
import {
  Decimal,
  follow,
  type Input,
  ok,
  type PlainDate,
  type Result,
  type Row,
  refuse,
  type Stored,
  type Transitions,
} from '@tandem/kernel'
import { BASE, baseOf, toBase } from '../item/units.ts'
import { closedIfDone } from '../sales-order/decide.ts'
import {
  deliveryProgress,
  holdingOf,
  lineOf,
  openQuantity,
  type SalesOrder,
  type SalesOrderLine,
  salesOrderTransitions,
} from '../sales-order/sales-order.ts'
import { free, issued, type Move, type StockBook } from '../stock/book.ts'
import { openOn, type StockLedger } from '../stock/moving.ts'
import type { shipment, shipmentFields } from './definition.ts'

export type Shipment = Row<typeof shipment>
export type ShipmentInput = Input<typeof shipmentFields>

export const shipmentTransitions = {
  deliver: { from: ['shipped'], to: 'delivered' },
} as const satisfies Transitions<Shipment['state']>

export interface DecidedShipment {
  readonly document: Shipment
  readonly moves: readonly Move[]
  /** The order after it. */
  readonly order: SalesOrder
}

interface Wanted {
  readonly line: SalesOrderLine
  readonly quantity: Decimal
  readonly base: Decimal
}

/** The shipment of an order; the trial book holds the balances after it. */
export function newShipment(
  input: ShipmentInput,
  order: SalesOrder,
  ledger: StockLedger,
  book: StockBook,
  own: Stored & { readonly number: string },
  today: PlainDate,
): Result<DecidedShipment> {
  const { number, state } = order
  if (!follow(salesOrderTransitions, 'sales-order', state, 'ship').ok)
    return refuse('shipment/order-not-confirmed', { number, state })
  const shippedDate = input.shippedDate ?? today
  const open = openOn(shippedDate, ledger)
  if (!open.ok) return open
  const wanted = wantedLines(input, order)
  if (!wanted.ok) return wanted
  const currency = ledger.rates.base
  const moves: Move[] = []
  const after = new Map<number, SalesOrderLine>()
  for (const [i, one] of wanted.value.entries()) {
    const taken = takeOut(one, order, book, currency)
    if (!taken.ok) return taken
    moves.push({ ...taken.value.move, lineNumber: i + 1 })
    after.set(one.line.lineNumber, taken.value.line)
  }
  const lines = order.lines.map((line) => after.get(line.lineNumber) ?? line)
  const header = {
    state: 'shipped' as const,
    salesOrder: order.id,
    party: order.party,
    shippedDate,
    deliveredDate: null,
    carrier: input.carrier ?? null,
    trackingNumber: input.trackingNumber ?? null,
    currency,
    cost: Decimal.sum(moves.map((move) => move.cost.negated())).toString(),
  }
  return ok({
    document: { ...own, ...header, lines: wanted.value.map((one, i) => toLine(one, i + 1, moves[i])) },
    moves,
    order: closedIfDone({ ...order, delivery: deliveryProgress(lines), lines }),
  })
}

function toLine({ line, quantity }: Wanted, lineNumber: number, move: Move | undefined): Shipment['lines'][number] {
  return {
    lineNumber,
    orderLineNumber: line.lineNumber,
    item: line.item,
    quantity: quantity.toString(),
    unit: line.unit,
    warehouse: line.warehouse,
    cost: move?.cost.negated().toString() ?? '0',
  }
}

/** The lines named, or else everything that is reserved. */
function wantedLines(input: ShipmentInput, order: SalesOrder): Result<Wanted[]> {
  const reserved = order.lines.filter((line) => Decimal.of(line.reserved).isPositive())
  const inputs = input.lines ?? reserved.map((line) => ({ orderLineNumber: line.lineNumber, quantity: line.reserved }))
  if (inputs.length === 0) return refuse('shipment/nothing-to-ship', { order: order.number })
  const wanted: Wanted[] = []
  const seen = new Set<number>()
  for (const { orderLineNumber, quantity } of inputs) {
    if (seen.has(orderLineNumber)) return refuse('shipment/line-twice', { order: order.number, line: orderLineNumber })
    seen.add(orderLineNumber)
    const line = wantedLine(order, orderLineNumber, quantity)
    if (!line.ok) return line
    wanted.push(line.value)
  }
  return ok(wanted)
}

function wantedLine(order: SalesOrder, lineNumber: number, text: string): Result<Wanted> {
  const where = { order: order.number, line: lineNumber }
  const line = lineOf(order, lineNumber)
  if (!line || line.isService) return refuse('shipment/no-such-line', where)
  const quantity = Decimal.parse(text)
  if (!quantity?.isPositive()) return refuse('shipment/bad-quantity', { ...where, quantity: text })
  const open = openQuantity(line)
  if (quantity.isMore(open)) {
    return refuse('shipment/more-than-ordered', { ...where, quantity: text, open: open.toString(), unit: line.unit })
  }
  const base = toBase(quantity, BASE) && toBase(quantity, line)
  return base
    ? ok({ line, quantity, base })
    : refuse('shipment/quantity-not-exact', { ...where, quantity: text, unit: line.unit })
}

/** Takes the goods out of what the line has reserved first, then out of what is free. */
function takeOut(
  { line, quantity, base }: Wanted,
  order: SalesOrder,
  book: StockBook,
  currency: string,
): Result<{ line: SalesOrderLine; move: Move }> {
  const balance = book.at(line)
  const fromReserved = quantity.min(Decimal.of(line.reserved))
  const fromFree = base.minus(baseOf(fromReserved, line))
  if (fromFree.isMore(free(balance))) {
    const there = free(balance).plus(baseOf(Decimal.of(line.reserved), line))
    const details = { line: line.lineNumber, quantity: base.toString(), there: there.toString() }
    return refuse('shipment/not-enough-stock', { order: order.number, ...details })
  }
  const after = {
    ...line,
    shipped: Decimal.of(line.shipped).plus(quantity).toString(),
    reserved: Decimal.of(line.reserved).minus(fromReserved).toString(),
  }
  const [was, is] = [holdingOf(line, 'confirmed'), holdingOf(after, 'confirmed')]
  const { balance: left, cost } = issued(balance, base, currency)
  book.put({
    ...left,
    reserved: left.reserved.minus(was.quantity).plus(is.quantity),
    backOrdered: left.backOrdered.minus(was.waiting).plus(is.waiting),
  })
  const { item, warehouse } = line
  return ok({ line: after, move: { item, warehouse, lineNumber: 0, quantity: base.negated(), cost: cost.negated() } })
}

/** The customer has it. */
export function delivered(row: Shipment, date: PlainDate): Result<Partial<Shipment>> {
  const state = follow(shipmentTransitions, 'shipment', row.state, 'deliver')
  if (!state.ok) return refuse('shipment/wrong-state', { number: row.number, ...state.refusal.details })
  if (date < row.shippedDate) {
    return refuse('shipment/delivered-before-shipped', { number: row.number, date, shippedDate: row.shippedDate })
  }
  return ok({ state: state.value, deliveredDate: date })
}
