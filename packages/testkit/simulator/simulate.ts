/**
 * `npm run simulate -- --seeds 200 --from 1`: tells the stories of so many seeds.
 * `npm run simulate -- --seed 7`: one of them, with its diary.
 */

import { parseArgs } from 'node:util'
import { type Database, migrate, openPostgres } from '@tandem/db'
import * as hub from '@tandem/hub'
import { freshDatabaseUrl } from '../fresh-database.ts'
import { startPostgres } from '../postgres.ts'
import { tell } from './run.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
  },
})

const server = process.env.TANDEM_TEST_POSTGRES ? undefined : await startPostgres(['fsync=off', 'synchronous_commit=off'])
try {
  const database = openPostgres(await freshDatabaseUrl(server?.url ?? process.env.TANDEM_TEST_POSTGRES ?? ''), 40)
  await migrate(database, [hub.hubMigrations])
  const failed = values.seed
    ? await one(database, Number(values.seed))
    : await many(database, Number(values.from), Number(values.seeds))
  process.exitCode = failed > 0 ? 1 : 0
  await database.close()
} finally {
  await server?.stop()
}

async function one(database: Database, seed: number): Promise<number> {
  const { found, diary, turns } = await tell(hub, database, seed)
  for (const line of diary) console.log(line)
  for (const line of found) console.log(`WRONG ${line}`)
  console.log(`seed ${seed} ${found.length === 0 ? 'held' : 'failed'} in ${turns} turns`)
  return found.length
}

async function many(database: Database, from: number, count: number): Promise<number> {
  let failed = 0
  for (let seed = from; seed < from + count; seed++) {
    const { found } = await tell(hub, database, seed)
    if (found.length > 0) {
      failed += 1
      console.log(`seed ${seed} failed: npm run simulate -- --seed ${seed}`)
      for (const line of found) console.log(`  ${line}`)
    }
    if ((seed - from + 1) % 100 === 0) console.log(`${seed - from + 1} of ${count} told, ${failed} failed`)
  }
  console.log(`${count - failed} seeds held, ${failed} failed`)
  return failed
}
