/** The lines of quotes and orders: what was asked for, completed from item and price list, and what it costs. Pure. */
import {
  Decimal,
  type Id,
  type Input,
  lineTotal,
  ok,
  type Refusal,
  type Result,
  refuse,
  taxOf,
  type Values,
} from '@tandem/kernel'
import { badValue, isTooLarge, repeated } from './check.ts'
import type { tradeLine, tradeLineInput } from './fields.ts'

export type TradeLine = Values<typeof tradeLine>
export type TradeLineInput = Input<typeof tradeLineInput>

/** What the lines need to know of an item. */
export interface SoldItem {
  readonly code: string
  readonly unit: string
  readonly taxRate: string
  readonly status: 'active' | 'archived'
}

/** What a line is sold under. */
export interface Terms {
  readonly document: 'quote' | 'order'
  readonly currency: string
  readonly priceList: string
}

export interface Totals {
  readonly net: string
  readonly tax: string
  readonly total: string
}

type Items = ReadonlyMap<Id, SoldItem>

/**
 * Completes lines and computes their amounts: net by `lineTotal`, tax on each line's net by `taxOf`, both rounded half up
 * to the currency's minor unit. `prices[i]` is the unit price from the price list for line i, where it was asked for.
 */
export function tradeLines(
  inputs: readonly TradeLineInput[],
  terms: Terms,
  items: Items,
  prices: readonly (string | undefined)[],
): Result<TradeLine[]> {
  const numbered = inputs.map((input, i) => ({ ...input, lineNumber: input.lineNumber ?? i + 1 }))
  const twice = repeated(numbered.map(({ lineNumber }) => lineNumber))
  if (twice !== undefined) return refuse(`${terms.document}/line-number-twice`, { lineNumber: twice })
  const wrong = numbered.find(({ lineNumber }) => lineNumber < 1)
  if (wrong) return refuse(`${terms.document}/bad-line-number`, { lineNumber: wrong.lineNumber })
  const lines: TradeLine[] = []
  for (const [i, input] of numbered.entries()) {
    const line = oneLine(input, terms, items.get(input.item), prices[i])
    if (!line.ok) return line
    lines.push(line.value)
  }
  return ok(lines)
}

/** The sums of the lines. */
export function totalsOf(lines: readonly Pick<TradeLine, 'net' | 'tax'>[]): Totals {
  const net = Decimal.sum(lines.map((line) => Decimal.of(line.net)))
  const tax = Decimal.sum(lines.map((line) => Decimal.of(line.tax)))
  return { net: net.toString(), tax: tax.toString(), total: net.plus(tax).toString() }
}

/** `<document>/too-large` for totals that no column holds. */
export function tooLarge(document: string, { total }: Totals): Refusal | undefined {
  return isTooLarge(Decimal.of(total)) ? refuse(`${document}/too-large`, { total }).refusal : undefined
}

type Numbered = TradeLineInput & { lineNumber: number }

function oneLine(input: Numbered, terms: Terms, item: SoldItem | undefined, listPrice: string | undefined): Result<TradeLine> {
  const { document, currency, priceList } = terms
  const { lineNumber } = input
  if (!item) return refuse(`${document}/item-not-found`, { lineNumber, id: input.item })
  if (item.status === 'archived') return refuse(`${document}/item-archived`, { lineNumber, code: item.code })
  const bad = badLine(document, input)
  if (bad) return { ok: false, refusal: bad }
  const unit = input.unit ?? item.unit
  const unitPrice = input.unitPrice ?? listPrice
  if (unitPrice === undefined) {
    return refuse(`${document}/no-price`, { lineNumber, code: item.code, quantity: input.quantity, unit, currency, priceList })
  }
  const complete = {
    lineNumber,
    item: input.item,
    description: input.description ?? null,
    quantity: shortest(input.quantity),
    unit,
    unitPrice: shortest(unitPrice),
    discountPercent: shortest(input.discountPercent ?? '0'),
    taxRate: shortest(input.taxRate ?? item.taxRate),
  }
  return ok({ ...complete, ...lineAmounts(complete, currency) })
}

/** What a line costs, each amount rounded half up to the minor unit. */
export function lineAmounts(
  line: Pick<TradeLine, 'quantity' | 'unitPrice' | 'discountPercent' | 'taxRate'>,
  currency: string,
): { net: string; tax: string } {
  const [quantity, unitPrice] = [Decimal.of(line.quantity), Decimal.of(line.unitPrice)]
  const net = lineTotal({ quantity, unitPrice, discountPercent: Decimal.of(line.discountPercent) }, currency, 'half-up')
  return { net: net.toString(), tax: taxOf(net, Decimal.of(line.taxRate), currency, 'half-up').toString() }
}

function badLine(document: string, input: Numbered): Refusal | undefined {
  const { lineNumber, quantity } = input
  if (!Decimal.of(quantity).isPositive()) return refuse(`${document}/quantity-not-positive`, { lineNumber, quantity }).refusal
  return badValue(document, input, { notNegative: ['unitPrice'], percent: ['discountPercent', 'taxRate'], filled: ['unit'] })
}

function shortest(decimal: string): string {
  return Decimal.of(decimal).toString()
}
