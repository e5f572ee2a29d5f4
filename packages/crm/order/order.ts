/** Pure decisions on orders as sales sees them. */
import {
  Decimal,
  follow,
  type Id,
  type Input,
  ok,
  type PlainDate,
  type Refusal,
  type Result,
  type Row,
  refuse,
  type Stored,
} from '@tandem/kernel'
import { STANDARD_PRICE_LIST } from '../price/definition.ts'
import { badTotals, badValue, repeated } from '../shared/check.ts'
import { type Known, unknownReference } from '../shared/known.ts'
import { badParties, type KnownParties } from '../shared/parties.ts'
import { badPromises, keepingPromises, type Promises, promisedLines } from '../shared/promises.ts'
import { type SoldItem, tooLarge, totalsOf, tradeLines } from '../shared/trade-lines.ts'
import { changesOf, filled } from '../shared/values.ts'
import type { Pricing } from '../trade/prepare.ts'
import { type OrderState, order, type orderInput, type orderProgress, type orderRecord, orderTransitions } from './definition.ts'
import { badProgress } from './progress.ts'

export type Order = Row<typeof order>
export type OrderInput = Input<typeof orderInput>
export type OrderRecord = Input<typeof orderRecord>
export type OrderProgress = Input<typeof orderProgress>

const OURS = /^O\d+$/
const EXPECTED = { filled: ['number', 'priceList'], notNegative: ['paymentTermDays'] } as const

export interface OrderWorld extends KnownParties {
  readonly items: ReadonlyMap<Id, SoldItem>
  readonly today: PlainDate
  readonly prices: readonly (string | undefined)[]
}

export function pricingOf(input: OrderInput, known: Pick<OrderWorld, 'customers' | 'today'>): Pricing {
  return {
    customer: input.customer,
    currency: input.currency ?? known.customers.get(input.customer)?.currency ?? '',
    date: input.orderDate ?? known.today,
    priceList: input.priceList ?? STANDARD_PRICE_LIST,
  }
}

/** Our own numbers are made by us alone, so that none is given twice. */
export function badNumber(number: string, taken: ReadonlySet<string>): Refusal | undefined {
  if (OURS.test(number)) return refuse('order/number-reserved', { number }).refusal
  return taken.has(number) ? refuse('order/number-taken', { number }).refusal : undefined
}

/** A direct order, without its number yet. */
export function newOrder(input: OrderInput, stamp: Stored, known: OrderWorld): Result<Omit<Order, 'number'>> {
  const { currency, date: orderDate, priceList } = pricingOf(input, known)
  const paymentTermDays = input.paymentTermDays ?? known.customers.get(input.customer)?.paymentTermDays ?? 0
  const given = { ...input, currency, orderDate, paymentTermDays, cancelRequested: false }
  const bad = badParties('order', input.customer, input, known) ?? badValue('order', { ...given, priceList }, EXPECTED)
  if (bad) return { ok: false, refusal: bad }
  if (input.lines.length === 0) return refuse('order/no-lines')
  const lines = tradeLines(input.lines, { document: 'order', currency, priceList }, known.items, known.prices)
  if (!lines.ok) return lines
  const totals = totalsOf(lines.value)
  const refusal = tooLarge('order', totals)
  if (refusal) return { ok: false, refusal }
  const promised = promisedLines(
    lines.value,
    input.lines.map(({ lineNumber, promisedDate }, i) => ({ lineNumber: lineNumber ?? i + 1, promisedDate })),
  )
  return ok({ ...filled(order.fields, given), lines: promised, progress: [], ...totals, state: 'requested', ...stamp })
}

/** The documents that a recorded order names. */
export interface OrderReferences {
  readonly customer: Known
  readonly billingAddress: Known
  readonly shippingAddress: Known
  readonly item: Known
}

/** An order that began in the ERP, as it is told; without its number yet. */
export function recordedOrder(input: OrderRecord, stamp: Stored, references: OrderReferences): Result<Omit<Order, 'number'>> {
  const refusal =
    badRecord({ ...input, progress: input.progress ?? [] }, references) ?? badPromises('order', input.lines, input.promises)
  if (refusal) return { ok: false, refusal }
  const given = { ...input, lines: promisedLines(input.lines, input.promises), progress: input.progress ?? [] }
  return ok({ ...filled(order.fields, given), state: input.state, ...stamp })
}

