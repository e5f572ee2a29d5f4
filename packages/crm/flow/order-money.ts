/** The money of many orders and customers as sales sees it, document by document: for whoever compares it with the books. */
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
  readonly document: 'order' | 'shipment' | 'invoice' | 'payment'
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
}

export async function moneyOfOrders(tx: Tx, ids: readonly Id[]): Promise<{ orders: OrderHead[]; documents: OrderDocument[] }> {
  const list = uuidArray(ids)
  const [orders, documents] = await Promise.all([
    rows(tx, sql<OrderHead>`select id, customer, number, currency, state from crm.order where id = any(${list}::uuid[])`),
    Promise.all([ordered(tx, list), belonging(tx, list), paid(tx, list)]),
  ])
  return { orders, documents: documents.flat() }
}

/** What the ERP told of each line, valued as the order values it, with tax; services need no shipping. */
function ordered(tx: Tx, orders: string): Promise<OrderDocument[]> {
  return rows(
    tx,
    sql<OrderDocument>`
      select o.id as order, 'order' as document, o.id, o.version, o.number, null as due_date, false as is_credit, o.total as ordered, (
          select coalesce(sum(case when i.type = 'service' or p.shipped = l.quantity then l.net + l.tax
                              else round((l.net + l.tax) * p.shipped / nullif(l.quantity, 0), 4) end), 0)
          from crm.order_line l join crm.item i on i.id = l.item
          join crm.order_progress p on p.parent_id = l.parent_id and p.line_number = l.line_number
          where l.parent_id = o.id) as shipped,
        null::numeric as invoiced, null::numeric as settled, null::numeric as paid
      from crm.order o where o.id = any(${orders}::uuid[])`,
  )
}

function belonging(tx: Tx, orders: string): Promise<OrderDocument[]> {
  return rows(
    tx,
    sql<OrderDocument>`
      select s."order", 'shipment' as document, s.id, s.version, s.number, null as due_date, false as is_credit,
        null::numeric as ordered, null::numeric as shipped, null::numeric as invoiced, null::numeric as settled, null::numeric as paid
      from crm.shipment s where s."order" = any(${orders}::uuid[])
      union all
      select i."order", 'invoice', i.id, i.version, i.number, i.due_date::text, i.type = 'credit-note', null, null,
        case i.type when 'invoice' then i.total else -i.total end, case i.type when 'invoice' then i.paid else -i.paid end, null
      from crm.invoice i where i."order" = any(${orders}::uuid[]) order by number`,
  )
}

function paid(tx: Tx, orders: string): Promise<OrderDocument[]> {
  return rows(
    tx,
    sql<OrderDocument>`
      select i."order", 'payment' as document, p.id, p.version, p.number, null as due_date, false as is_credit,
        null::numeric as ordered, null::numeric as shipped, null::numeric as invoiced, null::numeric as settled, sum(a.amount) as paid
      from crm.invoice i join crm.payment_allocation a on a.invoice = i.id join crm.payment p on p.id = a.parent_id
      where i."order" = any(${orders}::uuid[]) group by 1, 3, 4, 5 order by p.number`,
  )
}

export interface CustomerMoney {
  readonly customer: Id
  readonly name: string
  readonly currency: string
  readonly open: string
  readonly unallocated: string
}

export function moneyOfCustomers(tx: Tx, ids: readonly Id[]): Promise<CustomerMoney[]> {
  const list = uuidArray(ids)
  return rows(
    tx,
    sql<CustomerMoney>`
      select m.customer, c.name, m.currency, sum(m.open) as open, sum(m.unallocated) as unallocated
      from (
        select customer, currency, case type when 'invoice' then total - paid else paid - total end as open, 0 as unallocated
        from crm.invoice where customer = any(${list}::uuid[])
        union all
        select p.customer, p.currency, 0, p.amount - coalesce((
          select sum(a.amount) from crm.payment_allocation a where a.parent_id = p.id), 0)
        from crm.payment p where p.customer = any(${list}::uuid[])) m
      join crm.customer c on c.id = m.customer group by 1, 2, 3`,
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
      select id as order, customer from crm.order where id = any(${ids('order')}::uuid[])
      union select "order", null from crm.shipment where id = any(${ids('shipment')}::uuid[])
      union select "order", customer from crm.invoice where id = any(${ids('invoice')}::uuid[])
      union select null, customer from crm.payment where id = any(${ids('payment')}::uuid[])
      union select i."order", null from crm.payment_allocation a join crm.invoice i on i.id = a.invoice
            where a.parent_id = any(${ids('payment')}::uuid[])`,
  )
}

export const MONEY_DOCUMENTS: readonly string[] = ['order', 'shipment', 'invoice', 'payment']
