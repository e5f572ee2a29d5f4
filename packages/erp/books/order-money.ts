/** The money of many orders and customers at once, document by document: for whoever compares it with another system's. */
import { rows, sql, type Tx, uuidArray } from '@tandem/db'
import type { Id } from '@tandem/kernel'

export interface OrderHead {
  readonly id: Id
  readonly customer: Id
  readonly number: string
  readonly currency: string
  readonly state: string
}

/** A document of an order, with the amounts it says; null where it says none. */
export interface OrderDocument {
  readonly order: Id
  readonly document: 'sales-order' | 'shipment' | 'invoice' | 'payment'
  readonly id: Id
  readonly version: number
  readonly number: string
  readonly dueDate: string | null
  readonly isCredit: boolean
  readonly ordered: string | null
  readonly shipped: string | null
  readonly invoiced: string | null
  readonly settled: string | null
  readonly paid: string | null
  readonly posted: string | null
}

export async function moneyOfOrders(tx: Tx, ids: readonly Id[]): Promise<{ orders: OrderHead[]; documents: OrderDocument[] }> {
  const list = uuidArray(ids)
  const [orders, documents] = await Promise.all([
    rows(
      tx,
      sql<OrderHead>`select id, party as customer, number, currency, state from erp.sales_order
                     where id = any(${list}::uuid[]) and state <> 'draft'`,
    ),
    Promise.all([ordered(tx, list), shipped(tx, list), invoiced(tx, list), paid(tx, list)]),
  ])
  return { orders, documents: documents.flat() }
}

const NO_AMOUNTS = sql`null::numeric as invoiced, null::numeric as settled, null::numeric as paid, null::numeric as posted`

/** Shipped goods (and services, which need no shipping) valued as the order values them, with tax. */
function ordered(tx: Tx, orders: string): Promise<OrderDocument[]> {
  return rows(
    tx,
    sql<OrderDocument>`
      select o.id as order, 'sales-order' as document, o.id, o.version, o.number, null as due_date, false as is_credit,
        o.total as ordered, (
          select coalesce(sum(case when l.is_service or l.shipped = l.quantity then l.net + l.tax
                              else round((l.net + l.tax) * l.shipped / nullif(l.quantity, 0), 4) end), 0)
          from erp.sales_order_line l where l.parent_id = o.id) as shipped, ${NO_AMOUNTS}
      from erp.sales_order o where o.id = any(${orders}::uuid[])`,
  )
}

function shipped(tx: Tx, orders: string): Promise<OrderDocument[]> {
  return rows(
    tx,
    sql<OrderDocument>`
      select sales_order as order, 'shipment' as document, id, version, number, null as due_date, false as is_credit,
        null::numeric as ordered, null::numeric as shipped, ${NO_AMOUNTS}
      from erp.shipment where sales_order = any(${orders}::uuid[]) order by number`,
  )
}

function invoiced(tx: Tx, orders: string): Promise<OrderDocument[]> {
  return rows(
    tx,
    sql<OrderDocument>`
      select i.sales_order as order, 'invoice' as document, i.id, i.version, i.number, i.due_date, i.type = 'credit-note' as is_credit,
        null::numeric as ordered, null::numeric as shipped,
        case i.type when 'invoice' then i.total else -i.total end as invoiced,
        case i.type when 'invoice' then i.paid else -i.paid end as settled, null::numeric as paid,
        coalesce((select sum(l.debit - l.credit) from erp.journal_entry e
          join erp.journal_entry_line l on l.parent_id = e.id
          join erp.account_role r on r.account = l.account and r.role = 'receivable'
          where e.source_document = 'invoice' and e.source_id = i.id), 0) as posted
      from erp.invoice i where i.sales_order = any(${orders}::uuid[]) order by i.number`,
  )
}

function paid(tx: Tx, orders: string): Promise<OrderDocument[]> {
  return rows(
    tx,
    sql<OrderDocument>`
      select i.sales_order as order, 'payment' as document, p.id, p.version, p.number, null as due_date, false as is_credit,
        null::numeric as ordered, null::numeric as shipped, null::numeric as invoiced, null::numeric as settled,
        sum(a.amount) as paid, null::numeric as posted
      from erp.invoice i join erp.payment_allocation a on a.invoice = i.id join erp.payment p on p.id = a.parent_id
      where i.sales_order = any(${orders}::uuid[]) group by 1, 3, 4, 5 order by p.number`,
  )
}

export interface PartyMoney {
  readonly customer: Id
  readonly name: string
  readonly currency: string
  readonly open: string
  readonly unallocated: string
  readonly ledger: string
}

export function moneyOfParties(tx: Tx, ids: readonly Id[]): Promise<PartyMoney[]> {
  const list = uuidArray(ids)
  return rows(
    tx,
    sql<PartyMoney>`
      select m.party as customer, p.name, m.currency, sum(m.open) as open, sum(m.unallocated) as unallocated, sum(m.ledger) as ledger
      from (
        select party, currency, case type when 'invoice' then total - paid else paid - total end as open,
               0 as unallocated, 0 as ledger from erp.invoice where party = any(${list}::uuid[])
        union all
        select party, currency, 0, amount - allocated, 0 from erp.payment where party = any(${list}::uuid[])
        union all
        select t.party, t.currency, 0, 0, t.balance from erp.party_total t
        join erp.account_role r on r.account = t.account and r.role in ('receivable', 'prepayment')
        where t.party = any(${list}::uuid[])) m
      join erp.party p on p.id = m.party group by 1, 2, 3`,
  )
}

/** Whose money the given documents are: the orders and customers to look at again. */
export function ownersOfMoney(
  tx: Tx,
  documents: readonly { readonly document: string; readonly documentId: Id }[],
): Promise<{ order: Id | null; customer: Id | null }[]> {
  const ids = (name: string) => uuidArray(documents.flatMap((one) => (one.document === name ? [one.documentId] : [])))
  return rows(
    tx,
    sql<{ order: Id | null; customer: Id | null }>`
      select id as order, party as customer from erp.sales_order where id = any(${ids('sales-order')}::uuid[])
      union select sales_order, null from erp.shipment where id = any(${ids('shipment')}::uuid[])
      union select sales_order, party from erp.invoice where id = any(${ids('invoice')}::uuid[])
      union select null, party from erp.payment where id = any(${ids('payment')}::uuid[])
      union select i.sales_order, null from erp.payment_allocation a join erp.invoice i on i.id = a.invoice
            where a.parent_id = any(${ids('payment')}::uuid[])
      union select null, l.party from erp.journal_entry_line l where l.parent_id = any(${ids('journal-entry')}::uuid[])`,
  )
}

export const MONEY_DOCUMENTS: readonly string[] = ['sales-order', 'shipment', 'invoice', 'payment', 'journal-entry']
