/** What one of each offered item costs the company, in the quote's currency; nothing for who may not know. */
import { useQuery } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { useMay } from '../api/platform.ts'
import { useTwins } from '../api/twins.ts'

interface AskedCost {
  readonly item: string | null
  readonly unit: string
}

/** By item and unit, as `costKey` says. */
export type Costs = ReadonlyMap<string, string>

export function costKey({ item, unit }: AskedCost): string {
  return `${item} ${unit}`
}

const STALE_MS = 60_000

export function useCosts(lines: readonly AskedCost[], currency: string): Costs {
  const asks = useMay('erp.line-costs.ask')
  const mayKnow = useMay('field.cost.read') && asks
  const wanted = new Map(lines.filter(({ item, unit }) => item && unit).map((line) => [costKey(line), line]))
  const twins = useTwins('crm', mayKnow ? [...wanted.values()].map(({ item }) => item ?? '') : [])
  const known = [...wanted].flatMap(([key, { item, unit }]) => {
    const twin = twins.data?.get(item ?? '')
    return twin ? [{ key, item: twin, unit }] : []
  })
  const asked = known.map(({ item, unit }) => ({ item, unit }))
  const { data } = useQuery({
    queryKey: ['erp', 'answer', 'line-costs', currency, asked],
    queryFn: ({ signal }) =>
      call<{ readonly lines: readonly { unitCost: string | null }[] }>('GET', '/erp/line-costs', {
        query: { currency, lines: JSON.stringify(asked) },
        signal,
      }),
    enabled: mayKnow && asked.length > 0 && currency !== '',
    placeholderData: (before) => before,
    staleTime: STALE_MS,
  })
  return new Map(
    known.flatMap(({ key }, at) => {
      const cost = data?.lines[at]?.unitCost
      return cost ? [[key, cost] as const] : []
    }),
  )
}
