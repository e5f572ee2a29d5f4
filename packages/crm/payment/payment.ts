/** Pure decisions on payments: they are told by the ERP; only what cannot be is refused. */
import { Decimal, type Input, ok, type Refusal, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import { badValue } from '../shared/check.ts'
import { type Known, unknownReference } from '../shared/known.ts'
import { changesOf, filled } from '../shared/values.ts'
import { type payment, paymentFields } from './definition.ts'

export type Payment = Row<typeof payment>

export interface PaymentReferences {
  readonly customer: Known
  readonly invoice: Known
  /** Numbers that other payments have. */
  readonly taken: ReadonlySet<string>
}

type PaymentInput = Input<typeof paymentFields>
type Money = { readonly number: string; readonly amount: string; readonly allocations: readonly { readonly amount: string }[] }

export function newPayment(input: PaymentInput, stamp: Stored, known: PaymentReferences): Result<Payment> {
  const refusal = badPayment(input, input, known)
  return refusal ? { ok: false, refusal } : ok({ ...filled(paymentFields, input), ...stamp })
}

export function changedPayment(row: Payment, input: object, known: PaymentReferences): Result<Partial<Payment>> {
  const changes = changesOf<Payment>(paymentFields, row, input)
  const refusal = badPayment(changes, { ...row, ...changes }, known)
  return refusal ? { ok: false, refusal } : ok(changes)
}

function badPayment(values: Partial<PaymentInput>, money: Money, known: PaymentReferences): Refusal | undefined {
  const { customer, invoice, taken } = known
  const bad = badValue('payment', values, { filled: ['number'] }) ?? unknownReference('payment', values, { customer })
  if (bad) return bad
  const { number, amount } = money
  if (values.number !== undefined && taken.has(values.number)) return refuse('payment/number-taken', { number }).refusal
  const lost = values.allocations?.find((allocation) => !invoice.has(allocation.invoice))
  if (lost) return unknownReference('payment', lost, { invoice })
  const allocated = Decimal.sum(money.allocations.map((allocation) => Decimal.of(allocation.amount)))
  // A payment taken back is written below zero, and so are its allocations.
  if (!allocated.abs().isMore(Decimal.of(amount).abs())) return undefined
  return refuse('payment/over-allocated', { number, amount, allocated: allocated.toString() }).refusal
}
