/** Which price applies. */
import { rows, sql, type Tx } from '@tandem/db'
import { type Id, ok, type PlainDate, type Query, refuse } from '@tandem/kernel'
import { priceQuestion, STANDARD_PRICE_LIST } from './definition.ts'

export interface PriceQuestion {
  readonly item: Id
  readonly customer: Id | null
  /** In `unit`; null is the item's own unit. */
  readonly quantity: string
  readonly unit: string | null
  readonly date: PlainDate
  readonly currency: string
  readonly priceList: string
}

/** The price of a question and the row of the price list it comes from. */
export interface FoundPrice {
  readonly price: Id
  readonly reason: 'customer-price' | 'list-price'
  readonly unitPrice: string
  readonly unit: string
  readonly currency: string
  readonly priceList: string
  readonly minimumQuantity: string
  readonly validFrom: PlainDate | null
  readonly validTo: PlainDate | null
}

/**
 * The price of each question, or undefined where there is none: the customer's own price (of whatever list, as it was
 * agreed with that customer) before the list's; then the largest quantity reached; then the newest.
 * One statement for all; whoever knows the item's unit gives it, and spares looking it up.
 */
export async function pricesFor(tx: Tx, questions: readonly PriceQuestion[]): Promise<(FoundPrice | undefined)[]> {
  if (questions.length === 0) return []
  const asked = questions.map(({ priceList, ...question }, n) => ({ n, ...question, price_list: priceList }))
  const found = await rows(
    tx,
    sql<FoundPrice & { n: number }>`
      select q.n, p.* from json_to_recordset(${JSON.stringify(asked)}::json) as q(
        n integer, item uuid, customer uuid, quantity numeric, unit text, date date, currency text, price_list text)
      cross join lateral (
        select id as price, case when p.customer is null then 'list-price' else 'customer-price' end as reason,
               unit_price, unit, currency, price_list, minimum_quantity, valid_from, valid_to
        from crm.price p
        where p.item = q.item and p.currency = q.currency and p.status = 'active'
          and p.unit = coalesce(q.unit, (select unit from crm.item where id = q.item))
          and (p.customer = q.customer or p.customer is null and p.price_list = q.price_list)
          and p.minimum_quantity <= q.quantity
          and coalesce(p.valid_from <= q.date, true) and coalesce(p.valid_to >= q.date, true)
        order by p.customer is null, p.minimum_quantity desc, p.valid_from desc nulls last, p.id desc
        limit 1) p`,
  )
  const answers: (FoundPrice | undefined)[] = questions.map(() => undefined)
  for (const { n, ...price } of found) answers[n] = price
  return answers
}

export const priceOf: Query<Tx, typeof priceQuestion, FoundPrice> = {
  name: 'price-of',
  label: { en: 'What does it cost?', zh: '价格查询' },
  input: priceQuestion,
  async run(tx, by, { item, customer, quantity, unit, date, currency, priceList }) {
    const question = {
      item,
      customer: customer ?? null,
      quantity,
      unit: unit ?? null,
      date: date ?? by.today,
      currency,
      priceList: priceList ?? STANDARD_PRICE_LIST,
    }
    const [found] = await pricesFor(tx, [question])
    const { date: on, priceList: list } = question
    return found ? ok(found) : refuse('price/none', { item, quantity, currency, priceList: list, date: on })
  },
}
