/** Reserving stock for an order's lines, and saying when what is missing will be there. Pure but for the trial book. */
import { Decimal, type PlainDate } from '@tandem/kernel'
import { promise } from '../atp/promise.ts'
import { baseOf, mostOf } from '../item/units.ts'
import { type Balance, free, promisable, stockKey } from '../stock/book.ts'
import type { Reservation } from '../stock/reservation.ts'
import { holdingOf, lineOf, openQuantity, type SalesOrder, type SalesOrderLine } from './sales-order.ts'
import type { World } from './world.ts'

/** `fair` leaves what others have been waiting for; `free` takes what nobody has reserved: for whoever's turn it is. */
export type Take = 'fair' | 'free'

/**
 * The confirmed order `after` with its lines holding stock: what they held before stays as far as they still need it,
 * what is missing is taken from the book, and what cannot be had is back-ordered with the date it is expected.
 */
export function withStock(before: SalesOrder, after: SalesOrder, world: World, take: Take): SalesOrder {
  const lines = after.lines.map((line) => held(before, line, after, world, take))
  return lines.every((line, i) => line === after.lines[i]) ? after : { ...after, lines }
}

/** The order holding nothing any more. */
export function withoutStock(before: SalesOrder, after: SalesOrder, world: World): SalesOrder {
  for (const line of before.lines) putBack(line, before, world)
  const lines = after.lines.map((line) => ({ ...line, reserved: '0', expectedDate: null }))
  return { ...after, lines }
}

function held(before: SalesOrder, line: SalesOrderLine, order: SalesOrder, world: World, take: Take): SalesOrderLine {
  const wish = line.requestedDate ?? order.requestedDate
  if (line.isService) return expecting(line, Decimal.zero, wish ?? line.expectedDate ?? world.today)
  const old = lineOf(before, line.lineNumber)
  const released = old ? putBack(old, before, world) : world.stock.at(line)
  const open = openQuantity(line)
  const keep = before.state === 'confirmed' && old ? Decimal.of(old.reserved).min(open) : Decimal.zero
  const kept = { ...released, reserved: released.reserved.plus(baseOf(keep, line)) }
  const extra = mostOf(open.minus(keep), take === 'fair' ? promisable(kept) : free(kept), line)
  const reserved = keep.plus(extra)
  const balance = {
    ...kept,
    reserved: kept.reserved.plus(baseOf(extra, line)),
    backOrdered: kept.backOrdered.plus(baseOf(open.minus(reserved), line)),
  }
  world.stock.put(balance)
  // A line that had all it needs keeps the date it was promised for, however late it is by now.
  const wasServed = keep.isPositive() && keep.equals(open) && (wish === null || wish <= world.today)
  const expected = wasServed ? line.expectedDate : expectedDate(line, open, reserved, balance, wish, world)
  return expecting(line, reserved, expected)
}

/** Takes the line's holding out of its balance. */
function putBack(line: SalesOrderLine, order: SalesOrder, world: World): Balance {
  const balance = world.stock.at(line)
  if (line.isService) return balance
  const { quantity, waiting } = holdingOf(line, order.state)
  const left = {
    ...balance,
    reserved: balance.reserved.minus(quantity),
    backOrdered: balance.backOrdered.minus(waiting),
  }
  world.stock.put(left)
  return left
}

/** What waits is expected when everybody who waits, this line last, can be served; the rest when it is wished for. */
function expectedDate(
  line: SalesOrderLine,
  open: Decimal,
  reserved: Decimal,
  balance: Balance,
  wish: PlainDate | null,
  world: World,
): PlainDate | null {
  if (open.isZero()) return line.expectedDate
  const soonest = wish !== null && wish > world.today ? wish : world.today
  if (!reserved.isLess(open)) return soonest
  const incoming = world.supply.get(stockKey(line)) ?? []
  const leadTimeDays = world.items.get(line.item)?.leadTimeDays ?? null
  const { date } = promise({ balance, incoming, leadTimeDays, today: world.today }, Decimal.zero)
  return date !== null && date < soonest ? soonest : date
}

function expecting(line: SalesOrderLine, reserved: Decimal, expected: PlainDate | null): SalesOrderLine {
  const text = reserved.toString()
  return line.reserved === text && line.expectedDate === expected ? line : { ...line, reserved: text, expectedDate: expected }
}

/** The reservations of lines that changed, to put in the place of what those lines had. */
export function reservationsOf(before: SalesOrder, after: SalesOrder): Reservation[] {
  const key = (order: SalesOrder, line: SalesOrderLine): Reservation => ({
    documentId: order.id,
    lineNumber: line.lineNumber,
    item: line.item,
    warehouse: line.warehouse,
    ...holdingOf(line, order.state),
  })
  return after.lines.flatMap((line) => {
    const old = lineOf(before, line.lineNumber)
    const was = old ? key(before, old) : { quantity: Decimal.zero, waiting: Decimal.zero }
    const is = key(after, line)
    return is.quantity.equals(was.quantity) && is.waiting.equals(was.waiting) ? [] : [is]
  })
}
