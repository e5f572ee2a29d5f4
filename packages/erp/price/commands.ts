import { archiveCommand, changeDocuments, createCommand, loadRows, restoreCommand, type Tx } from '@tandem/db'
import { type DocumentCommand, type Id, type Input, partial } from '@tandem/kernel'
import { existing } from '../existing.ts'
import { type ItemCard, loadItems } from '../item/load.ts'
import { party } from '../party/definition.ts'
import { price, priceFields } from './definition.ts'
import { changedPrice, newPrice, type Price } from './price.ts'

export const createPrice = createCommand(price, {
  label: { en: 'New price', zh: '新建价格' },
  input: priceFields,
  prepare: factsFor,
  decide: (input, stamp, facts) => newPrice(input, stamp, facts(input)),
})

const changeFields = partial(priceFields)

export const changePrice: DocumentCommand<Tx, typeof changeFields, Price> = {
  name: 'change',
  document: 'price',
  on: 'one',
  label: { en: 'Change', zh: '修改' },
  input: changeFields,
  async run(tx, by, inputs) {
    const ids = inputs.map(({ id }) => id)
    const before = await loadRows<Price>(tx, price.table, ids)
    const facts = await factsFor(tx, [...before, ...inputs.map(({ input }) => input)])
    return changeDocuments<Price, Input<typeof changeFields>>(tx, by, price, inputs, (row, input) =>
      changedPrice(row, input as Partial<Price>, facts({ ...row, ...input })),
    )
  },
}

export const archivePrice = archiveCommand<Price>(price)
export const restorePrice = restoreCommand<Price>(price)

interface Names {
  readonly item?: Id | null | undefined
  readonly party?: Id | null | undefined
}

async function factsFor(tx: Tx, named: readonly Names[]) {
  const [items, parties] = await Promise.all([
    loadItems(
      tx,
      named.flatMap(({ item }) => (item ? [item] : [])),
    ),
    existing(
      tx,
      party,
      named.map((row) => row.party),
    ),
  ])
  return ({ item, party: of }: Names): { item: ItemCard | undefined; partyKnown: boolean } => ({
    item: item ? items.get(item) : undefined,
    partyKnown: of ? parties.has(of) : false,
  })
}
