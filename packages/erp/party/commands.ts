import { changeDocuments, createDocuments, stamp, type Tx, takenValues } from '@tandem/db'
import { type CreateCommand, type DocumentCommand, type Input, type On, partial } from '@tandem/kernel'
import { party, partyFields } from './definition.ts'
import { archivedParty, changedParty, newParty, type Party, restoredParty } from './party.ts'

export const createParty: CreateCommand<Tx, typeof partyFields, Party> = {
  name: 'create',
  document: 'party',
  on: 'new',
  label: { en: 'New party', zh: '新建往来单位' },
  input: partyFields,
  async run(tx, by, inputs) {
    const codes = inputs.map(({ code }) => code)
    const taken = await takenValues(tx, party, 'code', codes)
    const decided = inputs.map((input) => {
      const result = newParty(input, stamp(by), taken.has(input.code))
      if (result.ok) taken.add(input.code)
      return result
    })
    return createDocuments(tx, by, party, decided)
  },
}

const changeFields = partial(partyFields)

export const changeParty: DocumentCommand<Tx, typeof changeFields, Party> = {
  name: 'change',
  document: 'party',
  on: 'one',
  label: { en: 'Change', zh: '修改' },
  input: changeFields,
  async run(tx, by, inputs) {
    const codes = inputs.flatMap(({ input }) => (input.code ? [input.code] : []))
    const taken = codes.length > 0 ? await takenValues(tx, party, 'code', codes) : new Set<string>()
    return changeDocuments<Party, Input<typeof changeFields>>(tx, by, party, inputs, (row, input) => {
      const result = changedParty(row, input as Partial<Party>, taken.has(input.code ?? ''))
      if (result.ok && result.value.code) taken.add(result.value.code)
      return result
    })
  },
}

export const archiveParty: DocumentCommand<Tx, Record<never, never>, Party> = {
  name: 'archive',
  document: 'party',
  on: 'one',
  label: { en: 'Archive', zh: '归档' },
  input: {},
  run: (tx, by, inputs) =>
    changeDocuments<Party, unknown>(tx, by, party, inputs as On<unknown>[], archivedParty, 'party-archived'),
}

export const restoreParty: DocumentCommand<Tx, Record<never, never>, Party> = {
  name: 'restore',
  document: 'party',
  on: 'one',
  label: { en: 'Restore', zh: '恢复' },
  input: {},
  run: (tx, by, inputs) =>
    changeDocuments<Party, unknown>(tx, by, party, inputs as On<unknown>[], restoredParty, 'party-restored'),
}
