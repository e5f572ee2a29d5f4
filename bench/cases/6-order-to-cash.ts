/**
 * Quote accepted -> ERP order -> reserved -> shipped -> invoiced -> paid -> posted -> back in the CRM, in batches, durable. The
 * joint runs as it does in the product; two batches are under way at a time, each waiting for its own answers.
 */
import { crm } from '@tandem/crm'
import { rows, sql, textArray, uuidArray } from '@tandem/db'
import { erp } from '@tandem/erp'
import { type Id, must } from '@tandem/kernel'
import type { Bench } from '../harness.ts'
import { crmIds, hubOf } from '../joint.ts'
import { commandOf, countOf, many, openShop, type Shop } from '../shop.ts'

const BATCH = 500
const LINES = 3
const AT_A_TIME = 2

export const bench: Bench = {
  name: 'order-to-cash',
  async run({ postgres, quick, log }) {
    const shop = await openShop(postgres, { items: 200, parties: 200, connections: 20 })
    const hub = hubOf(shop)
    await hub.runUntilIdle()
    const quotes = quotesOf(await crmIds(shop, 'crm.customer'), await crmIds(shop, 'crm.item'))
    const clock = stopwatch()
    const batches = quick ? 4 : 12
    await hub.start()
    try {
      const start = performance.now()
      let next = 0
      const one = async () => {
        while (next < batches) await toCash(shop, quotes(next++), clock)
      }
      await Promise.all(many(AT_A_TIME, one))
      const rate = (batches * BATCH * LINES) / ((performance.now() - start) / 1000)
      log(`${rate.toFixed(0)} lines/s`)
      await hub.stop()
      await hub.runUntilIdle()
      await mustAgree(shop, batches * BATCH)
      return [
        {
          name: 'order to cash and back, all of it',
          unit: 'lines/s',
          value: rate,
          aim: { text: 'at least 500 lines/s', reached: rate >= 500 },
          detail: Object.fromEntries([...clock.spent].map(([step, ms]) => [`${step} ms/order`, ms / (batches * BATCH)])),
        },
      ]
    } finally {
      await hub.stop()
      await shop.database.close()
    }
  },
}

interface Stopwatch {
  readonly spent: ReadonlyMap<string, number>
  time<T>(step: string, work: () => Promise<T>): Promise<T>
}

function stopwatch(): Stopwatch {
  const spent = new Map<string, number>()
  return {
    spent,
    async time(step, work) {
      const start = performance.now()
      const result = await work()
      spent.set(step, (spent.get(step) ?? 0) + performance.now() - start)
      return result
    },
  }
}

async function toCash(shop: Shop, inputs: readonly object[], { time }: Stopwatch): Promise<void> {
  const quotes = await time('quote', () => shop.create<{ id: Id }>(crm, 'quote', inputs))
  const on = quotes.map(({ id }) => ({ id, input: {} }))
  await time('send', () => all(shop, crm, 'quote', 'send', on))
  await time('accept', () => all(shop, crm, 'quote', 'accept', on))
  const numbers = await find<{ number: string }>(
    shop,
    sql`select number from crm.order where quote = any(${uuidArray(quotes.map(({ id }) => id))}::uuid[])`,
  )
  const origins = textArray(numbers.map(({ number }) => number))
  const inErp = sql`select id from erp.sales_order where origin = any(${origins}::text[])`
  const orders = await time('to the ERP', () => arrived(shop, inErp))
  const toShip = orders.map(({ id }) => ({ salesOrder: id }))
  await time('ship', () => all(shop, erp, 'shipment', 'create', toShip))
  await time('invoice', () => all(shop, erp, 'invoice', 'create', toShip))
  await time('pay', () => payAll(shop, orders))
  const closed = sql`select id from crm.order where number = any(${origins}::text[]) and state = 'closed'`
  await time('back in the CRM', async () => {
    await arrived(shop, closed)
    const of = sql`(select id from crm.order where number = any(${origins}::text[]))`
    await arrived(shop, sql`select i.id from crm.invoice i where i."order" in ${of} and i.paid = i.total`)
  })
}

/** Waits until a query finds a whole batch. */
async function arrived(shop: Shop, query: ReturnType<typeof sql>): Promise<{ id: Id }[]> {
  for (const until = performance.now() + 120_000; performance.now() < until; ) {
    const found = await find<{ id: Id }>(shop, query)
    if (found.length === BATCH) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('a batch did not arrive')
}

function find<R>({ database, tenant }: Shop, query: ReturnType<typeof sql>): Promise<R[]> {
  return database.read(tenant, (tx) => rows(tx, query as ReturnType<typeof sql<R>>))
}

/** Every invoice is paid, and both sides have all of them. */
async function mustAgree(shop: Shop, orders: number): Promise<void> {
  for (const table of ['erp.invoice where paid = total', 'crm.invoice where paid = total', 'erp.payment', 'crm.payment']) {
    const count = await countOf(shop, table)
    if (count !== orders) throw new Error(`${count} of ${orders} in ${table}`)
  }
}

function quotesOf(customers: readonly Id[], items: readonly Id[]): (batch: number) => object[] {
  return (batch) => many(BATCH, (i) => quoteInput(customers, items, batch * BATCH + i))
}

function quoteInput(customers: readonly Id[], items: readonly Id[], n: number): object {
  const line = (k: number) => ({ item: items[(n * 7 + k * 13) % items.length], quantity: '1', unitPrice: '12.5', taxRate: '13' })
  return { customer: customers[n % customers.length], currency: 'CNY', lines: many(LINES, line) }
}

async function all(shop: Shop, side: typeof crm, document: string, name: string, inputs: readonly object[]): Promise<void> {
  const results = await shop.database.transaction(shop.tenant, (tx) =>
    commandOf(side, document, name).run(tx, shop.context(), inputs),
  )
  for (const result of results) must(result)
}

async function payAll(shop: Shop, orders: readonly { readonly id: Id }[]): Promise<void> {
  const due = await find<{ invoice: Id; party: Id; amount: string }>(
    shop,
    sql`select id as invoice, party, total - paid as amount from erp.invoice
        where sales_order = any(${uuidArray(orders.map(({ id }) => id))}::uuid[]) order by id`,
  )
  const inputs = due.map(({ invoice, party, amount }) => ({
    party,
    currency: 'CNY',
    amount,
    method: 'bank',
    allocations: [{ invoice, amount }],
  }))
  await all(shop, erp, 'payment', 'create', inputs)
}
