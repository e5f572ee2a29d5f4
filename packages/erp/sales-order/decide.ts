/** The decisions on existing orders. Pure: each answers the order as it will be, or why not. */
import { Decimal, follow, ok, type Result, refuse } from '@tandem/kernel'
import { withoutStock, withStock } from './hold.ts'
import {
  derived,
  inQuantity,
  isDone,
  keptQuantity,
  openValue,
  type SalesOrder,
  type SalesOrderState,
  salesOrderTransitions,
} from './sales-order.ts'
import type { World } from './world.ts'

/** Promises the order: checks customer, credit and items, reserves what there is and back-orders the rest. */
export function confirmed(order: SalesOrder, world: World): Result<SalesOrder> {
  const state = next(order, 'confirm')
  if (!state.ok) return state
  const refused = cannotPromise(order, world)
  if (refused) return refused
  const promised = { ...order, state: state.value, confirmedAt: world.now, ...derived(order.lines) }
  return ok(withStock(order, promised, world, 'fair'))
}

function cannotPromise(order: SalesOrder, world: World) {
  const { number } = order
  if (order.lines.length === 0) return refuse('sales-order/no-lines', { number })
  const party = world.parties.get(order.party)
  if (!party || party.status === 'archived') return refuse('sales-order/customer-archived', { number, party: party?.code ?? '' })
  if (party.onHold) return refuse('sales-order/customer-on-hold', { number, party: party.code })
  for (const line of order.lines) {
    const item = world.items.get(line.item)
    if (item?.status !== 'active') {
      return refuse('sales-order/item-archived', { number, line: line.lineNumber, item: item?.code ?? '' })
    }
  }
  return beyondCredit(order, Decimal.of(order.total), world)
}

/** Why the customer may not owe so much more; undefined when they may. */
function beyondCredit(order: SalesOrder, more: Decimal, world: World) {
  const party = world.parties.get(order.party)
  if (!party || party.creditLimit === null || !more.isPositive()) return undefined
  const { number, currency } = order
  if (currency !== party.currency) return refuse('sales-order/other-currency', { number, currency, own: party.currency })
  const used = world.credit.usedBy(order)
  const over = used.plus(more).minus(Decimal.of(party.creditLimit))
  if (!over.isPositive()) return undefined
  const details = { limit: party.creditLimit, used: used.toString(), total: more.toString(), over: over.toString() }
  return refuse('sales-order/credit-exceeded', { number, party: party.code, currency, ...details })
}

/** Reserves what is free for lines that wait: for whoever's turn it is. */
export function reserved(order: SalesOrder, world: World): Result<SalesOrder> {
  const state = next(order, 'reserve')
  return state.ok ? ok(withStock(order, order, world, 'free')) : state
}

/**
 * Cancels what is not shipped or invoiced. When nothing is, the order is cancelled; otherwise its lines are cut to what
 * was done, and it lives on until that is invoiced.
 */
export function cancelled(order: SalesOrder, world: World): Result<SalesOrder> {
  const state = next(order, 'cancel')
  if (!state.ok) return state
  if (order.lines.every((line) => keptQuantity(line).isZero())) {
    return ok({ ...withoutStock(order, order, world), state: state.value })
  }
  const lines = order.lines.map((line) => inQuantity(line, keptQuantity(line), order.currency))
  const unchanged = lines.every((line, i) => line === order.lines[i])
  if (unchanged) return refuse('sales-order/nothing-to-cancel', { number: order.number })
  return ok(closedIfDone(withStock(order, { ...order, ...derived(lines), lines }, world, 'fair')))
}

/** A confirmed order with everything shipped and invoiced is closed; any other is left as it is. */
export function closedIfDone(order: SalesOrder): SalesOrder {
  return isDone(order) ? { ...order, state: 'closed' } : order
}

/** Checks the credit of a confirmed order that became dearer. */
export function creditForChange(before: SalesOrder, after: SalesOrder, world: World) {
  return beyondCredit(after, openValue(after).minus(openValue(before)), world)
}

function next(order: SalesOrder, command: keyof typeof salesOrderTransitions): Result<SalesOrderState> {
  const followed = follow(salesOrderTransitions, 'sales-order', order.state, command)
  if (followed.ok) return followed
  return refuse('sales-order/wrong-state', { number: order.number, ...followed.refusal.details })
}
