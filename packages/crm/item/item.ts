/** Pure decisions on items as sales sees them. */
import { type Input, ok, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import { badValue } from '../shared/check.ts'
import { changesOf, filled } from '../shared/values.ts'
import { type item, itemFields } from './definition.ts'

export type Item = Row<typeof item>

const EXPECTED = { filled: ['code', 'name', 'unit'], percent: ['taxRate'] } as const

export function newItem(input: Input<typeof itemFields>, stamp: Stored, taken: ReadonlySet<string>): Result<Item> {
  const bad = badValue('item', input, EXPECTED)
  if (bad) return { ok: false, refusal: bad }
  if (taken.has(input.code)) return refuse('item/code-taken', { code: input.code })
  return ok({ ...filled(itemFields, input), status: 'active', ...stamp })
}

export function changedItem(row: Item, input: object, taken: ReadonlySet<string>): Result<Partial<Item>> {
  const changes = changesOf<Item>(itemFields, row, input)
  const bad = badValue('item', changes, EXPECTED)
  if (bad) return { ok: false, refusal: bad }
  if (changes.code !== undefined && taken.has(changes.code)) return refuse('item/code-taken', { code: changes.code })
  return ok(changes)
}
