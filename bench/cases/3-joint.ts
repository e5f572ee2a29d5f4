/**
 * How soon an order of the CRM stands confirmed in the ERP: at 100 a second, and how many a second at most. Beside it, what a
 * bare program needs for the ERP's rows alone, one order after the other: written, committed, confirmed, committed.
 */
import { crm } from '@tandem/crm'
import { rows, sql, textArray } from '@tandem/db'
import { must, type Result } from '@tandem/kernel'
import { confirmBare, createBare, draftOf, openBare } from '../bare.ts'
import { type Bench, closedLoop, openLoop, percentile } from '../harness.ts'
import { crmIds, hubOf, orderIn } from '../joint.ts'
import { commandOf, countOf, many, openShop, type Shop } from '../shop.ts'

const RATE = 100

export const bench: Bench = {
  name: 'joint',
  async run({ postgres, quick, log }) {
    const shop = await openShop(postgres, { items: 200, parties: 200, connections: 20 })
    const hub = hubOf(shop)
    await hub.runUntilIdle()
    const [customers, items] = [await crmIds(shop, 'crm.customer'), await crmIds(shop, 'crm.item')]
    const make = (n: number) => orderIn(customers, items, n)
    await hub.start()
    try {
      await latencies(shop, make, RATE, 3)
      const times = await latencies(shop, make, RATE, quick ? 3 : 20)
      const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)]
      log(`at ${RATE}/s p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`)
      const rate = await saturated(shop, make, quick ? 2_000 : 10_000)
      log(`saturated ${rate.toFixed(0)}/s`)
      await hub.stop()
      const bare = await bareOf(shop, quick ? 2 : 10)
      return [
        {
          name: `CRM order -> confirmed in the ERP at ${RATE}/s, p99`,
          unit: 'ms',
          value: p99,
          limit: { what: 'rows of the ERP by bare SQL, p99', value: bare.p99 },
          aim: { text: 'p50 <= 15 ms, p99 <= 50 ms', reached: p50 <= 15 && p99 <= 50 },
          detail: { 'p50 ms': p50, 'p95 ms': percentile(times, 0.95), 'max ms': times.at(-1) ?? 0, orders: times.length },
        },
        {
          name: 'joint saturated, orders',
          unit: 'orders/s',
          value: rate,
          limit: { what: 'rows of the ERP by bare SQL, 8 clients', value: bare.rate },
          detail: {},
        },
      ]
    } finally {
      await hub.stop()
      await shop.database.close()
    }
  },
}

let made = 0

/** Milliseconds from the CRM's commit to the moment the ERP's order can be read, ascending. */
async function latencies(shop: Shop, make: (n: number) => object, rate: number, seconds: number): Promise<Float64Array> {
  const waiting = new Map<string, number>()
  const times: number[] = []
  let looking: Promise<void> | undefined
  let again = false
  const look = async () => {
    do {
      again = false
      const origins = textArray([...waiting.keys()])
      const found = await shop.database.transaction(shop.tenant, (tx) =>
        rows(
          tx,
          sql<{
            origin: string
          }>`select origin from erp.sales_order where origin = any(${origins}::text[]) and state = 'confirmed'`,
        ),
      )
      const now = performance.now()
      for (const { origin } of found) {
        times.push(now - (waiting.get(origin) ?? now))
        waiting.delete(origin)
      }
    } while (again)
    looking = undefined
  }
  const stop = shop.database.onAppended((_, context) => {
    if (context !== 'erp') return
    again = true
    if (!looking) looking = look()
  })
  const create = commandOf(crm, 'order', 'create')
  await openLoop(rate, seconds, async () => {
    const [result] = await shop.database.transaction(shop.tenant, (tx) => create.run(tx, shop.context(), [make(made++)]))
    waiting.set(must(result as Result<{ number: string }>).number, performance.now())
  })
  const until = performance.now() + 30_000
  while (waiting.size > 0 && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    again = true
    if (!looking) looking = look()
  }
  stop()
  if (waiting.size > 0) throw new Error(`${waiting.size} orders never arrived`)
  return Float64Array.from(times).sort()
}

/** All orders are in the CRM before the joint may work. */
async function saturated(shop: Shop, make: (n: number) => object, count: number): Promise<number> {
  const before = await countOf(shop, 'erp.sales_order')
  await shop.create(
    crm,
    'order',
    many(count, () => make(made++)),
  )
  const start = performance.now()
  while ((await countOf(shop, 'erp.sales_order')) < before + count) await new Promise((resolve) => setTimeout(resolve, 25))
  return count / ((performance.now() - start) / 1000)
}

async function bareOf(shop: Shop, seconds: number): Promise<{ p99: number; rate: number }> {
  const bare = await openBare(shop)
  try {
    let n = 0
    const one = async () => {
      const draft = draftOf(shop, n++)
      await createBare(bare, draft)
      await confirmBare(bare, draft)
    }
    const times: number[] = []
    await openLoop(RATE, seconds, async () => {
      const start = performance.now()
      await one()
      times.push(performance.now() - start)
    })
    const load = await closedLoop(8, seconds, one)
    return { p99: percentile(Float64Array.from(times).sort(), 0.99), rate: load.rate }
  } finally {
    await bare.end()
  }
}
