import { rows, sql, type Tx, uuidArray } from '@tandem/db'
import { Decimal, type Id, ok, type PlainDate, type Query, refuse } from '@tandem/kernel'
import { type ItemCard, loadItems } from '../item/load.ts'
import { bestPrice, type Price } from './price.ts'

/** The active prices of items in some currencies, by item: for orders that leave the price to us. */
export async function loadPrices(tx: Tx, items: readonly Id[], currency: string): Promise<Map<Id, Price[]>> {
  const found = await rows(
    tx,
    sql<Price>`select * from erp.price
      where item = any(${uuidArray(items)}::uuid[]) and currency = ${currency} and status = 'active'`,
  )
  return Map.groupBy(found, (row) => row.item)
}

const input = {
  item: { kind: 'reference', to: 'item', label: { en: 'Item', zh: '物料' } },
  party: { kind: 'reference', to: 'party', optional: true, label: { en: 'Customer', zh: '客户' } },
  currency: { kind: 'text', max: 3, label: { en: 'Currency', zh: '币种' } },
  quantity: { kind: 'quantity', unit: 'unit', label: { en: 'Quantity', zh: '数量' } },
  unit: { kind: 'text', optional: true, label: { en: 'Unit', zh: '单位' } },
  date: { kind: 'date', optional: true, label: { en: 'Date', zh: '日期' } },
} as const

export interface PriceAnswer {
  readonly unitPrice: string
  readonly unit: string
  readonly currency: string
}

/** What one unit of an item costs a customer on a day. */
export const priceQuery: Query<Tx, typeof input, PriceAnswer> = {
  name: 'price',
  label: { en: 'Price', zh: '价格' },
  input,
  async run(tx, by, asked) {
    const [items, prices] = await Promise.all([loadItems(tx, [asked.item]), loadPrices(tx, [asked.item], asked.currency)])
    const item = items.get(asked.item)
    if (!item) return refuse('price/no-such-item', { item: asked.item })
    const unit = asked.unit ?? item.unit
    const found = priceOf(item, prices, {
      party: asked.party ?? null,
      quantity: asked.quantity,
      unit,
      date: asked.date ?? by.today,
    })
    if (!found) return refuse('price/none', { item: item.code, unit, currency: asked.currency })
    return ok({ unitPrice: found.toString(), unit, currency: asked.currency })
  },
}

/** The price of an item out of loaded prices. */
export function priceOf(
  item: ItemCard,
  prices: ReadonlyMap<Id, readonly Price[]>,
  wanted: { readonly party: Id | null; readonly quantity: string; readonly unit: string; readonly date: PlainDate },
): Decimal | undefined {
  return bestPrice(prices.get(item.id) ?? [], item, { ...wanted, quantity: Decimal.of(wanted.quantity) })
}
