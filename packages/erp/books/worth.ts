/** What goods cost and what customers are worth: for whoever sells, beside the line being sold. */
import { first, rows, sql, type Tx, uuidArray } from '@tandem/db'
import { Decimal, type Id, ok, type PlainDate, type Query } from '@tandem/kernel'
import { loadRates } from '../exchange-rate/commands.ts'
import { loadItems } from '../item/load.ts'
import { factorOf } from '../item/units.ts'

const lineCostsInput = {
  currency: { kind: 'text', max: 3, label: { en: 'Currency', zh: '币种' } },
  lines: {
    kind: 'lines',
    label: { en: 'Lines', zh: '明细' },
    of: {
      item: { kind: 'reference', to: 'item', label: { en: 'Item', zh: '物料' } },
      unit: { kind: 'text', optional: true, label: { en: 'Unit', zh: '单位' } },
    },
  },
} as const

export interface LineCost {
  /** Of one of the asked unit, in the asked currency; null where nothing is known. */
  readonly unitCost: string | null
}

const PRICE_DIGITS = 6

/** What one of each costs: what stock costs on average, else the standard cost; today's rate into another currency. */
export const lineCostsQuery: Query<Tx, typeof lineCostsInput, { lines: LineCost[] }> = {
  name: 'line-costs',
  label: { en: 'Costs of lines', zh: '明细成本' },
  input: lineCostsInput,
  sensitive: 'cost',
  async run(tx, by, { currency, lines }) {
    const ids = [...new Set(lines.map(({ item }) => item))]
    const [items, averages, rates] = await Promise.all([
      loadItems(tx, ids),
      averageCosts(tx, ids),
      loadRates(tx, [{ currency, date: by.today }]),
    ])
    const rate = rates.of({ currency, date: by.today })
    const costs = lines.map(({ item, unit }): LineCost => {
      const card = items.get(item)
      const factor = card && factorOf(card, unit ?? card.unit)
      const cost = averages.get(item) ?? card?.standardCost ?? null
      if (!factor || cost === null || !rate.ok) return { unitCost: null }
      const divisor = Decimal.of(factor.denominator).times(rate.value)
      const ofUnit = Decimal.of(cost).times(Decimal.of(factor.numerator)).over(divisor, PRICE_DIGITS, 'half-up')
      return { unitCost: ofUnit.toString() }
    })
    return ok({ lines: costs })
  },
}

async function averageCosts(tx: Tx, items: readonly Id[]): Promise<Map<Id, string>> {
  const found = await rows(
    tx,
    sql<{ item: Id; cost: string }>`
      select item, round(sum(value) / sum(on_hand), 6) as cost from erp.stock_balance
      where item = any(${uuidArray(items)}::uuid[]) group by item having sum(on_hand) > 0`,
  )
  return new Map(found.map(({ item, cost }) => [item, Decimal.of(cost).toString()]))
}

const worthInput = { party: { kind: 'reference', to: 'party', label: { en: 'Customer', zh: '客户' } } } as const

/** In the base currency. */
export interface CustomerWorth {
  readonly currency: string
  /** Invoiced without tax, less credit notes: all of it, and of the last twelve months. */
  readonly revenue: string
  readonly revenueOfYear: string
  /** Cost of what was shipped, less that of what came back and is stock again. */
  readonly cost: string
  readonly margin: string
  readonly orders: number
  readonly firstOrderDate: PlainDate | null
  readonly lastOrderDate: PlainDate | null
}

/** What a customer brought since the beginning. */
export const customerWorthQuery: Query<Tx, typeof worthInput, CustomerWorth> = {
  name: 'customer-worth',
  label: { en: 'Worth of a customer', zh: '客户价值' },
  input: worthInput,
  sensitive: 'cost',
  async run(tx, by, { party }) {
    const [money, cost, orders] = await Promise.all([
      first(
        tx,
        sql<{ revenue: string; year: string; currency: string }>`
          select coalesce(sum(net), 0) as revenue,
                 coalesce(sum(net) filter (where invoice_date > ${by.today}::date - interval '1 year'), 0) as year,
                 (select base_currency from platform.tenant where id = platform.tenant()) as currency
          from (select invoice_date, round(case when total = 0 then 0 else net * base_total / total end
                         * case type when 'credit-note' then -1 else 1 end, 2) as net
                from erp.invoice where party = ${party}::uuid) i`,
      ),
      first(
        tx,
        sql<{ cost: string }>`
          select coalesce(sum(cost), 0) as cost from (
            select cost from erp.shipment where party = ${party}::uuid
            union all
            select scrap_cost - cost from erp.sales_return where party = ${party}::uuid) moved`,
      ),
      first(
        tx,
        sql<{ orders: number; first: PlainDate | null; last: PlainDate | null }>`
          select count(*)::integer as orders, min(order_date) as first, max(order_date) as last
          from erp.sales_order where party = ${party}::uuid and state in ('confirmed', 'closed')`,
      ),
    ])
    const revenue = Decimal.of(money?.revenue ?? '0')
    const spent = Decimal.of(cost?.cost ?? '0')
    return ok({
      ...{ currency: money?.currency ?? '', revenue: revenue.toString(), cost: spent.toString() },
      revenueOfYear: Decimal.of(money?.year ?? '0').toString(),
      margin: revenue.minus(spent).toString(),
      orders: orders?.orders ?? 0,
      firstOrderDate: orders?.first ?? null,
      lastOrderDate: orders?.last ?? null,
    })
  },
}
