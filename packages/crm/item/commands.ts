import { type Tx, takenValues } from '@tandem/db'
import { partial } from '@tandem/kernel'
import { archiveCommand, changeCommand, createCommand, restoreCommand } from '../shared/commands.ts'
import { item, itemFields } from './definition.ts'
import { changedItem, type Item, newItem } from './item.ts'

export const createItem = createCommand(item, {
  label: { en: 'New item', zh: '新建物料' },
  input: itemFields,
  prepare: takenCodes,
  decide(input, stamp, taken) {
    const result = newItem(input, stamp, taken)
    if (result.ok) taken.add(input.code)
    return result
  },
})

export const changeItem = changeCommand(item, {
  input: partial(itemFields),
  prepare: takenCodes,
  decide(row: Item, input, taken) {
    const result = changedItem(row, input, taken)
    if (result.ok && result.value.code !== undefined) taken.add(result.value.code)
    return result
  },
})

export const archiveItem = archiveCommand<Item>(item)
export const restoreItem = restoreCommand<Item>(item)

/** Codes of the inputs that items have already; the decisions add those they give away. */
async function takenCodes(tx: Tx, inputs: readonly { code?: string | null | undefined }[]): Promise<Set<string>> {
  const codes = inputs.flatMap(({ code }) => code ?? [])
  return codes.length === 0 ? new Set() : takenValues(tx, item, 'code', codes)
}
