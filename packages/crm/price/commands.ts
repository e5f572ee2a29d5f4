import type { Tx } from '@tandem/db'
import { type Id, partial } from '@tandem/kernel'
import { customer } from '../customer/definition.ts'
import { item } from '../item/definition.ts'
import { archiveCommand, changeCommand, createCommand, restoreCommand } from '../shared/commands.ts'
import { known } from '../shared/known.ts'
import { price, priceFields } from './definition.ts'
import { changedPrice, newPrice, type Price, type PriceReferences } from './price.ts'

export const createPrice = createCommand(price, {
  label: { en: 'New price', zh: '新建价格' },
  input: priceFields,
  prepare: referencesOf,
  decide: newPrice,
})

export const changePrice = changeCommand(price, {
  input: partial(priceFields),
  prepare: referencesOf,
  decide: changedPrice,
})

export const archivePrice = archiveCommand<Price>(price)
export const restorePrice = restoreCommand<Price>(price)

type Naming = { item?: Id | null | undefined; customer?: Id | null | undefined }

async function referencesOf(tx: Tx, inputs: readonly Naming[]): Promise<PriceReferences> {
  const ids = (field: keyof Naming) => inputs.map((input) => input[field])
  const [items, customers] = await Promise.all([known(tx, item, ids('item')), known(tx, customer, ids('customer'))])
  return { item: items, customer: customers }
}
