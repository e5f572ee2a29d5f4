import { archiveCommand, changeCommand, createCommand, restoreCommand, type Tx } from '@tandem/db'
import { type Id, partial } from '@tandem/kernel'
import { existing } from '../existing.ts'
import { party } from '../party/definition.ts'
import { type Address, changedAddress, newAddress } from './address.ts'
import { address, addressFields } from './definition.ts'

export const createAddress = createCommand(address, {
  label: { en: 'New address', zh: '新建地址' },
  input: addressFields,
  prepare: partiesOf,
  decide: (input, stamp, parties) => newAddress(input, stamp, parties.has(input.party)),
})

export const changeAddress = changeCommand(address, {
  input: partial(addressFields),
  prepare: partiesOf,
  decide: (row: Address, input, parties) =>
    changedAddress(row, input as Partial<Address>, !input.party || parties.has(input.party)),
})

export const archiveAddress = archiveCommand<Address>(address)
export const restoreAddress = restoreCommand<Address>(address)

function partiesOf(tx: Tx, inputs: readonly { party?: Id | null | undefined }[]): Promise<Set<Id>> {
  return existing(
    tx,
    party,
    inputs.map((input) => input.party),
  )
}
