import { changeDocuments, createDocuments, stamp, type Tx } from '@tandem/db'
import { type CreateCommand, type DocumentCommand, type Input, partial } from '@tandem/kernel'
import { existing } from '../existing.ts'
import { party } from '../party/definition.ts'
import { type Address, archivedAddress, changedAddress, newAddress, restoredAddress } from './address.ts'
import { address, addressFields } from './definition.ts'

export const createAddress: CreateCommand<Tx, typeof addressFields, Address> = {
  name: 'create',
  document: 'address',
  on: 'new',
  label: { en: 'New address', zh: '新建地址' },
  input: addressFields,
  async run(tx, by, inputs) {
    const parties = await existing(
      tx,
      party,
      inputs.map((input) => input.party),
    )
    const decided = inputs.map((input) => newAddress(input, stamp(by), parties.has(input.party)))
    return createDocuments(tx, by, address, decided)
  },
}

const changeFields = partial(addressFields)

export const changeAddress: DocumentCommand<Tx, typeof changeFields, Address> = {
  name: 'change',
  document: 'address',
  on: 'one',
  label: { en: 'Change', zh: '修改' },
  input: changeFields,
  async run(tx, by, inputs) {
    const parties = await existing(
      tx,
      party,
      inputs.map(({ input }) => input.party),
    )
    return changeDocuments<Address, Input<typeof changeFields>>(tx, by, address, inputs, (row, input) =>
      changedAddress(row, input as Partial<Address>, !input.party || parties.has(input.party)),
    )
  },
}

export const archiveAddress: DocumentCommand<Tx, Record<never, never>, Address> = {
  name: 'archive',
  document: 'address',
  on: 'one',
  label: { en: 'Archive', zh: '归档' },
  input: {},
  run: (tx, by, inputs) => changeDocuments<Address, unknown>(tx, by, address, inputs, archivedAddress, 'address-archived'),
}

export const restoreAddress: DocumentCommand<Tx, Record<never, never>, Address> = {
  name: 'restore',
  document: 'address',
  on: 'one',
  label: { en: 'Restore', zh: '恢复' },
  input: {},
  run: (tx, by, inputs) => changeDocuments<Address, unknown>(tx, by, address, inputs, restoredAddress, 'address-restored'),
}
