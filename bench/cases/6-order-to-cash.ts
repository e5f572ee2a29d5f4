/** Quote accepted -> ERP order -> reserved -> shipped -> invoiced -> paid -> posted -> back in the CRM, in batches, durable. */
import { crm } from '@tandem/crm'
import { rows, sql } from '@tandem/db'
import { erp } from '@tandem/erp'
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
    const [customers, items] = [await crmIds(shop, 'crm.customer'), await crmIds(shop, 'crm.item')]
    const batches = quick ? 2 : 10
    const spent = new Map<string, number>()
    const timed = async <T>(step: string, work: () => Promise<T>): Promise<T> => {
      const start = performance.now()
      const result = await work()
      spent.set(step, (spent.get(step) ?? 0) + performance.now() - start)
      return result
    }
    try {
      const start = performance.now()
      for (let batch = 0; batch < batches; batch++) {
        const quotes = await timed('quote', () =>
          shop.create<{ id: Id }>(
            crm,
            'quote',
            many(BATCH, (i) => quoteInput(customers, items, batch * BATCH + i)),
          ),
        )
        const on = quotes.map(({ id }) => ({ id, input: {} }))
        await timed('send', () => all(shop, crm, 'quote', 'send', on))
        await timed('accept', () => all(shop, crm, 'quote', 'accept', on))
        await timed('joint', () => hub.runUntilIdle())
        const orders = await openOrders(shop)
        await timed('ship', () =>
          all(
            shop,
            erp,
            'shipment',
            'create',
            orders.map(({ id }) => ({ salesOrder: id })),
          ),
        )
        await timed('invoice', () =>
          all(
            shop,
            erp,
            'invoice',
            'create',
            orders.map(({ id }) => ({ salesOrder: id })),
          ),
        )
        await timed('pay', () => payAll(shop))
        await timed('joint', () => hub.runUntilIdle())
      }
      const seconds = (performance.now() - start) / 1000
      const rate = (batches * BATCH * LINES) / seconds
      log(`${rate.toFixed(0)} lines/s`)
      const shares = [...spent].map(([step, ms]) => [`${step} ms/order`, ms / (batches * BATCH)])
      return [
        {
          name: 'order to cash and back, all of it',
          unit: 'lines/s',
          value: rate,
          aim: { text: 'at least 500 lines/s', reached: rate >= 500 },
          detail: Object.fromEntries(shares),
        },
      ]
    } finally {
      await shop.database.close()
    }
  },
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
