import { changeDocuments, createDocuments, rows, sql, stamp, type Tx, takenValues, uuidArray } from '@tandem/db'
import { type CreateCommand, type DocumentCommand, type Id, type Input, partial } from '@tandem/kernel'
import { item, itemFields } from './definition.ts'
import { archivedItem, changedItem, type Item, newItem, restoredItem } from './item.ts'

export const createItem: CreateCommand<Tx, typeof itemFields, Item> = {
  name: 'create',
  document: 'item',
  on: 'new',
  label: { en: 'New item', zh: '新建物料' },
  input: itemFields,
  async run(tx, by, inputs) {
    const codes = inputs.map(({ code }) => code)
    const taken = await takenValues(tx, item, 'code', codes)
    const decided = inputs.map((input) => {
      const result = newItem(input, stamp(by), taken.has(input.code))
      if (result.ok) taken.add(input.code)
      return result
    })
    return createDocuments(tx, by, item, decided)
  },
}

const changeFields = partial(itemFields)

export const changeItem: DocumentCommand<Tx, typeof changeFields, Item> = {
  name: 'change',
  document: 'item',
  on: 'one',
  label: { en: 'Change', zh: '修改' },
  input: changeFields,
  async run(tx, by, inputs) {
    const codes = inputs.flatMap(({ input }) => (input.code ? [input.code] : []))
    const touchy = inputs.flatMap(({ id, input }) => (input.unit || input.type ? [id] : []))
    const [taken, used] = await Promise.all([
      codes.length > 0 ? takenValues(tx, item, 'code', codes) : new Set<string>(),
      inUse(tx, touchy),
    ])
    return changeDocuments<Item, Input<typeof changeFields>>(tx, by, item, inputs, (row, input) => {
      const facts = { codeTaken: taken.has(input.code ?? ''), inUse: used.has(row.id) }
      const result = changedItem(row, input as Partial<Item>, facts)
      if (result.ok && result.value.code) taken.add(result.value.code)
      return result
    })
  },
}

export const archiveItem: DocumentCommand<Tx, Record<never, never>, Item> = {
  name: 'archive',
  document: 'item',
  on: 'one',
  label: { en: 'Archive', zh: '归档' },
  input: {},
  run: (tx, by, inputs) => changeDocuments<Item, unknown>(tx, by, item, inputs, archivedItem, 'item-archived'),
}

export const restoreItem: DocumentCommand<Tx, Record<never, never>, Item> = {
  name: 'restore',
  document: 'item',
  on: 'one',
  label: { en: 'Restore', zh: '恢复' },
  input: {},
  run: (tx, by, inputs) => changeDocuments<Item, unknown>(tx, by, item, inputs, restoredItem, 'item-restored'),
}

async function inUse(tx: Tx, ids: readonly Id[]): Promise<Set<Id>> {
  if (ids.length === 0) return new Set()
  const found = await rows(
    tx,
    sql<{ id: Id }>`
      select wanted.id from unnest(${uuidArray(ids)}::uuid[]) as wanted (id)
      where exists (select from erp.stock_balance b where b.item = wanted.id)
         or exists (select from erp.sales_order_line l where l.item = wanted.id)`,
  )
  return new Set(found.map(({ id }) => id))
}
