/** What a step of the demo company works with: the shop, the ids of what it names, and the context of its day. */
import { type Context, Fault, type PlainDate, type Result } from '@tandem/kernel'
import type { Workshop } from '../load/workshop.ts'
import type { MasterIds } from './master-ids.ts'

export interface Day {
  readonly shop: Workshop
  readonly ids: MasterIds
  readonly date: PlainDate
  readonly by: Context
}

/** The values of results that must all be good: the plan only asks for what the company's rules allow. */
export function all<T>(results: readonly Result<unknown>[]): T[] {
  return results.map((result) => {
    if (result.ok) return result.value as T
    throw new Fault(`the demo company was refused something: ${result.refusal.code} ${JSON.stringify(result.refusal.details)}`)
  })
}
