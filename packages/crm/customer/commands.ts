import { type Tx, takenValues } from '@tandem/db'
import { partial } from '@tandem/kernel'
import { archiveCommand, changeCommand, createCommand, nothing } from '../shared/commands.ts'
import { type Customer, changedCustomer, newCustomer, restoredCustomer } from './customer.ts'
import { customer, customerFields } from './definition.ts'

export const createCustomer = createCommand(customer, {
  label: { en: 'New customer', zh: '新建客户' },
  input: customerFields,
  prepare: takenCodes,
  decide(input, stamp, taken) {
    const result = newCustomer(input, stamp, taken.has(input.code))
    if (result.ok) taken.add(input.code)
    return result
  },
})

export const changeCustomer = changeCommand(customer, {
  input: partial(customerFields),
  prepare: takenCodes,
  decide(row: Customer, input, taken) {
    const result = changedCustomer(row, input, taken)
    if (result.ok && result.value.code !== undefined) taken.add(result.value.code)
    return result
  },
})

export const archiveCustomer = archiveCommand<Customer>(customer)
export const restoreCustomer = changeCommand<Record<never, never>, Customer, undefined>(customer, {
  name: 'restore',
  label: { en: 'Restore', zh: '恢复' },
  input: {},
  prepare: nothing,
  decide: restoredCustomer,
  event: 'customer-restored',
})

/** Codes of the inputs that customers have already; the decisions add those they give away. */
async function takenCodes(tx: Tx, inputs: readonly { code?: string | null | undefined }[]): Promise<Set<string>> {
  const codes = inputs.flatMap(({ code }) => code ?? [])
  return codes.length === 0 ? new Set() : takenValues(tx, customer, 'code', codes)
}
