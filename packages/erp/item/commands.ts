import {
  archiveCommand,
  changeCommand,
  createCommand,
  restoreCommand,
  rows,
  sql,
  type Tx,
  takenValues,
  uuidArray,
} from '@tandem/db'
import { type Id, partial } from '@tandem/kernel'
import { item, itemFields } from './definition.ts'
import { changedItem, type Item, newItem } from './item.ts'

export const createItem = createCommand(item, {
  label: { en: 'New item', zh: '新建物料' },
  input: itemFields,
  prepare: takenCodes,
  decide(input, stamp, taken) {
    const result = newItem(input, stamp, taken.has(input.code))
    if (result.ok) taken.add(input.code)
    return result
  },
})

export const changeItem = changeCommand(item, {
  input: partial(itemFields),
  async prepare(tx, inputs, _by, ids) {
    const touchy = ids.filter((_, i) => inputs[i]?.unit || inputs[i]?.type)
    const [taken, used] = await Promise.all([takenCodes(tx, inputs), inUse(tx, touchy)])
    return { taken, used }
  },
  decide(row: Item, input, { taken, used }) {
    const facts = { codeTaken: taken.has(input.code ?? ''), inUse: used.has(row.id) }
    const result = changedItem(row, input as Partial<Item>, facts)
    if (result.ok && result.value.code) taken.add(result.value.code)
    return result
  },
})

export const archiveItem = archiveCommand<Item>(item)
export const restoreItem = restoreCommand<Item>(item)

async function takenCodes(tx: Tx, inputs: readonly { code?: string | null | undefined }[]): Promise<Set<string>> {
  const codes = inputs.flatMap(({ code }) => code ?? [])
  return codes.length > 0 ? takenValues(tx, item, 'code', codes) : new Set()
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
