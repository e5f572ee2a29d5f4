import { useQuery } from '@tanstack/react-query'
import { batched } from '../api/batch.ts'
import { call } from '../api/client.ts'
import type { AvailabilityLine } from '../api/joint.ts'

const MOST_AT_ONCE = 40

interface AskedStock {
  readonly item: string
  readonly unit: string
}

/** "Can one be had?" of many items at once: the answer says how many there are. */
const loadStock = batched(MOST_AT_ONCE, async (asked: readonly AskedStock[]) => {
  const lines = JSON.stringify(asked.map(({ item, unit }) => ({ item, unit, quantity: '1' })))
  const answer = await call<{ readonly lines: readonly AvailabilityLine[] }>('GET', '/erp/availability', { query: { lines } })
  return answer.lines
})

/** What is there of an item now, in its base unit. */
export function useStock(item: string, unit: string) {
  return useQuery({
    queryKey: ['erp', 'stock', item, unit],
    queryFn: () => loadStock({ item, unit }),
  })
}
