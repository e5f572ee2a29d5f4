/** Confirming orders of three lines with reservation, in process; beside the same rows written by bare SQL. */
import { BY_KEY, gathered, TOGETHER, type Tx } from '@tandem/db'
import { erp } from '@tandem/erp'
import { type Id, must, type Result } from '@tandem/kernel'
import type postgres from 'postgres'
import { confirmBare, draftsOf, openBare } from '../bare.ts'
import { type CpuMeter, cpuMeter } from '../cpu.ts'
import { type Bench, closedLoop, type Environment, inTurn, type Line, type Load, percentile } from '../harness.ts'
import { commandOf, many, openShop, orderInput, type Shop } from '../shop.ts'

export const bench: Bench = {
  name: 'confirm',
  async run(environment) {
    const shop = await openShop(environment.postgres, { items: 500, parties: 200, connections: 8 })
    const bare = await openBare(shop)
    try {
      const lines: Line[] = []
      const cpu = await cpuMeter(shop.url)
      for (const clients of [1, 8]) lines.push(await measure(environment, { shop, bare, cpu }, clients))
      return lines
    } finally {
      await bare.end()
      await shop.database.close()
    }
  },
}

interface Rivals {
  readonly shop: Shop
  readonly bare: postgres.Sql
  readonly cpu: CpuMeter
}

async function measure({ quick, log }: Environment, { shop, bare, cpu }: Rivals, clients: number): Promise<Line> {
  const seconds = quick ? 2 : 8
  const times: Float64Array[] = []
  const ourLoop = metered({ clients, seconds, cpu, log: (rate) => log(`${clients} clients, ours ${rate}/s`) })
  const bareLoop = metered({ clients, seconds, cpu, log: (rate) => log(`${clients} clients, bare SQL ${rate}/s`) })
  const ours = async () => {
    const drafts = await shop.create<{ id: Id }>(
      erp,
      'sales-order',
      many(clients === 1 ? seconds * 2_500 : seconds * 5_000, (n) => orderInput(shop, n)),
    )
    let next = 0
    const confirm = asTheApiDoes(shop)
    const load = await ourLoop.run(async () => {
      const draft = drafts[next++]
      if (!draft) throw new RangeError('out of drafts')
      must(await confirm(draft.id))
    })
    times.push(load.times)
    return load.rate
  }
  const limit = async () => {
    const drafts = await draftsOf(bare, shop, clients === 1 ? seconds * 4_000 : seconds * 12_000)
    let next = 0
    const load = await bareLoop.run(async () => {
      const draft = drafts[next++]
      if (!draft) throw new RangeError('out of drafts')
      await confirmBare(bare, draft)
    })
    return load.rate
  }
  const { a, b } = await inTurn(quick ? 1 : 3, ours, limit)
  const last = times.at(-1) ?? new Float64Array()
  return {
    name: `confirm an order of 3 lines, ${clients} client${clients > 1 ? 's' : ''}`,
    unit: '/s',
    value: a,
    limit: { what: 'same rows by bare SQL', value: b },
    ...(clients === 8 ? { aim: { text: 'at least 0.5 of the limit', reached: a / b >= 0.5 } } : {}),
    detail: {
      'p50 ms': percentile(last, 0.5),
      'p99 ms': percentile(last, 0.99),
      'CPU ms each': ourLoop.cpuMsEach(),
      'of bare SQL': bareLoop.cpuMsEach(),
    },
  }
}

/** What comes at the same time runs as one transaction, with the settings that the API gives every command. */
function asTheApiDoes(shop: Shop): (id: Id) => Promise<Result<unknown>> {
  const confirm = commandOf(erp, 'sales-order', 'confirm')
  return gathered<Id, Result<unknown>>({
    ...TOGETHER,
    groupOf: () => '',
    aloneOf: (id) => [id],
    async run(ids) {
      const work = (tx: Tx) => {
        const inputs = ids.map((id) => ({ id, input: {} }))
        return confirm.run(tx, shop.context(), inputs)
      }
      return (await shop.database.transaction(shop.tenant, work, BY_KEY)) as Result<unknown>[]
    },
  })
}

interface Metered {
  readonly clients: number
  readonly seconds: number
  readonly cpu: CpuMeter
  log(rate: string): void
}

/** A closed loop that may run several times, and the CPU that a call of it cost: PostgreSQL's and this process's. */
function metered({ clients, seconds, cpu, log }: Metered) {
  let [ms, calls] = [0, 0]
  return {
    cpuMsEach: () => ms / calls,
    async run(confirm: () => Promise<void>): Promise<Load> {
      const before = cpu()
      const load = await closedLoop(clients, seconds, () => {
        calls++
        return confirm()
      })
      const after = cpu()
      ms += after.postgres - before.postgres + after.other - before.other
      if (load.failed > 0) throw new Error(`${load.failed} confirmations failed`)
      log(load.rate.toFixed(0))
      return load
    },
  }
}
