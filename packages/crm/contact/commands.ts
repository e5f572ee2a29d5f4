import type { Tx } from '@tandem/db'
import { type Id, partial } from '@tandem/kernel'
import { customer } from '../customer/definition.ts'
import { archiveCommand, changeCommand, createCommand, restoreCommand } from '../shared/commands.ts'
import { known } from '../shared/known.ts'
import { type Contact, changedContact, newContact } from './contact.ts'
import { contact, contactFields } from './definition.ts'

export const createContact = createCommand(contact, {
  label: { en: 'New contact', zh: '新建联系人' },
  input: contactFields,
  prepare: customersOf,
  decide: newContact,
})

export const changeContact = changeCommand(contact, {
  input: partial(contactFields),
  prepare: customersOf,
  decide: changedContact,
})

export const archiveContact = archiveCommand<Contact>(contact)
export const restoreContact = restoreCommand<Contact>(contact)

function customersOf(tx: Tx, inputs: readonly { customer?: Id | null | undefined }[]) {
  return known(
    tx,
    customer,
    inputs.map((input) => input.customer),
  )
}
