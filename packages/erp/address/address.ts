/** Pure decisions on addresses. */
import { changesIn, type Input, ok, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import type { address, addressFields } from './definition.ts'

export type Address = Row<typeof address>

const COUNTRY = /^[A-Z]{2}$/

export function newAddress(input: Input<typeof addressFields>, stamp: Stored, partyKnown: boolean): Result<Address> {
  if (!partyKnown) return refuse('address/no-such-party', { party: input.party })
  const empty = { recipient: null, line2: null, region: null, postalCode: null }
  const row = { ...empty, ...input, status: 'active', ...stamp } as Address
  return checked(row, row)
}

export function changedAddress(row: Address, input: Partial<Address>, partyKnown: boolean): Result<Partial<Address>> {
  if (row.status === 'archived') return refuse('address/archived', { line1: row.line1 })
  const changes = changesIn(row, input)
  if (changes.party && !partyKnown) return refuse('address/no-such-party', { party: changes.party })
  return checked({ ...row, ...changes }, changes)
}

function checked<T>(row: Address, good: T): Result<T> {
  if (row.line1.trim() === '') return refuse('address/no-street', { city: row.city })
  if (!COUNTRY.test(row.country)) return refuse('address/bad-country', { country: row.country })
  return ok(good)
}
