/** What the stages of the board hold: read one by one, shown together. */
import type { OpportunityState } from '@tandem/crm/definitions'

interface Card {
  readonly id: string
  readonly version: number
}

/** The cards of a stage, and whether it has more. */
export interface StageCards<C extends Card> {
  readonly rows: readonly C[]
  readonly hasMore: boolean
}

export type Stages<C extends Card> = Readonly<Partial<Record<OpportunityState, StageCards<C>>>>

/** Each card once: one that moved while the stages were read may stand in two of the answers, and its newest version is true. */
export function eachOnce<C extends Card>(stages: Stages<C>): Stages<C> {
  const newest = new Map<string, C>()
  for (const { rows } of Object.values(stages))
    for (const row of rows) if (row.version >= (newest.get(row.id)?.version ?? 0)) newest.set(row.id, row)
  const once = Object.entries(stages).map(
    ([stage, { rows, hasMore }]) => [stage, { rows: rows.filter((row) => newest.get(row.id) === row), hasMore }] as const,
  )
  return Object.fromEntries(once)
}
