import { type Tx, takenValues } from '@tandem/db'
import { type Id, partial } from '@tandem/kernel'
import { customer } from '../customer/definition.ts'
import { invoice } from '../invoice/definition.ts'
import { changeCommand, createCommand } from '../shared/commands.ts'
import { known } from '../shared/known.ts'
import { payment, paymentFields } from './definition.ts'
import { changedPayment, newPayment, type Payment } from './payment.ts'

export const createPayment = createCommand(payment, {
  label: { en: 'Record a payment', zh: '登记收款' },
  input: paymentFields,
  prepare,
  decide(input, stamp, known) {
    const result = newPayment(input, stamp, known)
    if (result.ok) known.taken.add(input.number)
    return result
  },
})

export const changePayment = changeCommand(payment, {
  input: partial(paymentFields),
  prepare,
  decide(row: Payment, input, known) {
    const result = changedPayment(row, input, known)
    if (result.ok && result.value.number !== undefined) known.taken.add(result.value.number)
    return result
  },
})

interface Naming {
  readonly number?: string | null | undefined
  readonly customer?: Id | null | undefined
  readonly allocations?: readonly { invoice: Id }[] | null | undefined
}

async function prepare(tx: Tx, inputs: readonly Naming[]) {
  const [customers, invoices, taken] = await Promise.all([
    known(
      tx,
      customer,
      inputs.map((input) => input.customer),
    ),
    known(
      tx,
      invoice,
      inputs.flatMap(({ allocations }) => (allocations ?? []).map((allocation) => allocation.invoice)),
    ),
    takenValues(
      tx,
      payment,
      'number',
      inputs.flatMap(({ number }) => number ?? []),
    ),
  ])
  return { customer: customers, invoice: invoices, taken }
}
