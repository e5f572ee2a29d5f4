/**
 * `npm run simulate -- --seeds 200 --from 1`: tells the stories of so many seeds.
 * `npm run simulate -- --seed 7`: one of them, with its diary.
 * `--climate rough`: worse days than usual. `--lanes 4`: so many stories side by side.
 * `--scene bothLink`: what happens is written down (`scenes.ts`), the seed decides who goes on when.
 * `npm run simulate -- --mutations`: takes out one guard of the joint after the other, until a seed shows it;
 * `--only 'an echo'`: those whose name says so.
 */

import { parseArgs } from 'node:util'
import * as hub from '@tandem/hub'
import { startPostgres } from '../postgres.ts'
import { type Lanes, openLanes } from './lanes.ts'
import { mutate } from './mutant.ts'
import { MUTATIONS } from './mutations.ts'
import { firstToFail, type How, tell } from './run.ts'
import { SCENE_NAMES } from './scenes.ts'
import { CLIMATES } from './weather.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    mutations: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    climate: { type: 'string', default: 'usual' },
    scene: { type: 'string' },
    lanes: { type: 'string', default: '4' },
  },
})

const how = howOf(values.climate, values.scene)
const server = process.env.TANDEM_TEST_POSTGRES ? undefined : await startPostgres(['fsync=off', 'synchronous_commit=off'])
try {
  const url = server?.url ?? process.env.TANDEM_TEST_POSTGRES ?? ''
  const lanes = await openLanes(values.seed ? 1 : Number(values.lanes), url, [hub.hubMigrations])
  const failed = await failures(lanes)
  process.exitCode = failed > 0 ? 1 : 0
  await lanes.close()
} finally {
  await server?.stop()
}

/** Whoever misspells is told, instead of a day like any other. */
function howOf(climate: string, scene: string | undefined): How {
  const [one, other] = [CLIMATES.find((known) => known === climate), SCENE_NAMES.find((known) => known === scene)]
  if (!one) throw new Error(`--climate is one of ${CLIMATES.join(', ')}`)
  if (scene !== undefined && !other) throw new Error(`--scene is one of ${SCENE_NAMES.join(', ')}`)
  return { climate: one, ...(other ? { scene: other } : {}) }
}

function failures(lanes: Lanes): Promise<number> {
  const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => Number(values.from) + i)
  if (values.mutations) return survivors(lanes, seeds)
  return values.seed ? one(lanes, Number(values.seed)) : many(lanes, seeds)
}

async function one(lanes: Lanes, seed: number): Promise<number> {
  const [failed] = await lanes.each([seed], async (database) => {
    const { found, diary, turns, isExact } = await tell(hub, database, seed, how)
    for (const line of diary) console.log(line)
    for (const line of found) console.log(`WRONG ${line}`)
    console.log(`seed ${seed} ${found.length === 0 ? 'held' : 'failed'} in ${turns} turns`)
    if (!isExact) console.log('Two waited for the same one: another machine may tell it otherwise from there on.')
    return found.length
  })
  return failed ?? 0
}

async function many(lanes: Lanes, seeds: readonly number[]): Promise<number> {
  let [told, failed] = [0, 0]
  const happened = new Map<string, number>()
  const inexact: number[] = []
  await lanes.each(seeds, async (database, seed) => {
    const { found, mishaps, isExact } = await tell(hub, database, seed, how)
    if (!isExact) inexact.push(seed)
    for (const mishap of mishaps.keys()) happened.set(mishap, (happened.get(mishap) ?? 0) + 1)
    if (found.length > 0) {
      failed += 1
      console.log([`seed ${seed} failed: npm run simulate -- --seed ${seed}`, ...found].join('\n  '))
    }
    told += 1
    if (told % 100 === 0) console.log(`${told} of ${seeds.length} told, ${failed} failed`)
  })
  console.log(`${seeds.length - failed} seeds held, ${failed} failed`)
  if (inexact.length > 0) console.log(`Another machine may tell these otherwise: ${inexact.sort((a, b) => a - b).join(', ')}`)
  console.log(`In how many of them what happened: ${[...happened].map(([mishap, count]) => `${mishap} ${count}`).join(', ')}`)
  return failed
}

/** Mutations that no seed noticed. */
async function survivors(lanes: Lanes, seeds: readonly number[]): Promise<number> {
  const wanted = MUTATIONS.filter(({ name }) => new RegExp(values.only).test(name))
  const caught = await lanes.each(wanted, async (database, mutation) => {
    const { joint, remove } = await mutate(mutation)
    const first = await firstToFail(joint, database, seeds, (MUTATIONS.indexOf(mutation) + 1) * 1_000_000, how)
    remove()
    console.log(first ? `${mutation.name}: seed ${first.seed}, ${first.found}` : `${mutation.name}: NOT NOTICED`)
    return first
  })
  const survived = caught.filter((first) => !first).length
  console.log(`${wanted.length - survived} mutations noticed, ${survived} not`)
  return survived
}
