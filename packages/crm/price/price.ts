/** Pure decisions on rows of price lists. */
import { type Input, ok, type Refusal, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import { badValue } from '../shared/check.ts'
import { type Known, unknownReference } from '../shared/known.ts'
import { changesOf, filled } from '../shared/values.ts'
import { type price, priceFields } from './definition.ts'

export type Price = Row<typeof price>

/** The documents that the given prices name. */
export interface PriceReferences {
  readonly item: Known
  readonly customer: Known
}

const EXPECTED = { filled: ['priceList', 'unit'], notNegative: ['minimumQuantity', 'unitPrice'] } as const

export function newPrice(input: Input<typeof priceFields>, stamp: Stored, references: PriceReferences): Result<Price> {
  const refusal = badPrice(input, references)
  return refusal ? { ok: false, refusal } : ok({ ...filled(priceFields, input), status: 'active', ...stamp })
}

export function changedPrice(row: Price, input: object, references: PriceReferences): Result<Partial<Price>> {
  const changes = changesOf<Price>(priceFields, row, input)
  const { validFrom, validTo } = { ...row, ...changes }
  const refusal = badPrice({ ...changes, validFrom, validTo }, references)
  return refusal ? { ok: false, refusal } : ok(changes)
}

function badPrice(values: Partial<Input<typeof priceFields>>, references: PriceReferences): Refusal | undefined {
  const bad = badValue('price', values, EXPECTED) ?? unknownReference('price', values, { ...references })
  if (bad) return bad
  const { validFrom, validTo } = values
  return validFrom && validTo && validTo < validFrom
    ? refuse('price/ends-before-start', { validFrom, validTo }).refusal
    : undefined
}
