import { changeDocuments, createDocuments, stamp, type Tx } from '@tandem/db'
import { type CreateCommand, type DocumentCommand, type Input, partial } from '@tandem/kernel'
import { existing } from '../existing.ts'
import { party } from '../party/definition.ts'
import { archivedContact, type Contact, changedContact, newContact, restoredContact } from './contact.ts'
import { contact, contactFields } from './definition.ts'

export const createContact: CreateCommand<Tx, typeof contactFields, Contact> = {
  name: 'create',
  document: 'contact',
  on: 'new',
  label: { en: 'New contact', zh: '新建联系人' },
  input: contactFields,
  async run(tx, by, inputs) {
    const parties = await existing(
      tx,
      party,
      inputs.map((input) => input.party),
    )
    const decided = inputs.map((input) => newContact(input, stamp(by), parties.has(input.party)))
    return createDocuments(tx, by, contact, decided)
  },
}

const changeFields = partial(contactFields)

export const changeContact: DocumentCommand<Tx, typeof changeFields, Contact> = {
  name: 'change',
  document: 'contact',
  on: 'one',
  label: { en: 'Change', zh: '修改' },
  input: changeFields,
  async run(tx, by, inputs) {
    const parties = await existing(
      tx,
      party,
      inputs.map(({ input }) => input.party),
    )
    return changeDocuments<Contact, Input<typeof changeFields>>(tx, by, contact, inputs, (row, input) =>
      changedContact(row, input as Partial<Contact>, !input.party || parties.has(input.party)),
    )
  },
}

export const archiveContact: DocumentCommand<Tx, Record<never, never>, Contact> = {
  name: 'archive',
  document: 'contact',
  on: 'one',
  label: { en: 'Archive', zh: '归档' },
  input: {},
  run: (tx, by, inputs) => changeDocuments<Contact, unknown>(tx, by, contact, inputs, archivedContact, 'contact-archived'),
}

export const restoreContact: DocumentCommand<Tx, Record<never, never>, Contact> = {
  name: 'restore',
  document: 'contact',
  on: 'one',
  label: { en: 'Restore', zh: '恢复' },
  input: {},
  run: (tx, by, inputs) => changeDocuments<Contact, unknown>(tx, by, contact, inputs, restoredContact, 'contact-restored'),
}
