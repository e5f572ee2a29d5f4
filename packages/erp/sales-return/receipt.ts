/** Pure decisions on goods that come back: how many, how many of them are good, and at what cost they return to stock. */
import { Decimal, type Input, ok, type PlainDate, type Result, refuse } from '@tandem/kernel'
import { shareOf } from '../invoice/amounts.ts'
import { toBase } from '../item/units.ts'
import { lineOf, type SalesOrder, type SalesOrderLine } from '../sales-order/sales-order.ts'
import { type Move, received, type StockBook } from '../stock/book.ts'
import { openOn, type StockLedger } from '../stock/moving.ts'
import type { Warehouses } from '../warehouse/load.ts'
import type { receiveFields } from './definition.ts'
import { activePlace, type SalesReturn, type SalesReturnLine, stepped } from './sales-return.ts'

export type ReceiveInput = Input<typeof receiveFields>

/** What left for a line of an order with one shipment: quantity in the line's unit, cost in base currency. */
export interface ShippedPart {
  readonly quantity: Decimal
  readonly cost: Decimal
}

/** The shipments of each line of an order, oldest first, by line number. */
export type ShippedParts = ReadonlyMap<number, readonly ShippedPart[]>

export interface DecidedReturn {
  readonly changes: Partial<SalesReturn>
  readonly moves: readonly Move[]
  /** The order after it. */
  readonly order: SalesOrder
  /** Cost of what is in stock again. */
  readonly restocked: Decimal
}

export interface ReceiptWorld {
  readonly order: SalesOrder
  readonly parts: ShippedParts
  readonly warehouses: Warehouses
  readonly ledger: StockLedger
  readonly book: StockBook
  readonly today: PlainDate
}

/** The return with what came, its moves into stock, and the order that counts it; the book holds the balances after it. */
export function receivedReturn(row: SalesReturn, input: ReceiveInput, world: ReceiptWorld): Result<DecidedReturn> {
  const { order, parts, warehouses, ledger, book, today } = world
  const state = stepped(row, 'receive')
  if (!state.ok) return state
  const receivedDate = input.receivedDate ?? today
  if (receivedDate < row.requestedDate) {
    return refuse('sales-return/too-early', { number: row.number, date: receivedDate, requestedDate: row.requestedDate })
  }
  const open = openOn(receivedDate, ledger)
  if (!open.ok) return open
  const place = activePlace(input.warehouse ?? row.warehouse, warehouses)
  if (!place.ok) return place
  const came = arrivals(row, input)
  if (!came.ok) return came
  const currency = ledger.rates.base
  const [lines, moves]: [SalesReturnLine[], Move[]] = [[], []]
  const after = new Map<number, SalesOrderLine>()
  for (const arrival of came.value) {
    const ofOrder = lineOf(order, arrival.line.orderLineNumber) as SalesOrderLine
    const back = broughtBack(row, arrival, ofOrder, parts.get(ofOrder.lineNumber) ?? [], currency)
    if (!back.ok) return back
    const { line, base, restockCost } = back.value
    lines.push(line)
    const returned = Decimal.of(ofOrder.returned).plus(arrival.received).toString()
    after.set(ofOrder.lineNumber, { ...ofOrder, returned })
    if (!base.isPositive()) continue
    const key = { item: line.item, warehouse: place.value }
    book.put(received(book.at(key), base, restockCost))
    moves.push({ ...key, lineNumber: lines.length, quantity: base, cost: restockCost })
  }
  const sum = (of: (line: SalesReturnLine) => string) => Decimal.sum(lines.map((line) => Decimal.of(of(line)))).toString()
  const costs = { cost: sum((line) => line.cost), scrapCost: sum((line) => line.scrapCost) }
  return ok({
    changes: { state: state.value, receivedDate, warehouse: place.value, ...costs, lines },
    moves,
    order: { ...order, lines: order.lines.map((line) => after.get(line.lineNumber) ?? line) },
    restocked: Decimal.of(costs.cost).minus(Decimal.of(costs.scrapCost)),
  })
}

