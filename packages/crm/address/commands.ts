import type { Tx } from '@tandem/db'
import { type Id, partial } from '@tandem/kernel'
import { customer } from '../customer/definition.ts'
import { archiveCommand, changeCommand, createCommand, restoreCommand } from '../shared/commands.ts'
import { known } from '../shared/known.ts'
import { type Address, changedAddress, newAddress } from './address.ts'
import { address, addressFields } from './definition.ts'

export const createAddress = createCommand(address, {
  label: { en: 'New address', zh: '新建地址' },
  input: addressFields,
  prepare: customersOf,
  decide: newAddress,
})

export const changeAddress = changeCommand(address, {
  input: partial(addressFields),
  prepare: customersOf,
  decide: changedAddress,
})

export const archiveAddress = archiveCommand<Address>(address)
export const restoreAddress = restoreCommand<Address>(address)

function customersOf(tx: Tx, inputs: readonly { customer?: Id | null | undefined }[]) {
  return known(
    tx,
    customer,
    inputs.map((input) => input.customer),
  )
}
