/** Create and confirm an order of three lines through the public HTTP API; Odoo 19 does 5.9/s with 4 clients on such a machine. */
import type { Id } from '@tandem/kernel'
import { cpuMeter } from '../cpu.ts'
import { type Bench, closedLoop, type Line, median, percentile } from '../harness.ts'
import { startServer } from '../http.ts'
import { openShop, orderInput } from '../shop.ts'

const ODOO = { 1: 3.23, 4: 5.9 } as const
const PATH = '/api/v1/erp/sales-orders'

export const bench: Bench = {
  name: 'order-api',
  async run({ postgres, quick, log }) {
    const shop = await openShop(postgres, { items: 500, parties: 200 })
    const client = await startServer(shop)
    const cpu = await cpuMeter(shop.url, client.pid)
    const seconds = quick ? 3 : 12
    const lines: Line[] = []
    let n = 0
    try {
      for (const clients of [1, 4, 8]) {
        const rates: number[] = []
        let times = new Float64Array()
        const [from, before] = [n, cpu()]
        for (let round = 0; round < (quick ? 1 : 3); round++) {
          const load = await closedLoop(clients, seconds, async () => {
            const order = await client.send<{ id: Id }>('POST', PATH, orderInput(shop, n++))
            await client.send('POST', `${PATH}/${order.id}/confirm`, {})
          })
          if (load.failed > 0) throw new Error(`${load.failed} of ${load.calls} orders failed`)
          rates.push(load.rate)
          times = Float64Array.from(load.times)
          log(`${clients} clients ${load.rate.toFixed(0)} orders/s`)
        }
        const rate = median(rates)
        const [orders, after] = [n - from, cpu()]
        lines.push({
          name: `create + confirm over HTTP, ${clients} client${clients > 1 ? 's' : ''}`,
          unit: 'orders/s',
          value: rate,
          ...(clients === 4 ? { aim: { text: 'at least 590/s', reached: rate >= 590 } } : {}),
          detail: {
            'p50 ms': percentile(times, 0.5),
            'p99 ms': percentile(times, 0.99),
            'CPU ms/order of the server': (after.other - before.other) / orders,
            'of PostgreSQL': (after.postgres - before.postgres) / orders,
            ...(clients === 1 || clients === 4 ? { 'times Odoo 19': rate / ODOO[clients] } : {}),
          },
        })
      }
      return lines
    } finally {
      await client.stop()
      await shop.database.close()
    }
  },
}
