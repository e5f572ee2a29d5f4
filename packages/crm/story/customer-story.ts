/** Everything about one customer on one page: what it was offered, ordered, got, owes and paid, and what was done. */
import { loadRows, readDocuments, rows, sql, type Tx } from '@tandem/db'
import { defineFields, type Id, type Instant, type Json, ok, type PlainDate, type Query, refuse } from '@tandem/kernel'
import type { Activity } from '../activity/activity.ts'
import { activity } from '../activity/definition.ts'
import type { Address } from '../address/address.ts'
import { address } from '../address/definition.ts'
import type { Contact } from '../contact/contact.ts'
import { contact } from '../contact/definition.ts'
import type { Customer } from '../customer/customer.ts'
import { customer } from '../customer/definition.ts'
import { order } from '../order/definition.ts'
import type { Order } from '../order/order.ts'
import { payment } from '../payment/definition.ts'
import type { Payment } from '../payment/payment.ts'
import type { Quote } from '../quote/quote.ts'
import { goodsReturn } from '../return/definition.ts'
import type { Return } from '../return/return.ts'
import { CUSTOMER } from '../shared/fields.ts'
import { balancesOf, OPEN, OVERDUE_DAYS } from './balances.ts'
import type { Balance, StoryInvoice } from './shape.ts'

export interface StoryEvent {
  readonly id: Id
  readonly type: string
  readonly document: string
  readonly documentId: Id
  readonly at: Instant
  readonly actorKind: string
  readonly actorId: string
  /** What changed, without lines. */
  readonly payload: Json
}

/** Lists hold the newest `limit` entries, newest first; balances count everything. */
export interface CustomerStory {
  readonly customer: Customer
  readonly contacts: readonly Contact[]
  readonly addresses: readonly Address[]
  readonly balances: readonly Balance[]
  readonly quotes: readonly Omit<Quote, 'lines'>[]
  readonly orders: readonly Order[]
  readonly invoices: readonly StoryInvoice[]
  readonly payments: readonly Payment[]
  readonly returns: readonly Return[]
  readonly activities: readonly Activity[]
  readonly events: readonly StoryEvent[]
}

const storyInput = defineFields({
  customer: CUSTOMER,
  limit: { kind: 'integer', optional: true, label: { en: 'Entries of each list', zh: '每个列表的条数' } },
})

const USUAL = 50
const MOST = 500

export const customerStory: Query<Tx, typeof storyInput, CustomerStory> = {
  name: 'customer-story',
  label: { en: "A customer's story", zh: '客户全景' },
  input: storyInput,
  async run(tx, by, { customer: id, limit }) {
    const most = Math.min(Math.max(limit ?? USUAL, 1), MOST)
    const [found, orders, payments, returns, ...rest] = await Promise.all([
      loadRows<Customer>(tx, customer.table, [id]),
      newest(tx, order.table, id, 'order_date', most),
      newest(tx, payment.table, id, 'payment_date', most),
      newest(tx, goodsReturn.table, id, 'requested_date', most),
      ownedBy<Contact>(tx, contact.table, id, 'name', MOST),
      ownedBy<Address>(tx, address.table, id, 'city', MOST),
      ownedBy<Quote>(tx, 'crm.quote', id, 'quote_date desc', most),
      ownedBy<Activity>(tx, activity.table, id, 'at desc', most),
      invoicesOf(tx, id, by.today, most),
      balancesOf(tx, id, by.today),
      eventsOf(tx, id, most),
    ])
    if (!found[0]) return refuse('customer/not-found', { id })
    const [contacts, addresses, quotes, activities, invoices, balances, events] = rest
    const [wholeOrders, wholePayments, wholeReturns] = await Promise.all([
      readDocuments<Order>(tx, order, orders),
      readDocuments<Payment>(tx, payment, payments),
      readDocuments<Return>(tx, goodsReturn, returns),
    ])
    const whole = {
      orders: inOrder(orders, wholeOrders),
      payments: inOrder(payments, wholePayments),
      returns: inOrder(returns, wholeReturns),
    }
    return ok({ customer: found[0], contacts, addresses, balances, quotes, invoices, activities, events, ...whole })
  },
}

async function newest(tx: Tx, table: string, customerId: Id, date: string, limit: number): Promise<Id[]> {
  const head = sql.raw(`select id from ${table} where customer =`)
  const found = await rows(tx, sql<{ id: Id }>`${head} ${customerId} order by ${sql.raw(date)} desc, id desc limit ${limit}`)
  return found.map(({ id }) => id)
}

/** Documents were read in the order of their ids. */
function inOrder<R extends { id: Id }>(ids: readonly Id[], documents: readonly R[]): R[] {
  const byId = new Map(documents.map((document) => [document.id, document]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

function ownedBy<R>(tx: Tx, table: string, customerId: Id, sort: string, limit: number): Promise<R[]> {
  const head = sql.raw(`select * from ${table} where customer =`)
  return rows(tx, sql<R>`${head} ${customerId} order by ${sql.raw(sort)}, id limit ${limit}`)
}

function invoicesOf(tx: Tx, id: Id, today: PlainDate, limit: number): Promise<StoryInvoice[]> {
  return rows(
    tx,
    sql<StoryInvoice>`
      select i.*, ${OPEN} as open, ${OVERDUE_DAYS(today)} as overdue_days
      from crm.invoice i where customer = ${id} order by invoice_date desc, id desc limit ${limit}`,
  )
}

/** What happened to the customer and to everything that is the customer's. */
function eventsOf(tx: Tx, id: Id, limit: number): Promise<StoryEvent[]> {
  return rows(
    tx,
    sql<StoryEvent>`
      with own as (
        select ${id}::uuid as id
        union all select id from crm.contact where customer = ${id}
        union all select id from crm.address where customer = ${id}
        union all (select id from crm.quote where customer = ${id} order by quote_date desc limit ${MOST})
        union all (select id from crm.order where customer = ${id} order by order_date desc limit ${MOST})
        union all (select s.id from crm.order o join crm.shipment s on s."order" = o.id
                   where o.customer = ${id} order by s.shipped_date desc limit ${MOST})
        union all (select id from crm.invoice where customer = ${id} order by invoice_date desc limit ${MOST})
        union all (select id from crm.payment where customer = ${id} order by payment_date desc limit ${MOST})
        union all (select id from crm.return where customer = ${id} order by requested_date desc limit ${MOST})
        union all (select id from crm.activity where customer = ${id} order by at desc limit ${MOST}))
      select e.id, e.type, e.document, e.document_id, e.at, e.actor_kind, e.actor_id, e.payload - 'lines' as payload
      from own join crm.event e on e.document_id = own.id
      order by e.xact desc, e.seq desc limit ${limit}`,
  )
}
