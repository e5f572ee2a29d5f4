/** One seed told to its end, and what is wrong with it. */
import type { Database } from '@tandem/db'
import { findings } from './findings.ts'
import { begin, comeToRest, type Joint, live, runQuietly, type Story } from './story.ts'

export interface Told {
  readonly seed: number
  readonly found: readonly string[]
  readonly diary: readonly string[]
  readonly turns: number
}

export async function tell(joint: Joint, database: Database, seed: number, tenantSeed = seed): Promise<Told> {
  const story = await begin(joint, database, seed, tenantSeed)
  await live(story)
  await comeToRest(story)
  const found = [...(await findings(story)), ...(await heardAgain(story))]
  return { seed, found, diary: story.diary, turns: story.scheduler.turns() }
}

/** The first of some seeds whose story shows that something is wrong with this joint, and what it shows. */
export async function firstToFail(
  joint: Joint,
  database: Database,
  seeds: readonly number[],
  tenantsFrom: number,
): Promise<{ readonly seed: number; readonly found: string } | undefined> {
  for (const seed of seeds) {
    const { found } = await tell(joint, database, seed, tenantsFrom + seed)
    if (found[0] !== undefined) return { seed, found: found[0] }
  }
  return undefined
}

/** Much is told once more: nothing of it is news, so nothing is written. */
async function heardAgain(story: Story): Promise<string[]> {
  if (story.wrong.length > 0) return []
  const writes = await runQuietly(story, { repeat: 1 })
  return [...story.wrong, ...(writes === 0 ? [] : [`repeated news made the joint write ${writes} times`])]
}
