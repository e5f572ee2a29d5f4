/** One seed told to its end, and what is wrong with it. */
import { type Database, rows, sql } from '@tandem/db'
import { live, placeOf } from './days.ts'
import { findings } from './findings.ts'
import { openQuestions } from './office.ts'
import { play, SCENES, type Scene, type SceneName } from './scenes.ts'
import { begin, comeToRest, decide, type Joint, runQuietly, type Story } from './story.ts'
import type { Climate } from './weather.ts'

export interface Told {
  readonly seed: number
  readonly found: readonly string[]
  readonly diary: readonly string[]
  readonly turns: number
  /** Each machine tells it the same. Otherwise two waited for the same one: who came first afterwards, it may have decided. */
  readonly isExact: boolean
  /** How often each mishap happened, by its name. */
  readonly mishaps: ReadonlyMap<string, number>
}

/** Days drawn from the seed, or a scene that is written down. */
export interface How {
  readonly climate?: Climate
  readonly scene?: SceneName
}

export async function tell(
  joint: Joint,
  database: Database,
  seed: number,
  { scene: name, ...how }: How & { readonly tenantSeed?: number } = {},
): Promise<Told> {
  const scene: Scene | undefined = name && SCENES[name]
  const story = await begin(joint, database, seed, { ...how, ...scene })
  await (scene ? play(story, scene) : live(story))
  await comeToRest(story)
  const undecided = [...(await findings(story)), ...(await heardAgain(story))]
  scene?.afterwards?.(placeOf(story))
  const found = undecided.length > 0 ? undecided : await decided(story)
  await countEvents(story)
  return { seed, found, diary: story.diary, turns: story.scheduler.turns(), isExact: story.isExact, mishaps: story.mishaps }
}

/** The first of some seeds whose story shows that something is wrong with this joint, and what it shows. */
export async function firstToFail(
  joint: Joint,
  database: Database,
  seeds: readonly number[],
  tenantsFrom: number,
  how: How = {},
): Promise<{ readonly seed: number; readonly found: string } | undefined> {
  for (const seed of seeds) {
    const { found } = await tell(joint, database, seed, { ...how, tenantSeed: tenantsFrom + seed })
    if (found[0] !== undefined) return { seed, found: found[0] }
  }
  return undefined
}

/** When people have decided everything, nothing is open any more, and all agree. */
async function decided(story: Story): Promise<string[]> {
  story.note('people decide')
  // Where nothing was asked, nothing is different from before.
  if (!(await decide(story))) return []
  const found = [...(await findings(story)), ...(await openQuestions(story)), ...(await heardAgain(story))]
  return found.map((line) => `after people have decided: ${line}`)
}

/** What the joint has put on record itself. */
async function countEvents({ database, tenant, happened }: Story): Promise<void> {
  const found = await database.transaction(tenant, (tx) =>
    rows(tx, sql<{ type: string }>`select distinct type from hub.event order by type`),
  )
  for (const { type } of found) happened(type)
}

/** Much is told once more: nothing of it is news, so nothing is written. */
async function heardAgain(story: Story): Promise<string[]> {
  if (story.wrong.length > 0) return []
  const writes = await runQuietly(story, { repeat: 1 })
  return [...story.wrong, ...(writes === 0 ? [] : [`repeated news made the joint write ${writes} times`])]
}
