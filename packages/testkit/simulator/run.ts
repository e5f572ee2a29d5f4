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

/** Much is told once more: nothing of it is news, so nothing is written. */
async function heardAgain(story: Story): Promise<string[]> {
  if (story.wrong.length > 0) return []
  const writes = await runQuietly(story, { repeat: 1 })
  return [...story.wrong, ...(writes === 0 ? [] : [`repeated news made the joint write ${writes} times`])]
}
