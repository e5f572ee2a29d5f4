/** The money chain as people ask for it: all orders or customers in a state with totals, and one of them to the documents. */
import { first, rows, sql, type Tx } from '@tandem/db'
import { defineFields, type Id, type Instant, isId, ok, type Query, refuse } from '@tandem/kernel'
import type { ChainDocument, ChainState, Reason } from './judge.ts'
import type { Amounts } from './money.ts'

export interface ChainItem {
  readonly record: Id
  readonly subject: string
  readonly customer: string | null
  readonly customerRecord: Id | null
  readonly currency: string
  readonly state: ChainState
  readonly since: Instant
  readonly checkedAt: Instant
  /** By system. */
  readonly figures: Readonly<Record<string, Amounts>>
  readonly reasons: readonly Reason[]
}

export interface ChainTotal {
  readonly state: ChainState
  readonly count: number
}

export interface ChainSum {
  readonly currency: string
  readonly system: string
  readonly step: string
  readonly amount: string
}

export interface ChainList {
  readonly states: readonly ChainTotal[]
  /** Figures of all orders (or customers) in total. */
  readonly sums: readonly ChainSum[]
  /** Those that differ first, the oldest first. */
  readonly items: readonly ChainItem[]
}

const listFields = defineFields({
  about: { kind: 'choice', of: ['order', 'customer'], label: { en: 'Orders or customers', zh: '订单或客户' } },
  state: { kind: 'choice', of: ['agreed', 'on-the-way', 'differs'], optional: true, label: { en: 'State', zh: '状态' } },
  customer: { kind: 'text', max: 40, optional: true, label: { en: "The customer's record", zh: '客户记录' } },
  limit: { kind: 'integer', optional: true, label: { en: 'How many', zh: '数量' } },
})

const ITEM = sql`c.record_id as record, c.subject, k.values->>'name' as customer, c.customer_id as customer_record, c.currency, c.state,
  c.since, c.checked_at, c.figures, c.reasons`

export const moneyChainsQuery: Query<Tx, typeof listFields, ChainList> = {
  name: 'money-chain',
  label: { en: 'Money of orders and customers', zh: '订单与客户的资金链' },
  input: listFields,
  async run(tx, _by, { about, state, customer, limit }) {
    const ofState = state ? sql`and c.state = ${state}` : sql``
    const ofCustomer = customer ? sql`and c.customer_id::text = ${customer}` : sql``
    const [states, sums, items] = await Promise.all([
      rows(
        tx,
        sql<ChainTotal>`select state, count(*) as count from hub.chain where about = ${about} group by state order by state`,
      ),
      rows(
        tx,
        sql<ChainSum>`
          select c.currency, s.key as system, a.key as step, sum(a.value::numeric) as amount
          from hub.chain c, jsonb_each(c.figures) s, jsonb_each_text(s.value) a where c.about = ${about}
          group by 1, 2, 3 order by 1, 2, 3`,
      ),
      rows(
        tx,
        sql<ChainItem>`
          select ${ITEM} from hub.chain c left join hub.record k on k.id = c.customer_id
          where c.about = ${about} ${ofState} ${ofCustomer}
          order by c.state = 'differs' desc, c.state = 'on-the-way' desc, c.since desc, c.record_id limit ${Math.min(limit ?? 100, 500)}`,
      ),
    ])
    return ok({ states, sums, items })
  },
}

const oneFields = defineFields({
  record: { kind: 'text', max: 40, label: { en: 'Record of the order or customer', zh: '订单或客户的记录' } },
})

export interface ChainDetail extends ChainItem {
  readonly documents: readonly ChainDocument[]
}

export const moneyChainQuery: Query<Tx, typeof oneFields, ChainDetail> = {
  name: 'money-chain-of',
  label: { en: 'Money of one order or customer, to its documents', zh: '单个订单或客户的资金链及单据' },
  input: oneFields,
  async run(tx, _by, { record }) {
    const found = isId(record)
      ? await first(
          tx,
          sql<ChainDetail>`
            select ${ITEM}, c.documents from hub.chain c left join hub.record k on k.id = c.customer_id
            where c.record_id = ${record} order by c.currency limit 1`,
        )
      : undefined
    return found ? ok(found) : refuse('joint/no-money-chain', { record })
  },
}
