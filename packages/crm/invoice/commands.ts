import { type Tx, takenValues } from '@tandem/db'
import { type Id, partial } from '@tandem/kernel'
import { customer } from '../customer/definition.ts'
import { order } from '../order/definition.ts'
import { changeCommand, createCommand } from '../shared/commands.ts'
import { known } from '../shared/known.ts'
import { invoice, invoiceFields } from './definition.ts'
import { changedInvoice, type Invoice, newInvoice } from './invoice.ts'

export const createInvoice = createCommand(invoice, {
  label: { en: 'Record an invoice', zh: '登记发票' },
  input: invoiceFields,
  prepare,
  decide(input, stamp, known) {
    const result = newInvoice(input, stamp, known)
    if (result.ok) known.taken.add(input.number)
    return result
  },
})

export const changeInvoice = changeCommand(invoice, {
  input: partial(invoiceFields),
  prepare,
  decide(row: Invoice, input, known) {
    const result = changedInvoice(row, input, known)
    if (result.ok && result.value.number !== undefined) known.taken.add(result.value.number)
    return result
  },
})

interface Naming {
  readonly number?: string | null | undefined
  readonly customer?: Id | null | undefined
  readonly order?: Id | null | undefined
}

async function prepare(tx: Tx, inputs: readonly Naming[]) {
  const [customers, orders, taken] = await Promise.all([
    known(
      tx,
      customer,
      inputs.map((input) => input.customer),
    ),
    known(
      tx,
      order,
      inputs.map((input) => input.order),
    ),
    takenValues(
      tx,
      invoice,
      'number',
      inputs.flatMap(({ number }) => number ?? []),
    ),
  ])
  return { customer: customers, order: orders, taken }
}