interface Arrival {
  readonly line: SalesReturnLine
  readonly received: Decimal
  readonly scrapped: Decimal
}

/** What came of every line; nothing of those that are not named, all of all when none is. */
function arrivals(row: SalesReturn, { lines }: ReceiveInput): Result<Arrival[]> {
  const number = row.number
  const numbers = (lines ?? []).map(({ orderLineNumber }) => orderLineNumber)
  const twice = numbers.find((line, i) => numbers.indexOf(line) !== i)
  if (twice !== undefined) return refuse('sales-return/line-twice', { order: number, line: twice })
  const strange = numbers.find((line) => !row.lines.some(({ orderLineNumber }) => orderLineNumber === line))
  if (strange !== undefined) return refuse('sales-return/not-in-return', { number, line: strange })
  const came: Arrival[] = []
  for (const line of row.lines) {
    const given = lines?.find(({ orderLineNumber }) => orderLineNumber === line.orderLineNumber)
    const [text, waste] = [given?.received ?? (lines ? '0' : line.quantity), given?.scrapped ?? '0']
    const [received, scrapped] = [Decimal.parse(text), Decimal.parse(waste)]
    const where = { number, line: line.orderLineNumber }
    if (!received || received.isNegative()) return refuse('sales-return/bad-received', { ...where, quantity: text })
    if (!scrapped || scrapped.isNegative()) return refuse('sales-return/bad-received', { ...where, quantity: waste })
    if (received.isMore(Decimal.of(line.quantity))) {
      return refuse('sales-return/more-than-approved', { ...where, quantity: text, approved: line.quantity, unit: line.unit })
    }
    if (scrapped.isMore(received)) return refuse('sales-return/more-scrapped', { ...where, quantity: waste, received: text })
    came.push({ line, received, scrapped })
  }
  return came.some(({ received }) => received.isPositive()) ? ok(came) : refuse('sales-return/nothing-received', { number })
}

function broughtBack(
  row: SalesReturn,
  { line, received, scrapped }: Arrival,
  ofOrder: SalesOrderLine,
  parts: readonly ShippedPart[],
  currency: string,
): Result<{ line: SalesReturnLine; base: Decimal; restockCost: Decimal }> {
  const base = toBase(received.minus(scrapped), ofOrder)
  if (!base) {
    const details = { order: row.number, line: line.orderLineNumber, quantity: received.toString(), unit: line.unit }
    return refuse('sales-return/quantity-not-exact', details)
  }
  const before = Decimal.of(ofOrder.returned)
  const cost = costBetween(parts, before, before.plus(received), currency)
  const scrapCost = scrapped.isZero() ? Decimal.zero : shareOf(cost, scrapped, received, currency)
  const counted = { received: received.toString(), scrapped: scrapped.toString() }
  const costs = { cost: cost.toString(), scrapCost: scrapCost.toString() }
  return ok({ line: { ...line, ...counted, ...costs }, base, restockCost: cost.minus(scrapCost) })
}

/**
 * What the units from `from` up to `upTo` of a line had cost when they left: what left first comes back first. Parts add up:
 * all that was shipped costs, when all of it is back, what all of it had cost.
 */
export function costBetween(parts: readonly ShippedPart[], from: Decimal, upTo: Decimal, currency: string): Decimal {
  return costThrough(parts, upTo, currency).minus(costThrough(parts, from, currency))
}

function costThrough(parts: readonly ShippedPart[], upTo: Decimal, currency: string): Decimal {
  let [left, cost] = [upTo, Decimal.zero]
  for (const part of parts) {
    const taken = left.min(part.quantity)
    if (!taken.isPositive()) break
    cost = cost.plus(shareOf(part.cost, taken, part.quantity, currency))
    left = left.minus(taken)
  }
  return cost
}
