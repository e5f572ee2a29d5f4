/** How many orders a second go from the CRM into the ERP with one, two and four workers, each a process with its own connections. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { crm } from '@tandem/crm'
import { type Bench, coresInUse, type Line } from '../harness.ts'
import { crmIds, hubOf, orderIn } from '../joint.ts'
import { countOf, many, openShop, type Shop } from '../shop.ts'

const WORKER = fileURLToPath(new URL('../worker.ts', import.meta.url))

export const bench: Bench = {
  name: 'workers',
  async run({ postgres, quick, log }) {
    const count = quick ? 1_000 : 8_000
    const shop = await openShop(postgres, { items: 200, parties: 200, connections: 5 })
    await hubOf(shop).runUntilIdle()
    const ids = [await crmIds(shop, 'crm.customer'), await crmIds(shop, 'crm.item')] as const
    const lines: Line[] = []
    try {
      // The first run warms the machine and is not told.
      await through(shop, ids, 1, quick ? 200 : 1_000)
      for (const workers of [1, 2, 4]) {
        const { rate, cores } = await through(shop, ids, workers, count)
        log(`${workers} workers ${rate.toFixed(0)}/s, ${cores.toFixed(2)} cores`)
        lines.push({
          name: `CRM orders into the ERP, ${workers} workers`,
          unit: 'orders/s',
          value: rate,
          detail: { cores, orders: count },
        })
      }
      return lines
    } finally {
      await shop.database.close()
    }
  },
}

let made = 0

/** All orders are in the CRM before the workers may begin; every one must arrive, and once. */
async function through(
  shop: Shop,
  [customers, items]: readonly [Awaited<ReturnType<typeof crmIds>>, Awaited<ReturnType<typeof crmIds>>],
  workers: number,
  count: number,
): Promise<{ rate: number; cores: number }> {
  const before = await countOf(shop, 'erp.sales_order')
  await shop.create(
    crm,
    'order',
    many(count, () => orderIn(customers, items, made++)),
  )
  const processes = await Promise.all(many(workers, () => startWorker(shop)))
  const start = performance.now()
  const cores = coresInUse(2_000)
  for (const { stdin } of processes) stdin?.write('begin\n')
  while ((await countOf(shop, "erp.sales_order where state = 'confirmed'")) < before + count) {
    if (processes.some(({ exitCode }) => exitCode !== null)) throw new Error('a worker ended')
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  const rate = count / ((performance.now() - start) / 1000)
  for (const worker of processes) worker.kill('SIGTERM')
  await Promise.all(processes.map((worker) => once(worker, 'exit')))
  await hubOf(shop).runUntilIdle()
  const [orders, links] = [
    await countOf(shop, 'erp.sales_order'),
    await countOf(shop, "hub.link where system = 'tandem-erp' and kind = 'order'"),
  ]
  if (orders !== before + count || links !== orders)
    throw new Error(`${orders} orders and ${links} links instead of ${before + count}`)
  return { rate, cores: await cores }
}

async function startWorker({ url, tenant }: Shop): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [WORKER, tenant], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [told] = await Promise.race([once(worker.stdout as NonNullable<ChildProcess['stdout']>, 'data'), once(worker, 'exit')])
  if (!String(told).startsWith('ready')) throw new Error(`a worker did not begin: ${told}`)
  return worker
}
