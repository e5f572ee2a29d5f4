/** Which invoices a payment settles: as told, or the oldest due first. Pure. */
import { Decimal, type Id, ok, type PlainDate, type Result, refuse } from '@tandem/kernel'
import { baseRelief } from '../invoice/amounts.ts'
import { type Invoice, openAmount, settled } from '../invoice/invoice.ts'
import type { Settlements } from '../invoice/settling.ts'

export interface Allocation {
  readonly invoice: Id
  readonly amount: string
}

/** Money to allocate: negative when it was paid back, which settles credit notes instead of invoices. */
export interface Allocatable {
  readonly number: string
  readonly party: Id
  readonly currency: string
  readonly unallocated: Decimal
  /** Nothing is settled before it is invoiced. */
  readonly date: PlainDate
}

/** The allocations asked for, when they fit; without any asked for, the oldest due as far as the money goes. */
export function chooseAllocations(
  money: Allocatable,
  wanted: readonly Allocation[] | null | undefined,
  settlements: Settlements,
): Result<Allocation[]> {
  return wanted ? checkedAllocations(money, wanted, settlements) : ok(oldestFirst(money, settlements.all()))
}

function oldestFirst(money: Allocatable, candidates: readonly Invoice[]): Allocation[] {
  const fitting = candidates
    .filter((row) => fits(money, row) && row.invoiceDate <= money.date && openAmount(row).isPositive())
    .sort(byDueDate)
  const sign = money.unallocated.isNegative() ? Decimal.of(-1) : Decimal.one
  let left = money.unallocated.abs()
  const chosen: Allocation[] = []
  for (const row of fitting) {
    if (!left.isPositive()) break
    const amount = left.min(openAmount(row))
    chosen.push({ invoice: row.id, amount: amount.times(sign).toString() })
    left = left.minus(amount)
  }
  return chosen
}

function byDueDate(a: Invoice, b: Invoice): number {
  return a.dueDate < b.dueDate ? -1 : a.dueDate > b.dueDate ? 1 : a.number < b.number ? -1 : 1
}

function fits(money: Allocatable, row: Invoice): boolean {
  const type = money.unallocated.isNegative() ? 'credit-note' : 'invoice'
  return row.party === money.party && row.currency === money.currency && row.type === type
}

function checkedAllocations(money: Allocatable, wanted: readonly Allocation[], settlements: Settlements): Result<Allocation[]> {
  const back = money.unallocated.isNegative()
  const sum = new Map<Id, Decimal>()
  for (const { invoice, amount: text } of wanted) {
    const row = settlements.get(invoice)
    if (!row || !fits(money, row)) return refuse('payment/wrong-invoice', { invoice: row?.number ?? invoice })
    if (row.invoiceDate > money.date) {
      return refuse('payment/before-invoice', { invoice: row.number, invoiceDate: row.invoiceDate, date: money.date })
    }
    const amount = Decimal.of(text)
    if (amount.isZero() || amount.isNegative() !== back)
      return refuse('payment/wrong-sign', { invoice: row.number, amount: text })
    const through = (sum.get(invoice) ?? Decimal.zero).plus(amount)
    if (through.abs().isMore(openAmount(row))) {
      return refuse('payment/more-than-open', { invoice: row.number, amount: text, open: openAmount(row).toString() })
    }
    sum.set(invoice, through)
  }
  const total = Decimal.sum(wanted.map(({ amount }) => Decimal.of(amount)))
  if (total.abs().isMore(money.unallocated.abs())) {
    return refuse('payment/more-than-paid', { allocated: total.toString(), amount: money.unallocated.toString() })
  }
  return ok(wanted.map(({ invoice, amount }) => ({ invoice, amount: Decimal.of(amount).toString() })))
}

/** Settles documents by allocations that fit, and answers what that takes off the receivable, in both currencies. */
export function settle(settlements: Settlements, allocations: readonly Allocation[]): { amount: Decimal; base: Decimal } {
  let [total, base] = [Decimal.zero, Decimal.zero]
  for (const { invoice, amount: text } of allocations) {
    const row = settlements.get(invoice) as Invoice
    const amount = Decimal.of(text)
    const direction = row.type === 'invoice' ? Decimal.one : Decimal.of(-1)
    const before = Decimal.of(row.paid)
    const step = amount.times(direction)
    total = total.plus(amount)
    base = base.plus(baseRelief(row, before, before.plus(step)).times(direction))
    settlements.set(settled(row, step, 'payment'))
  }
  return { amount: total, base }
}
