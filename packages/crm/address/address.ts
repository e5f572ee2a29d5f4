/** Pure decisions on addresses. */
import { type Input, ok, type Result, type Row, type Stored } from '@tandem/kernel'
import { badValue } from '../shared/check.ts'
import { type Known, unknownReference } from '../shared/known.ts'
import { changesOf, filled } from '../shared/values.ts'
import { type address, addressFields } from './definition.ts'

export type Address = Row<typeof address>

const EXPECTED = { filled: ['line1', 'city'] } as const

export function newAddress(input: Input<typeof addressFields>, stamp: Stored, customers: Known): Result<Address> {
  const refusal = badValue('address', input, EXPECTED) ?? unknownReference('address', input, { customer: customers })
  return refusal ? { ok: false, refusal } : ok({ ...filled(addressFields, input), status: 'active', ...stamp })
}

export function changedAddress(row: Address, input: object, customers: Known): Result<Partial<Address>> {
  const changes = changesOf<Address>(addressFields, row, input)
  const refusal = badValue('address', changes, EXPECTED) ?? unknownReference('address', changes, { customer: customers })
  return refusal ? { ok: false, refusal } : ok(changes)
}
