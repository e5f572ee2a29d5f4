/** Available to promise: from when on a quantity is free, given stock, what others wait for, and what is on its way. */
import { Decimal, daysBetween, type PlainDate } from '@tandem/kernel'
import { daysLater } from '../days.ts'
import { type Balance, free } from '../stock/book.ts'

/** Something on its way, in base units. */
export interface Incoming {
  readonly expectedDate: PlainDate
  readonly quantity: Decimal
}

export interface DeliveryPromise {
  /** The earliest date for the whole quantity; null when nobody can say. */
  readonly date: PlainDate | null
  readonly reason: 'in-stock' | 'incoming' | 'lead-time' | 'unknown' | 'service'
}

/** What there is of an item in a warehouse and what comes, by date. What is overdue may come today. */
export interface Outlook {
  readonly balance: Balance
  readonly incoming: readonly Incoming[]
  readonly leadTimeDays: number | null
  readonly today: PlainDate
}

/**
 * From when on `quantity` more than everybody waits for is there. Others who wait come first, whatever their dates are.
 * Buying or making takes the lead time; when that is sooner than what is on its way, it counts.
 */
export function promise(outlook: Outlook, quantity: Decimal): DeliveryPromise {
  const { balance, today, leadTimeDays } = outlook
  let missing = quantity.plus(balance.backOrdered).minus(free(balance))
  if (!missing.isPositive()) return { date: today, reason: 'in-stock' }
  const bought = leadTimeDays === null ? null : daysLater(today, leadTimeDays)
  for (const { expectedDate, quantity: more } of byDate(outlook.incoming)) {
    missing = missing.minus(more)
    const date = later(today, expectedDate)
    if (bought !== null && bought < date) break
    if (!missing.isPositive()) return { date, reason: 'incoming' }
  }
  return bought === null ? { date: null, reason: 'unknown' } : { date: bought, reason: 'lead-time' }
}

/** How much can be promised by a date out of stock and what is on its way by then. Never negative. */
export function availableBy({ balance, incoming, today }: Outlook, date: PlainDate): Decimal {
  const arriving = incoming.filter(({ expectedDate }) => expectedDate <= date || (expectedDate < today && today <= date))
  const there = Decimal.sum([free(balance), ...arriving.map(({ quantity }) => quantity)])
  return there.minus(balance.backOrdered).max(Decimal.zero)
}

function later(a: PlainDate, b: PlainDate): PlainDate {
  return daysBetween(a, b) > 0 ? b : a
}

function byDate(incoming: readonly Incoming[]): Incoming[] {
  return [...incoming].sort((a, b) => (a.expectedDate < b.expectedDate ? -1 : a.expectedDate > b.expectedDate ? 1 : 0))
}
