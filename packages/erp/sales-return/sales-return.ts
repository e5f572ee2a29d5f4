/** Pure decisions on returns: what may be asked back, and what is answered. */
import {
  Decimal,
  follow,
  type Id,
  type Input,
  ok,
  type PlainDate,
  type Result,
  type Row,
  refuse,
  type Stored,
} from '@tandem/kernel'
import { BASE, toBase } from '../item/units.ts'
import { lineOf, type SalesOrder } from '../sales-order/sales-order.ts'
import type { Warehouses } from '../warehouse/load.ts'
import {
  type approveFields,
  type rejectFields,
  type SalesReturnState,
  type salesReturn,
  type salesReturnChangeFields,
  type salesReturnFields,
  salesReturnTransitions,
} from './definition.ts'

export type SalesReturn = Row<typeof salesReturn>
export type SalesReturnLine = SalesReturn['lines'][number]
export type SalesReturnInput = Input<typeof salesReturnFields>
type Asked = NonNullable<SalesReturnInput['lines']>

/** How much of each line of an order other returns ask for and have not received, by line number. */
export type AskedElsewhere = ReadonlyMap<number, Decimal>

export interface ReturnFacts {
  readonly base: string
  readonly today: PlainDate
  /** Origins that other returns have. */
  readonly origins: ReadonlySet<string>
}

/** A request for what was shipped of an order, less what came back or is asked back by others. */
export function newSalesReturn(
  input: SalesReturnInput,
  order: SalesOrder,
  asked: AskedElsewhere,
  own: Stored & { readonly number: string },
  { base, today, origins }: ReturnFacts,
): Result<SalesReturn> {
  const origin = input.origin ?? null
  if (origin && origins.has(origin)) return refuse('sales-return/origin-taken', { origin })
  if (input.reason.trim() === '') return refuse('sales-return/no-reason', { order: order.number })
  const lines = askedLines(input.lines, order, asked)
  if (!lines.ok) return lines
  return ok({
    ...own,
    state: 'requested',
    ...{ origin, salesOrder: order.id, party: order.party, requestedDate: input.requestedDate ?? today },
    ...{ reason: input.reason, wish: input.wish ?? 'refund', answer: null, warehouse: order.warehouse, receivedDate: null },
    ...{ baseCurrency: base, cost: '0', scrapCost: '0', currency: order.currency, credited: '0', replacement: null },
    lines: lines.value,
    credits: [],
  })
}

/** What of each line may still be asked back, in the line's unit. */
export function returnable(order: SalesOrder, asked: AskedElsewhere): Map<number, Decimal> {
  return new Map(
    order.lines.map(({ lineNumber, shipped, returned }) => {
      const others = asked.get(lineNumber) ?? Decimal.zero
      return [lineNumber, Decimal.of(shipped).minus(Decimal.of(returned)).minus(others)]
    }),
  )
}

function askedLines(given: Asked | null | undefined, order: SalesOrder, asked: AskedElsewhere): Result<SalesReturnLine[]> {
  const left = returnable(order, asked)
  const all = [...left].flatMap(([orderLineNumber, quantity]) =>
    quantity.isPositive() ? [{ orderLineNumber, quantity: quantity.toString() }] : [],
  )
  const wanted = given ?? all
  if (wanted.length === 0) return refuse('sales-return/nothing-to-return', { order: order.number })
  const lines: SalesReturnLine[] = []
  for (const { orderLineNumber, quantity } of wanted) {
    const where = { order: order.number, line: orderLineNumber }
    if (lines.some((line) => line.orderLineNumber === orderLineNumber)) return refuse('sales-return/line-twice', where)
    const line = askedLine(order, orderLineNumber, quantity, left.get(orderLineNumber) ?? Decimal.zero)
    if (!line.ok) return line
    lines.push(line.value)
  }
  return ok(lines)
}

function askedLine(order: SalesOrder, lineNumber: number, text: string, left: Decimal): Result<SalesReturnLine> {
  const where = { order: order.number, line: lineNumber }
  const line = lineOf(order, lineNumber)
  if (!line || line.isService) return refuse('sales-return/no-such-line', where)
  const quantity = Decimal.parse(text)
  if (!quantity?.isPositive()) return refuse('sales-return/bad-quantity', { ...where, quantity: text })
  const { item, unit } = line
  if (quantity.isMore(left)) {
    return refuse('sales-return/more-than-shipped', { ...where, quantity: text, left: left.toString(), unit })
  }
  if (!(toBase(quantity, BASE) && toBase(quantity, line))) {
    return refuse('sales-return/quantity-not-exact', { ...where, quantity: text, unit })
  }
  const nothing = { received: '0', scrapped: '0', cost: '0', scrapCost: '0' }
  return ok({ orderLineNumber: lineNumber, quantity: quantity.toString(), item, unit, ...nothing })
}

/** What the customer wants otherwise, as long as nobody has answered. */
export function changedSalesReturn(
  row: SalesReturn,
  { reason, wish, lines }: Input<typeof salesReturnChangeFields>,
  order: SalesOrder,
  asked: AskedElsewhere,
): Result<Partial<SalesReturn>> {
  if (reason != null && reason.trim() === '') return refuse('sales-return/no-reason', { order: order.number })
  const next = lines ? askedLines(lines, order, asked) : ok(row.lines)
  if (!next.ok) return next
  const isOther = lines && JSON.stringify(next.value) !== JSON.stringify(row.lines)
  return ok({
    ...(reason != null && reason !== row.reason && { reason }),
    ...(wish != null && wish !== row.wish && { wish }),
    ...(isOther && { lines: next.value }),
  })
}

export function approved(
  row: SalesReturn,
  { answer, warehouse }: Input<typeof approveFields>,
  warehouses: Warehouses,
): Result<Partial<SalesReturn>> {
  const state = stepped(row, 'approve')
  if (!state.ok) return state
  const place = activePlace(warehouse ?? row.warehouse, warehouses)
  if (!place.ok) return place
  return ok({ state: state.value, answer: answer?.trim() || null, warehouse: place.value })
}

/** Also what was approved and never came. */
export function rejected(row: SalesReturn, { answer }: Input<typeof rejectFields>): Result<Partial<SalesReturn>> {
  const state = stepped(row, 'reject')
  if (!state.ok) return state
  if (answer.trim() === '') return refuse('sales-return/no-answer', { number: row.number })
  return ok({ state: state.value, answer: answer.trim() })
}

/** The customer gets neither money nor goods for it. */
export function closed(row: SalesReturn, answer: string | null | undefined): Result<Partial<SalesReturn>> {
  const state = stepped(row, 'close')
  return state.ok ? ok({ state: state.value, ...(answer?.trim() && { answer: answer.trim() }) }) : state
}

export function activePlace(id: Id, warehouses: Warehouses): Result<Id> {
  const place = warehouses.find(id)
  return place?.status === 'active' ? ok(place.id) : refuse('sales-return/no-warehouse', { warehouse: place?.code ?? id })
}

/** The state after a command, or why it cannot be given now. */
export function stepped(row: SalesReturn, command: keyof typeof salesReturnTransitions): Result<SalesReturnState> {
  const state = follow(salesReturnTransitions, 'sales-return', row.state, command)
  return state.ok ? state : refuse('sales-return/wrong-state', { number: row.number, ...state.refusal.details })
}
