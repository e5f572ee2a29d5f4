/** Pure decisions on payments. */
import {
  convert,
  Decimal,
  type Input,
  minorDigits,
  money,
  ok,
  type PlainDate,
  type Result,
  type Row,
  refuse,
  type Stored,
} from '@tandem/kernel'
import { shareOf } from '../invoice/amounts.ts'
import type { Booking } from '../invoice/invoice.ts'
import type { Settlements } from '../invoice/settling.ts'
import type { PostingFact } from '../ledger/entry.ts'
import { type Allocation, chooseAllocations, settle } from './allocation.ts'
import type { allocateFields, newPaymentFields, payment } from './definition.ts'

export type Payment = Row<typeof payment>

/** A decided payment, and what it tells the ledger. */
export interface Paid {
  readonly row: Payment
  readonly fact: PostingFact
}

export function newPayment(
  input: Input<typeof newPaymentFields>,
  party: string | undefined,
  booking: Booking,
  settlements: Settlements,
  stamp: Stored & { number: string },
): Result<Paid> {
  const amount = Decimal.of(input.amount)
  if (!party) return refuse('payment/no-such-party', { id: input.party })
  if (input.method.trim() === '') return refuse('payment/no-method', { amount: input.amount })
  if (amount.isZero() || !amount.round(minorDigits(input.currency), 'half-up').equals(amount)) {
    return refuse('payment/wrong-amount', { amount: input.amount, currency: input.currency })
  }
  const { number } = stamp
  const asked = { number, party: input.party, currency: input.currency, unallocated: amount, date: booking.date }
  const chosen = chooseAllocations(asked, input.allocations, settlements)
  if (!chosen.ok) return chosen
  const taken = settle(settlements, chosen.value)
  const row: Payment = {
    ...stamp,
    state: 'posted',
    party: input.party,
    paymentDate: booking.date,
    currency: input.currency,
    amount: amount.toString(),
    method: input.method,
    reference: input.reference ?? null,
    reverses: null,
    baseCurrency: booking.base,
    baseAmount: convert(money(amount, input.currency), booking.rate, booking.base).amount.toString(),
    allocated: taken.amount.toString(),
    allocations: numbered(chosen.value, 0, booking.date),
  }
  return ok({ row, fact: paymentFact(row, party, taken.base) })
}

/** More of a payment allocated: the row with the new allocations behind the old ones, and the fact. */
export function allocatedPayment(
  row: Payment,
  input: Input<typeof allocateFields>,
  date: PlainDate,
  party: string,
  settlements: Settlements,
): Result<Paid> {
  if (row.state === 'reversed' || row.reverses) return refuse('payment/reversed', { number: row.number })
  if (date < row.paymentDate) return refuse('payment/before-payment', { number: row.number, paymentDate: row.paymentDate })
  const before = unallocated(row)
  const asked = { number: row.number, party: row.party, currency: row.currency, unallocated: before, date }
  const chosen = chooseAllocations(asked, input.allocations, settlements)
  if (!chosen.ok) return chosen
  if (chosen.value.length === 0) return refuse('payment/nothing-to-allocate', { number: row.number })
  const taken = settle(settlements, chosen.value)
  const allocations = [...row.allocations, ...numbered(chosen.value, row.allocations.length, date)]
  const next = { ...row, allocated: Decimal.of(row.allocated).plus(taken.amount).toString(), allocations }
  const fact: PostingFact = {
    type: 'payment-allocation',
    date,
    source: { document: 'payment', id: row.id, step: `allocate-${row.allocations.length + 1}` },
    description: `${row.number} ${party}`,
    currency: row.currency,
    party: row.party,
    amounts: { unallocated: taken.amount, allocated: taken.amount },
    baseAmounts: { unallocated: baseOf(row, before).minus(baseOf(row, unallocated(next))), allocated: taken.base },
  }
  return ok({ row: next, fact })
}

/** The payment that takes another back: the opposite amounts, and its invoices open again. */
export function reversalOf(
  row: Payment,
  input: { readonly paymentDate: PlainDate; readonly reference?: string | null | undefined },
  party: string,
  settlements: Settlements,
  stamp: Stored & { number: string },
): Result<Paid> {
  if (row.state === 'reversed' || row.reverses) return refuse('payment/reversed', { number: row.number })
  const latest = latestOf([row.paymentDate, ...row.allocations.map(({ settledDate }) => settledDate)])
  if (input.paymentDate < latest) return refuse('payment/before-payment', { number: row.number, paymentDate: latest })
  const back = row.allocations.map(({ invoice, amount }) => ({ invoice, amount: Decimal.of(amount).negated().toString() }))
  const taken = settle(settlements, back)
  const reversal: Payment = {
    ...row,
    ...stamp,
    paymentDate: input.paymentDate,
    amount: Decimal.of(row.amount).negated().toString(),
    reference: input.reference ?? row.reference,
    reverses: row.id,
    baseAmount: Decimal.of(row.baseAmount).negated().toString(),
    allocated: taken.amount.toString(),
    allocations: numbered(back, 0, input.paymentDate),
  }
  return ok({ row: reversal, fact: paymentFact(reversal, party, taken.base) })
}

function paymentFact(row: Payment, party: string, allocatedBase: Decimal): PostingFact {
  const left = unallocated(row)
  return {
    type: 'payment',
    date: row.paymentDate,
    source: { document: 'payment', id: row.id },
    description: `${row.number} ${party}`,
    currency: row.currency,
    party: row.party,
    amounts: { amount: row.amount, allocated: row.allocated, unallocated: left },
    baseAmounts: { amount: row.baseAmount, allocated: allocatedBase, unallocated: baseOf(row, left) },
  }
}

/** What of a payment settles nothing yet. */
export function unallocated(row: Pick<Payment, 'amount' | 'allocated'>): Decimal {
  return Decimal.of(row.amount).minus(Decimal.of(row.allocated))
}

/** A part of a payment in base currency; parts add up to the whole. */
function baseOf(row: Payment, part: Decimal): Decimal {
  return shareOf(Decimal.of(row.baseAmount), part, Decimal.of(row.amount), row.baseCurrency)
}

/** The latest of some dates; there is at least one. */
function latestOf(dates: readonly PlainDate[]): PlainDate {
  return [...dates].sort().at(-1) as PlainDate
}

function numbered(allocations: readonly Allocation[], after: number, settledDate: PlainDate): Payment['allocations'] {
  return allocations.map(({ invoice, amount }, i) => ({ lineNumber: after + i + 1, invoice, amount, settledDate }))
}
