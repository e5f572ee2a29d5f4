/** What a step of the demo company works with: the shop, the ids of what it names, and the context of its day. */
import { type Context, epochMs, Fault, type Instant, instantOf, type PlainDate, type Result } from '@tandem/kernel'
import type { Workshop } from '../load/workshop.ts'
import type { MasterIds } from './master-ids.ts'

export interface Day {
  readonly shop: Workshop
  readonly ids: MasterIds
  readonly date: PlainDate
  readonly by: Context
}

/** A context like another at an hour of a day in China. */
export function contextOn(like: Context, date: PlainDate, hour: number): Context {
  const midnight = epochMs(`${date}T00:00:00Z` as Instant)
  return { ...like, now: instantOf(midnight + (hour - 8) * 3_600_000), today: date }
}

/** The values of results that must all be good: the plan only asks for what the company's rules allow. */
export function all<T>(results: readonly Result<unknown>[]): T[] {
  return results.map((result) => {
    if (result.ok) return result.value as T
    throw new Fault(`the demo company was refused something: ${result.refusal.code} ${JSON.stringify(result.refusal.details)}`)
  })
}
