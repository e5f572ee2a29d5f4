/** Pure decisions on movements of a bank account. */
import { follow, type Id, type Input, type On, ok, type Result, type Row, refuse } from '@tandem/kernel'
import type { Payment } from '../payment/payment.ts'
import { type bankLine, bankLineTransitions, type matchFields } from './definition.ts'

export type BankLine = Row<typeof bankLine>
export type Match = Input<typeof matchFields>

/** The line, when this command may follow and nobody has saved it meanwhile. */
export function movable(
  row: BankLine | undefined,
  { id, version }: On<unknown>,
  command: keyof typeof bankLineTransitions,
): Result<BankLine> {
  if (!row) return refuse('bank-line/not-found', { id })
  if (version !== undefined && version !== row.version) {
    return refuse('bank-line/changed-meanwhile', { id, yours: version, now: row.version, by: row.updatedBy })
  }
  const state = follow(bankLineTransitions, 'bank-line', row.state, command)
  return state.ok ? ok(row) : state
}

/** A payment recorded before that this line is the money of. */
export function linkable(row: BankLine, payment: Payment | undefined, id: Id, isTaken: boolean): Result<Payment> {
  if (!payment) return refuse('bank-line/no-such-payment', { id })
  const { number } = payment
  if (isTaken) return refuse('bank-line/payment-taken', { number })
  if (payment.state === 'reversed' || payment.reverses) return refuse('payment/reversed', { number })
  if (payment.currency !== row.currency || payment.amount !== row.amount) {
    return refuse('bank-line/payment-differs', { number, amount: row.amount, currency: row.currency })
  }
  return ok(payment)
}

/** The payment to record from a line. `method` is what the account is called: it is how the money came. */
export function paymentFrom(
  line: Pick<BankLine, 'amount' | 'currency' | 'bookingDate' | 'reference' | 'bankReference'>,
  { party, allocations }: { readonly party: Id; readonly allocations?: Match['allocations'] },
  method: string,
) {
  const { amount, currency, bookingDate: paymentDate } = line
  const said = line.reference ?? line.bankReference
  const reference = said === null ? null : [...said].slice(0, 100).join('')
  return {
    party,
    amount,
    currency,
    paymentDate,
    method: [...method].slice(0, 40).join(''),
    reference,
    allocations: allocations ?? null,
  }
}

export function matched(payment: Id, match: 'recorded' | 'existing') {
  return { state: 'matched', payment, match } as const
}

export const UNMATCHED = { state: 'open', payment: null, match: null } as const
