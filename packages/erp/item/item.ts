/** Pure decisions on items. */
import { changesIn, Decimal, type Input, ok, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import type { item, itemFields } from './definition.ts'

export type Item = Row<typeof item>
export type ItemUnit = NonNullable<Item['units']>[number]

/** What is known of an item before a decision on it. */
export interface ItemFacts {
  readonly codeTaken: boolean
  /** Stock was moved or ordered: quantities in the base unit exist. */
  readonly inUse: boolean
}

export function newItem(input: Input<typeof itemFields>, stamp: Stored, codeTaken: boolean): Result<Item> {
  const empty = { nameZh: null, category: null, barcode: null, standardCost: null, leadTimeDays: null, custom: null }
  const row = { ...empty, ...input, units: input.units ?? [], status: 'active', ...stamp } as Item
  return checked(row, codeTaken, row)
}

export function changedItem(row: Item, input: Partial<Item>, facts: ItemFacts): Result<Partial<Item>> {
  const { code } = row
  if (row.status === 'archived') return refuse('item/archived', { code })
  const given = input.units === undefined ? input : { ...input, units: input.units ?? [] }
  const changes = changesIn(row, given)
  if (facts.inUse && changes.unit) return refuse('item/unit-in-use', { code, unit: row.unit })
  const kindChanges = changes.type && (changes.type === 'service' || row.type === 'service')
  if (facts.inUse && kindChanges) return refuse('item/type-in-use', { code, type: row.type })
  return checked({ ...row, ...changes }, facts.codeTaken && changes.code !== undefined, changes)
}

function checked<T>(row: Item, codeTaken: boolean, good: T): Result<T> {
  const { code } = row
  if (code.trim() === '') return refuse('item/no-code', { name: row.name })
  if (row.name.trim() === '') return refuse('item/no-name', { code })
  if (row.unit.trim() === '') return refuse('item/no-unit', { code })
  if (codeTaken) return refuse('item/code-taken', { code })
  const rate = Decimal.of(row.taxRate)
  if (rate.isNegative() || rate.isMore(Decimal.of(100))) return refuse('item/bad-tax-rate', { code, rate: row.taxRate })
  if (row.standardCost !== null && Decimal.of(row.standardCost).isNegative()) {
    return refuse('item/bad-cost', { code, cost: row.standardCost })
  }
  if (row.leadTimeDays !== null && row.leadTimeDays < 0) return refuse('item/bad-lead-time', { code, days: row.leadTimeDays })
  return badUnit(row) ?? ok(good)
}

function badUnit(row: Item) {
  const seen = new Set([row.unit])
  for (const { unit, numerator, denominator } of row.units ?? []) {
    if (unit.trim() === '' || seen.has(unit)) return refuse('item/unit-twice', { code: row.code, unit })
    seen.add(unit)
    if (!Decimal.of(numerator).isPositive() || !Decimal.of(denominator).isPositive()) {
      return refuse('item/bad-factor', { code: row.code, unit })
    }
  }
  return undefined
}
