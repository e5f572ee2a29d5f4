/** Pure decisions on contacts. */
import { changesIn, type Input, ok, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import type { contact, contactFields } from './definition.ts'

export type Contact = Row<typeof contact>

export function newContact(input: Input<typeof contactFields>, stamp: Stored, partyKnown: boolean): Result<Contact> {
  const row = { email: null, phone: null, role: null, custom: null, ...input, status: 'active', ...stamp } as Contact
  if (!partyKnown) return refuse('contact/no-such-party', { party: input.party })
  return row.name.trim() === '' ? refuse('contact/no-name') : ok(row)
}

export function changedContact(row: Contact, input: Partial<Contact>, partyKnown: boolean): Result<Partial<Contact>> {
  if (row.status === 'archived') return refuse('contact/archived', { name: row.name })
  const changes = changesIn(row, input)
  if (changes.party && !partyKnown) return refuse('contact/no-such-party', { party: changes.party })
  return changes.name?.trim() === '' ? refuse('contact/no-name') : ok(changes)
}
