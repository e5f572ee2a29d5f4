import { archiveCommand, changeCommand, createCommand, restoreCommand, type Tx } from '@tandem/db'
import { type Id, partial } from '@tandem/kernel'
import { existing } from '../existing.ts'
import { party } from '../party/definition.ts'
import { type Contact, changedContact, newContact } from './contact.ts'
import { contact, contactFields } from './definition.ts'

export const createContact = createCommand(contact, {
  label: { en: 'New contact', zh: '新建联系人' },
  input: contactFields,
  prepare: partiesOf,
  decide: (input, stamp, parties) => newContact(input, stamp, parties.has(input.party)),
})

export const changeContact = changeCommand(contact, {
  input: partial(contactFields),
  prepare: partiesOf,
  decide: (row: Contact, input, parties) =>
    changedContact(row, input as Partial<Contact>, !input.party || parties.has(input.party)),
})

export const archiveContact = archiveCommand<Contact>(contact)
export const restoreContact = restoreCommand<Contact>(contact)

function partiesOf(tx: Tx, inputs: readonly { party?: Id | null | undefined }[]): Promise<Set<Id>> {
  return existing(
    tx,
    party,
    inputs.map((input) => input.party),
  )
}
