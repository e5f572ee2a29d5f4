/** Pure decisions on customers: what a command does, or why not. */
import { type Input, ok, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import { badValue } from '../shared/check.ts'
import { changesOf, filled } from '../shared/values.ts'
import { type customer, customerFields } from './definition.ts'

export type Customer = Row<typeof customer>

const EXPECTED = { filled: ['code'], notNegative: ['paymentTermDays', 'creditLimit'] } as const

export function newCustomer(input: Input<typeof customerFields>, stamp: Stored, codeTaken: boolean): Result<Customer> {
  if (input.name.trim() === '') return refuse('customer/no-name', { code: input.code })
  const bad = badValue('customer', input, EXPECTED)
  if (bad) return { ok: false, refusal: bad }
  if (codeTaken) return refuse('customer/code-taken', { code: input.code })
  return ok({ ...filled(customerFields, input), status: 'active', mergedInto: null, ...stamp })
}

/** The fields that really change; none is a good answer, too. `taken`: codes that other customers have. */
export function changedCustomer(row: Customer, input: object, taken: ReadonlySet<string>): Result<Partial<Customer>> {
  if (row.status === 'archived') return refuse('customer/archived', { code: row.code })
  const changes = changesOf<Customer>(customerFields, row, input)
  if (changes.name?.trim() === '') return refuse('customer/no-name', { code: row.code })
  const bad = badValue('customer', changes, EXPECTED)
  if (bad) return { ok: false, refusal: bad }
  if (changes.code !== undefined && taken.has(changes.code)) return refuse('customer/code-taken', { code: changes.code })
  return ok(changes)
}

/** What was merged into another comes back by undoing the merge only. */
export function restoredCustomer(row: Customer): Result<Partial<Customer>> {
  if (row.mergedInto !== null) return refuse('customer/merged-already', { code: row.code })
  return ok(row.status === 'active' ? {} : { status: 'active' })
}