/** What the ERP tells of an order: any of its fields; the state only along the table, several steps at once if need be. */
export function progressedOrder(row: Order, input: OrderProgress, references: OrderReferences): Result<Partial<Order>> {
  const { state, promises, ...rest } = input
  const lines =
    input.lines || promises ? promisedLines(keepingPromises(input.lines ?? row.lines, row.lines), promises) : undefined
  const wrong = badPromises('order', lines ?? [], promises)
  if (wrong) return { ok: false, refusal: wrong }
  const changes: Partial<Order> = changesOf<Order>(order.fields, row, { ...rest, lines })
  if (state && state !== row.state) {
    if (!reachable(row.state).has(state)) return wrongState('record-progress', row.state, state)
    changes.state = state
  }
  const next = { ...row, ...changes }
  // Only what is told can be wrong; but totals, lines and progress are judged together with what stays.
  const told = { ...changes, net: next.net, tax: next.tax, total: next.total, lines: next.lines, progress: next.progress }
  const { item: _, ...parties } = references
  const refusal = badRecord(told, changes.lines && input.lines ? references : parties)
  return refusal ? { ok: false, refusal } : ok(changes)
}

/** Who sells says until when; an order that is over is promised no more. */
export function promisedOrder(row: Order, { promises }: { readonly promises: Promises }): Result<Partial<Order>> {
  if (row.state !== 'requested' && row.state !== 'placed') {
    return refuse('order/wrong-state', { command: 'promise', state: row.state, allowed: ['requested', 'placed'] })
  }
  const refusal = badPromises('order', row.lines, promises)
  if (refusal) return { ok: false, refusal }
  return ok(changesOf<Order>(order.fields, row, { lines: promisedLines(row.lines, promises) }))
}

/** Sales asks; whether it can still be done is for the ERP to say. */
export function cancelRequestedOrder(row: Order): Result<Partial<Order>> {
  const state = follow(orderTransitions, 'order', row.state, 'cancel')
  if (!state.ok) return state
  return ok(row.cancelRequested ? {} : { cancelRequested: true })
}

/** Without an ERP sales says itself what becomes of an order. What was shipped cannot be cancelled. */
export function steppedOrder(row: Order, command: keyof typeof orderTransitions): Result<Partial<Order>> {
  const state = follow<OrderState, keyof typeof orderTransitions>(orderTransitions, 'order', row.state, command)
  if (!state.ok) return state
  const shipped = command === 'cancel' && row.progress.find((told) => Decimal.of(told.shipped).isPositive())
  if (shipped) return refuse('order/already-shipped', { number: row.number, lineNumber: shipped.lineNumber })
  return ok({ state: state.value })
}

type Told = Partial<Omit<OrderRecord, 'lines' | 'progress'>> & {
  readonly net: string
  readonly tax: string
  readonly total: string
  readonly lines: OrderRecord['lines']
  readonly progress: NonNullable<OrderRecord['progress']>
}

/** Lines that stay as they are were looked at before: then no items are given. */
function badRecord(told: Told, references: Omit<OrderReferences, 'item'> & { item?: Known }): Refusal | undefined {
  const { item, ...parties } = references
  const simple = badValue('order', told, EXPECTED) ?? unknownReference('order', told, parties) ?? badTotals('order', told)
  if (simple) return simple
  const twice = repeated(told.lines.map(({ lineNumber }) => lineNumber))
  if (twice !== undefined) return refuse('order/line-number-twice', { lineNumber: twice }).refusal
  for (const line of told.lines) {
    const { lineNumber, quantity } = line
    if (lineNumber < 1) return refuse('order/bad-line-number', { lineNumber }).refusal
    if (item && !item.has(line.item)) return refuse('order/item-not-found', { lineNumber, id: line.item }).refusal
    // One of nothing was called off by the ERP.
    if (Decimal.of(quantity).isNegative()) return refuse('order/quantity-not-positive', { lineNumber, quantity }).refusal
  }
  return badProgress(told.lines, told.progress)
}

/** The states that can follow, over any number of steps. */
function reachable(from: OrderState): Set<OrderState> {
  const found = new Set<OrderState>([from])
  for (let size = 0; size !== found.size; ) {
    size = found.size
    for (const step of Object.values(orderTransitions)) {
      if ((step.from as readonly OrderState[]).some((state) => found.has(state))) found.add(step.to)
    }
  }
  return found
}

function wrongState(command: string, state: OrderState, to: OrderState): Result<never> {
  return refuse('order/wrong-state', { command: `${command} ${to}`, state, allowed: [...reachable(state)] })
}
