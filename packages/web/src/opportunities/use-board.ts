import type { OpportunityState } from '@tandem/crm/definitions'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { fetchPage } from '../api/documents.ts'
import { eachOnce, type StageCards } from './stages.ts'
import { OPPORTUNITIES, type Opportunity } from './use-moves.tsx'

/** What is decided soonest comes first; of what is over the latest. */
const ORDER: Readonly<Record<OpportunityState, string>> = {
  new: 'expectedCloseDate',
  qualified: 'expectedCloseDate',
  proposition: 'expectedCloseDate',
  won: '-updatedAt',
  lost: '-updatedAt',
}
const AT_ONCE = 30
const ON_A_PAGE = 500

interface Asked {
  readonly owner: string | undefined
  readonly most: number
  readonly signal: AbortSignal
}

/** Which opportunities are of whom: of one seller, or of all. */
export function ofStage(stage: OpportunityState, owner: string | undefined) {
  return { state: stage, ...(owner ? { owner } : {}) }
}

/**
 * The stages that are shown, all of them the answer to one question: a card that moves leaves its stage in the moment it
 * comes to the next. `more` asks for further cards of a stage.
 */
export function useBoard(stages: readonly OpportunityState[], owner: string | undefined) {
  const [most, setMost] = useState<Readonly<Partial<Record<OpportunityState, number>>>>({})
  const board = useQuery({
    queryKey: ['crm', 'opportunity', 'board', stages, owner, most],
    queryFn: async ({ signal }) => {
      const read = stages.map(async (stage) => {
        const asked = { owner, most: most[stage] ?? AT_ONCE, signal }
        return [stage, await cardsOf(stage, asked)] as const
      })
      return eachOnce<Opportunity>(Object.fromEntries(await Promise.all(read)))
    },
    placeholderData: keepPreviousData,
  })
  const more = (stage: OpportunityState) => setMost((before) => ({ ...before, [stage]: (before[stage] ?? AT_ONCE) + AT_ONCE }))
  return { board, more }
}

async function cardsOf(stage: OpportunityState, { owner, most, signal }: Asked): Promise<StageCards<Opportunity>> {
  const rows: Opportunity[] = []
  let cursor: string | undefined
  do {
    const query = { filter: ofStage(stage, owner), sort: ORDER[stage], limit: Math.min(most - rows.length, ON_A_PAGE) }
    const page = await fetchPage(OPPORTUNITIES, query, cursor, signal)
    rows.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor && rows.length < most)
  return { rows, hasMore: cursor !== undefined }
}
