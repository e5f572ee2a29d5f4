/** Pure decisions on customers: what a command does, or why not. */
import { changesIn, type Input, ok, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import type { customer, customerFields } from './definition.ts'

export type Customer = Row<typeof customer>

export function newCustomer(input: Input<typeof customerFields>, stamp: Stored, codeTaken: boolean): Result<Customer> {
  if (input.name.trim() === '') return refuse('customer/no-name', { code: input.code })
  if (codeTaken) return refuse('customer/code-taken', { code: input.code })
  const empty = { taxNumber: null, email: null, phone: null, creditLimit: null }
  return ok({ ...empty, ...input, status: 'active', ...stamp } as Customer)
}

/** The fields that really change; none is a good answer, too. */
export function changedCustomer(row: Customer, input: Partial<Customer>): Result<Partial<Customer>> {
  if (row.status === 'archived') return refuse('customer/archived', { code: row.code })
  const changes = changesIn(row, input)
  return changes.name?.trim() === '' ? refuse('customer/no-name', { code: row.code }) : ok(changes)
}

export function archivedCustomer(row: Customer): Result<Partial<Customer>> {
  return ok(row.status === 'archived' ? {} : { status: 'archived' })
}
