/** Whether all that a customer owes and has paid agrees: the systems beside each other, and documents beside the ledger. */
import { rows, sql, type Tx, uuidArray } from '@tandem/db'
import { Decimal, type Id } from '@tandem/kernel'
import { type Engine, type Joined, step } from '../engine/engine.ts'
import { given } from '../engine/sets.ts'
import { hasUntold } from '../proof/untold.ts'
import { type Reason, worst } from './judge.ts'
import type { NewChain } from './keep.ts'
import type { CustomerMoney } from './money.ts'

interface Told {
  readonly system: string
  readonly isBooks: boolean
  readonly money: CustomerMoney
}

export async function judgeCustomers(
  engine: Engine,
  sources: readonly Joined[],
  records: readonly Id[],
  judged: readonly NewChain[],
): Promise<NewChain[]> {
  if (records.length === 0) return []
  const { links, orders } = await step(engine, (tx) => loadKnown(tx, records))
  const told = new Map<string, Told[]>()
  for (const { system, side, connector } of sources) {
    const mine = new Map(links.flatMap((link) => (link.system === system ? [[link.externalId, link.recordId] as const] : [])))
    if (!connector.money || mine.size === 0) continue
    for (const money of await connector.money.ofCustomers([...mine.keys()])) {
      const key = `${mine.get(money.customer)} ${money.currency}`
      told.set(key, [...(told.get(key) ?? []), { system, isBooks: side === 'erp', money }])
    }
  }
  const fresh = new Map(judged.map((order) => [order.recordId, order]))
  const judge = (moving: ReadonlySet<Id>) =>
    [...told].map(([key, all]) => {
      const [recordId = '', currency = ''] = key.split(' ')
      const known = orders.flatMap((order) => (order.customerId === recordId && !fresh.has(order.recordId) ? [order] : []))
      const mine = [...known, ...judged.filter(({ customerId }) => customerId === recordId)]
      return judgeCustomer(recordId as Id, currency, all, mine, moving.has(recordId as Id))
    })
  const found = judge(new Set())
  const unexplained = found.filter(({ reasons }) => reasons.some(({ why }) => why === 'by-hand'))
  return unexplained.length === 0 ? found : judge(await loadMoving(engine, sources, unexplained))
}

/** Customers of whom an invoice or a payment is between the systems; all of them while a system has some to tell. */
async function loadMoving(engine: Engine, sources: readonly Joined[], customers: readonly NewChain[]): Promise<Set<Id>> {
  const ids = customers.map(({ recordId }) => recordId)
  for (const joined of sources) {
    for (const kind of ['invoice', 'payment'] as const) {
      if (joined.capabilities.kinds[kind]?.read && (await hasUntold(engine, joined, kind))) return new Set(ids)
    }
  }
  return step(engine, (tx) => loadUnderWay(tx, ids))
}

function judgeCustomer(
  recordId: Id,
  currency: string,
  told: readonly Told[],
  orders: readonly Pick<NewChain, 'reasons'>[],
  isMoving: boolean,
): NewChain {
  const books = told.find(({ isBooks }) => isBooks) ?? (told[0] as Told)
  const reasons: Reason[] = []
  const add = (
    step: Reason['step'],
    why: Reason['why'],
    amount: Decimal,
    state: Reason['state'],
    system: string | null,
  ): void => {
    if (amount.isZero()) return
    const nobody = { kind: null, number: null, record: null, externalId: null, since: null }
    reasons.push({ step, why, amount: `${amount}`, state, system, ...nobody })
  }
  // Differences of single orders are explained there.
  const ofOrders = orders.flatMap(({ reasons: all }) => all.filter(({ system }) => system !== null))
  const why = ofOrders.length > 0 ? 'see-orders' : isMoving ? 'on-its-way' : 'by-hand'
  const state = ofOrders.length > 0 ? worst(ofOrders) : isMoving ? 'on-the-way' : 'differs'
  const money = booksMoney(books)
  for (const { system, money: theirs } of told) {
    if (system === books.system) continue
    add('receivable', why, money.open.minus(Decimal.of(theirs.open)), state, system)
    add('paid', why, money.unallocated.minus(Decimal.of(theirs.unallocated)), state, system)
  }
  add('paid', 'payment-unallocated', money.unallocated, 'on-the-way', null)
  add('receivable', 'unpaid', money.open, 'on-the-way', null)
  if (money.ledger) add('ledger', 'ledger-differs', money.open.minus(money.unallocated).minus(money.ledger), 'differs', null)
  const figures = Object.fromEntries(
    told.map(({ system, money: { open, unallocated, ledger } }) => [system, { open, unallocated, ...(ledger && { ledger }) }]),
  )
  return {
    ...{ recordId, currency, about: 'customer', subject: books.money.name, customerId: null },
    ...{ state: worst(reasons), moving: isMoving, figures: figures as never, reasons, documents: [] },
  }
}

function booksMoney({ money: { open, unallocated, ledger } }: Told) {
  return {
    open: Decimal.of(open),
    unallocated: Decimal.of(unallocated),
    ledger: ledger === undefined ? undefined : Decimal.of(ledger),
  }
}

interface Known {
  readonly links: readonly { recordId: Id; system: string; externalId: string }[]
  readonly orders: readonly { recordId: Id; customerId: Id; reasons: readonly Reason[] }[]
}

async function loadKnown(tx: Tx, records: readonly Id[]): Promise<Known> {
  const asked = given(
    [...new Set(records)].map((id) => ({ id })),
    'id uuid',
  )
  const [links, orders] = await Promise.all([
    rows(
      tx,
      sql<Known['links'][number]>`
        select l.record_id, l.system, l.external_id from ${asked} join hub.link l on l.record_id = given.id where not l.gone`,
    ),
    rows(
      tx,
      sql<Known['orders'][number]>`
        select c.record_id, c.customer_id, c.reasons from ${asked} join hub.chain c on c.customer_id = given.id
        where c.state <> 'agreed'`,
    ),
  ])
  return { links, orders }
}

/** Invoices and payments under way, by the small indexes of what is unfinished. */
async function loadUnderWay(tx: Tx, customers: readonly Id[]): Promise<Set<Id>> {
  const delivery = (states: string) => sql`
    select r.customer::uuid as id from hub.delivery d join hub.record r on r.id = d.record_id
    where d.kind in ('invoice', 'payment') and ${sql.raw(states)} and r.customer = any(${uuidArray(customers)}::text[])`
  const change = (states: string) => sql`
    select l.record_id from hub.change c join hub.link l on l.system = c.system and l.kind = 'customer'
      and l.external_id = c.values->>'customer'
    where c.kind in ('invoice', 'payment') and ${sql.raw(states)} and l.record_id = any(${uuidArray(customers)}::uuid[])`
  const found = await rows(
    tx,
    sql<{ id: Id }>`
      ${delivery(`d.state in ('pending', 'waiting')`)} union ${delivery(`d.state = 'sending'`)} union ${delivery(`d.state = 'parked'`)}
      union ${change(`c.state = 'new'`)} union ${change(`c.state = 'recheck'`)} union ${change(`c.state in ('waiting', 'parked', 'duplicate')`)}`,
  )
  return new Set(found.map(({ id }) => id))
}
