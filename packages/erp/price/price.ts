/** Pure decisions on prices, and which price counts. */
import {
  changesIn,
  Decimal,
  type Id,
  type Input,
  ok,
  type PlainDate,
  type Result,
  type Row,
  refuse,
  type Stored,
} from '@tandem/kernel'
import { type Factor, factorOf, toBase, type UnitsOf } from '../item/units.ts'
import type { price, priceFields } from './definition.ts'

export type Price = Row<typeof price>

export interface PriceFacts {
  readonly item: (UnitsOf & { readonly code: string }) | undefined
  readonly partyKnown: boolean
}

export function newPrice(input: Input<typeof priceFields>, stamp: Stored, facts: PriceFacts): Result<Price> {
  const row = { party: null, validFrom: null, validTo: null, ...input, status: 'active', ...stamp } as Price
  return checked(row, facts, row)
}

export function changedPrice(row: Price, input: Partial<Price>, facts: PriceFacts): Result<Partial<Price>> {
  if (row.status === 'archived') return refuse('price/archived', { priceList: row.priceList })
  const changes = changesIn(row, input)
  return checked({ ...row, ...changes }, facts, changes)
}

function checked<T>(row: Price, { item, partyKnown }: PriceFacts, good: T): Result<T> {
  if (!item) return refuse('price/no-such-item', { item: row.item })
  if (row.party !== null && !partyKnown) return refuse('price/no-such-party', { party: row.party })
  if (!factorOf(item, row.unit)) return refuse('price/unknown-unit', { item: item.code, unit: row.unit })
  if (Decimal.of(row.unitPrice).isNegative() || Decimal.of(row.minimumQuantity).isNegative()) {
    return refuse('price/negative', { item: item.code })
  }
  if (!/^[A-Z]{3}$/.test(row.currency)) return refuse('price/bad-currency', { item: item.code, currency: row.currency })
  if (row.validFrom && row.validTo && row.validTo < row.validFrom) {
    return refuse('price/ends-before-it-starts', { item: item.code, validFrom: row.validFrom, validTo: row.validTo })
  }
  return ok(good)
}

/** What a price is asked for. */
export interface Wanted {
  readonly party: Id | null
  readonly quantity: Decimal
  readonly unit: string
  readonly date: PlainDate
}

/**
 * The price of one `wanted.unit`, or undefined: a customer's own price before everybody's, then the highest quantity
 * reached, then the one valid since last, then the lower one. A price in another unit is converted, to 6 digits half up.
 */
export function bestPrice(prices: readonly Price[], item: UnitsOf, wanted: Wanted): Decimal | undefined {
  const factor = factorOf(item, wanted.unit)
  const base = factor && toBase(wanted.quantity, factor)
  if (!factor || !base) return undefined
  const candidates = prices.flatMap((row) => {
    const own = factorOf(item, row.unit)
    const from = own && toBase(Decimal.of(row.minimumQuantity), own)
    const counts = row.status === 'active' && (row.party === null || row.party === wanted.party) && isValid(row, wanted.date)
    if (!own || !from || !counts || from.isMore(base)) return []
    return [{ row, from, unitPrice: inUnit(row, own, factor) }]
  })
  return candidates.sort(better)[0]?.unitPrice
}

interface Candidate {
  readonly row: Price
  readonly from: Decimal
  readonly unitPrice: Decimal
}

function better(a: Candidate, b: Candidate): number {
  const own = Number(b.row.party !== null) - Number(a.row.party !== null)
  const since = (b.row.validFrom ?? '').localeCompare(a.row.validFrom ?? '')
  return own || b.from.compare(a.from) || since || a.unitPrice.compare(b.unitPrice)
}

function isValid({ validFrom, validTo }: Price, date: PlainDate): boolean {
  return (validFrom === null || validFrom <= date) && (validTo === null || date <= validTo)
}

function inUnit(row: Price, own: Factor, wanted: Factor): Decimal {
  if (own === wanted) return Decimal.of(row.unitPrice)
  const numerator = Decimal.of(wanted.numerator).times(Decimal.of(own.denominator))
  const denominator = Decimal.of(wanted.denominator).times(Decimal.of(own.numerator))
  return Decimal.of(row.unitPrice).times(numerator).over(denominator, 6, 'half-up')
}
