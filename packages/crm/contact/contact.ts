/** Pure decisions on contacts. */
import { type Input, ok, type Result, type Row, type Stored } from '@tandem/kernel'
import { badValue } from '../shared/check.ts'
import { type Known, unknownReference } from '../shared/known.ts'
import { changesOf, filled } from '../shared/values.ts'
import { type contact, contactFields } from './definition.ts'

export type Contact = Row<typeof contact>

const EXPECTED = { filled: ['name'] } as const

export function newContact(input: Input<typeof contactFields>, stamp: Stored, customers: Known): Result<Contact> {
  const refusal = badValue('contact', input, EXPECTED) ?? unknownReference('contact', input, { customer: customers })
  return refusal ? { ok: false, refusal } : ok({ ...filled(contactFields, input), status: 'active', ...stamp })
}

export function changedContact(row: Contact, input: object, customers: Known): Result<Partial<Contact>> {
  const changes = changesOf<Contact>(contactFields, row, input)
  const refusal = badValue('contact', changes, EXPECTED) ?? unknownReference('contact', changes, { customer: customers })
  return refusal ? { ok: false, refusal } : ok(changes)
}
