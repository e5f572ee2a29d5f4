/** A hundred thousand customers of the CRM come to an empty ERP through the joint, each looked for among those that are there. */
import { crm } from '@tandem/crm'
import type { Hub } from '@tandem/hub'
import { cpuMeter } from '../cpu.ts'
import type { Bench, Line } from '../harness.ts'
import { hubOf } from '../joint.ts'
import { countOf, many, openShop } from '../shop.ts'

export const bench: Bench = {
  name: 'first-load',
  async run({ postgres, quick, log }) {
    const count = quick ? 30_000 : 100_000
    const shop = await openShop(postgres, { items: 1, parties: 1 })
    const hub = hubOf(shop)
    await hub.runUntilIdle()
    try {
      const typing = performance.now()
      await shop.create(crm, 'customer', many(count, customer))
      const typed = count / ((performance.now() - typing) / 1000)
      log(`CRM create in batches ${typed.toFixed(0)}/s`)
      const cpu = await cpuMeter(postgres)
      const [start, before] = [performance.now(), cpu()]
      let peak = 0
      const watch = setInterval(() => {
        peak = Math.max(peak, process.memoryUsage().rss)
      }, 100)
      // Counting rows over and over would cost a good part of a core: the joint says itself what it has delivered.
      const delivered = deliveries(hub, 'tandem-erp')
      await hub.start()
      await delivered(count)
      const rate = count / ((performance.now() - start) / 1000)
      const after = cpu()
      clearInterval(watch)
      await hub.stop()
      await hub.runUntilIdle()
      const arrived = [
        await countOf(shop, 'erp.party'),
        await countOf(shop, "hub.link where system = 'tandem-erp' and kind = 'customer'"),
      ]
      if (arrived.some((found) => found - 1 !== count)) throw new Error(`${arrived.join(' and ')} of ${count} customers arrived`)
      log(`through the joint ${rate.toFixed(0)}/s`)
      const lines: Line[] = [
        {
          name: `first load of ${count} customers through the joint`,
          unit: 'records/s',
          value: rate,
          limit: { what: 'creating them in the CRM in batches of 500', value: typed },
          aim: { text: 'at least 5,000/s', reached: rate >= 5_000 },
          detail: {
            'peak memory MB': Math.round(peak / 1e6),
            'CPU ms a record, PostgreSQL': (after.postgres - before.postgres) / count,
            'CPU ms a record, process': (after.other - before.other) / count,
          },
        },
      ]
      return lines
    } finally {
      await shop.database.close()
    }
  },
}

/** Waits until the joint has told of so many documents that it wrote to a system. What really arrived is counted after. */
function deliveries(hub: Hub, to: string): (count: number) => Promise<void> {
  let [told, wanted] = [0, 0]
  let enough = (): void => {}
  hub.onProgress(({ step, system, count }) => {
    if (step === 'delivered' && system === to) told += count
    if (told >= wanted) enough()
  })
  return (count) =>
    new Promise((resolve) => {
      wanted = count
      enough = resolve
      if (told >= wanted) resolve()
    })
}

function customer(i: number): object {
  const code = `K${String(i).padStart(7, '0')}`
  const reach = {
    email: `${code.toLowerCase()}@example.com`,
    phone: `139${String(i).padStart(8, '0')}`,
    taxNumber: `91${String(i).padStart(14, '0')}`,
  }
  return { code, name: `客户 ${i} Trading Co.`, type: 'company', ...reach, currency: 'CNY', paymentTermDays: 30, onHold: false }
}
