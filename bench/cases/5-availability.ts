/**
 * "How many can we deliver, and when?" with a hundred thousand items and ten million stock moves behind them; beside one bare
 * statement that reads the balances of the same items by key.
 */
import { sql } from '@tandem/db'
import { erp } from '@tandem/erp'
import { type Id, must } from '@tandem/kernel'
import { askBare, openBare } from '../bare.ts'
import { type Bench, closedLoop, type Line, percentile } from '../harness.ts'
import { startServer } from '../http.ts'
import { openShop, type Shop } from '../shop.ts'

const PATH = '/api/v1/erp/availability'

export const bench: Bench = {
  name: 'availability',
  async run({ postgres, quick, log }) {
    const [items, moves] = quick ? [2_000, 100_000] : [100_000, 10_000_000]
    const shop = await openShop(postgres, { items, parties: 10 })
    log(`${items} items are there, writing ${moves} moves`)
    await writeMoves(shop, moves)
    const query = erp.queries.find(({ name }) => name === 'availability')
    if (!query) throw new RangeError('the ERP has no availability query')
    const seconds = quick ? 3 : 10
    const ask = (n: number) => ({ lines: [1, 2, 3].map((k) => ({ item: itemAt(shop, n, k), quantity: '5', unit: 'pcs' })) })
    const client = await startServer(shop)
    const bare = await openBare(shop)
    let n = 0
    try {
      const lines: Line[] = []
      for (const clients of [1, 4]) {
        const inside = await closedLoop(clients, seconds, async () => {
          const asked = ask(n++)
          must(await shop.database.read(shop.tenant, (tx) => query.run(tx, shop.context(), asked)))
        })
        const limit = await closedLoop(clients, seconds, () => {
          const asked = n++
          return askBare(
            bare,
            [1, 2, 3].map((k) => itemAt(shop, asked, k)),
          )
        })
        lines.push(lineOf(`availability of 3 lines in process, ${clients} client(s)`, inside, limit.rate, 5))
        const outside = await closedLoop(clients, seconds, async () => {
          await client.send('GET', `${PATH}?lines=${encodeURIComponent(JSON.stringify(ask(n++).lines))}`)
        })
        lines.push(lineOf(`availability of 3 lines over HTTP, ${clients} client(s)`, outside, limit.rate))
      }
      return lines
    } finally {
      await client.stop()
      await bare.end()
      await shop.database.close()
    }
  },
}

function lineOf(name: string, load: Awaited<ReturnType<typeof closedLoop>>, limit: number, aimMs?: number): Line {
  if (load.failed > 0) throw new Error(`${name}: ${load.failed} failed`)
  const p99 = percentile(load.times, 0.99)
  return {
    name,
    unit: '/s',
    value: load.rate,
    limit: { what: 'balances by one bare statement', value: limit },
    ...(aimMs === undefined ? {} : { aim: { text: `p99 <= ${aimMs} ms`, reached: p99 <= aimMs } }),
    detail: { 'p50 ms': percentile(load.times, 0.5), 'p99 ms': p99 },
  }
}

function itemAt({ items }: Shop, n: number, k: number): Id {
  return items[(n * 7919 + k * 104_729) % items.length] as Id
}

/** Moves in and out that cancel out, so that balances stay true. */
async function writeMoves(shop: Shop, count: number): Promise<void> {
  const columns = await shop.database.asOwner(async (tx) => {
    const { rows } = await tx.execute<{ columnName: string }>(
      sql<{
        columnName: string
      }>`select column_name from information_schema.columns where table_schema = 'erp' and table_name = 'stock_move' order by ordinal_position`.compile(
        (await import('@tandem/db')).builder,
      ),
    )
    return rows.map(({ columnName }) => columnName)
  })
  const copied = columns.filter((name) => name !== 'id' && name !== 'quantity' && name !== 'cost')
  const list = copied.map((name) => `"${name}"`).join(', ')
  const step = 500_000
  for (let done = 0; done < count; done += step) {
    const times = Math.ceil(Math.min(step, count - done) / shop.items.length)
    await shop.database.script(`
      set session_replication_role = replica;
      insert into erp.stock_move (id, quantity, cost, ${list})
      select gen_random_uuid(), case when g % 2 = 0 then 1 else -1 end, case when g % 2 = 0 then 5 else -5 end, ${copied.map((name) => `m."${name}"`).join(', ')}
      from (select * from erp.stock_move order by id limit ${shop.items.length}) m, generate_series(1, ${Math.max(2, times - (times % 2))}) g;
      set session_replication_role = origin;`)
  }
  await shop.database.script('analyze erp.stock_move')
}
