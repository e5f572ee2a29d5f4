/**
 * `npm run simulate -- --seeds 200 --from 1`: tells the stories of so many seeds.
 * `npm run simulate -- --seed 7`: one of them, with its diary.
 * `--climate rough`: worse days than usual.
 * `npm run simulate -- --mutations`: takes out one guard of the joint after the other, until a seed shows it;
 * `--only 'an echo'`: those whose name says so.
 */

import { parseArgs } from 'node:util'
import { type Database, migrate, openPostgres } from '@tandem/db'
import * as hub from '@tandem/hub'
import { freshDatabaseUrl } from '../fresh-database.ts'
import { startPostgres } from '../postgres.ts'
import { mutate } from './mutant.ts'
import { MUTATIONS } from './mutations.ts'
import { firstToFail, tell } from './run.ts'
import type { Climate } from './weather.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    mutations: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    climate: { type: 'string', default: 'usual' },
  },
})

const climate: Climate = values.climate === 'rough' ? 'rough' : 'usual'
const server = process.env.TANDEM_TEST_POSTGRES ? undefined : await startPostgres(['fsync=off', 'synchronous_commit=off'])
try {
  const database = openPostgres(await freshDatabaseUrl(server?.url ?? process.env.TANDEM_TEST_POSTGRES ?? ''), 40)
  await migrate(database, [hub.hubMigrations])
  const failed = await failures(database)
  process.exitCode = failed > 0 ? 1 : 0
  await database.close()
} finally {
  await server?.stop()
}

async function one(database: Database, seed: number): Promise<number> {
  const { found, diary, turns } = await tell(hub, database, seed, { climate })
  for (const line of diary) console.log(line)
  for (const line of found) console.log(`WRONG ${line}`)
  console.log(`seed ${seed} ${found.length === 0 ? 'held' : 'failed'} in ${turns} turns`)
  return found.length
}

async function many(database: Database, from: number, count: number): Promise<number> {
  let failed = 0
  const happened = new Map<string, number>()
  for (let seed = from; seed < from + count; seed++) {
    const { found, mishaps } = await tell(hub, database, seed, { climate })
    for (const mishap of mishaps.keys()) happened.set(mishap, (happened.get(mishap) ?? 0) + 1)
    if (found.length > 0) {
      failed += 1
      console.log(`seed ${seed} failed: npm run simulate -- --seed ${seed}`)
      for (const line of found) console.log(`  ${line}`)
    }
    if ((seed - from + 1) % 100 === 0) console.log(`${seed - from + 1} of ${count} told, ${failed} failed`)
  }
  console.log(`${count - failed} seeds held, ${failed} failed`)
  console.log(`In how many of them what happened: ${[...happened].map(([mishap, seeds]) => `${mishap} ${seeds}`).join(', ')}`)
  return failed
}

function failures(database: Database): Promise<number> {
  const [from, count] = [Number(values.from), Number(values.seeds)]
  if (values.mutations) return survivors(database, from, count)
  return values.seed ? one(database, Number(values.seed)) : many(database, from, count)
}

/** Mutations that no seed noticed. */
async function survivors(database: Database, from: number, count: number): Promise<number> {
  const seeds = Array.from({ length: count }, (_, i) => from + i)
  const wanted = MUTATIONS.filter(({ name }) => new RegExp(values.only).test(name))
  let survived = 0
  for (const [i, mutation] of wanted.entries()) {
    const { joint, remove } = await mutate(mutation)
    const caught = await firstToFail(joint, database, seeds, (i + 1) * 1_000_000, climate)
    remove()
    if (!caught) survived += 1
    console.log(caught ? `${mutation.name}: seed ${caught.seed}, ${caught.found}` : `${mutation.name}: NOT NOTICED`)
  }
  console.log(`${wanted.length - survived} mutations noticed, ${survived} not`)
  return survived
}
