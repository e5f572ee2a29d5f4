/** Quote accepted -> ERP order -> reserved -> shipped -> invoiced -> paid -> posted -> back in the CRM, in batches, durable. */
import { crm } from '@tandem/crm'
import { rows, sql } from '@tandem/db'
import { erp } from '@tandem/erp'
import type { Hub } from '@tandem/hub'
import { type Id, must } from '@tandem/kernel'
import type { Bench } from '../harness.ts'
import { crmIds, hubOf } from '../joint.ts'
import { commandOf, many, openShop, type Shop } from '../shop.ts'

const BATCH = 500
const LINES = 3

export const bench: Bench = {
  name: 'order-to-cash',
  async run({ postgres, quick, log }) {
    const shop = await openShop(postgres, { items: 200, parties: 200 })
    const hub = hubOf(shop)
    await hub.runUntilIdle()
    const quotes = quotesOf(await crmIds(shop, 'crm.customer'), await crmIds(shop, 'crm.item'))
    const clock = stopwatch()
    const batches = quick ? 2 : 10
    try {
      const start = performance.now()
      for (let batch = 0; batch < batches; batch++) await toCash(shop, hub, quotes(batch), clock)
      const rate = (batches * BATCH * LINES) / ((performance.now() - start) / 1000)
      log(`${rate.toFixed(0)} lines/s`)
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

async function toCash(shop: Shop, hub: Hub, inputs: readonly object[], { time }: Stopwatch): Promise<void> {
  const quotes = await time('quote', () => shop.create<{ id: Id }>(crm, 'quote', inputs))
  const on = quotes.map(({ id }) => ({ id, input: {} }))
  await time('send', () => all(shop, crm, 'quote', 'send', on))
  await time('accept', () => all(shop, crm, 'quote', 'accept', on))
  await time('joint', () => hub.runUntilIdle())
  const orders = (await openOrders(shop)).map(({ id }) => ({ salesOrder: id }))
  await time('ship', () => all(shop, erp, 'shipment', 'create', orders))
  await time('invoice', () => all(shop, erp, 'invoice', 'create', orders))
  await time('pay', () => payAll(shop))
  await time('joint', () => hub.runUntilIdle())
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

function openOrders({ database, tenant }: Shop): Promise<{ id: Id }[]> {
  return database.transaction(tenant, (tx) =>
    rows(tx, sql<{ id: Id }>`select id from erp.sales_order where delivery = 'none' order by id`),
  )
}

async function payAll(shop: Shop): Promise<void> {
  const due = await shop.database.transaction(shop.tenant, (tx) =>
    rows(
      tx,
      sql<{
        invoice: Id
        party: Id
        amount: string
      }>`select id as invoice, party, total - paid as amount from erp.invoice where paid < total order by id`,
    ),
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
