/** What documents of one side are called on the other. */
import { useQuery } from '@tanstack/react-query'
import { call } from './client.ts'

const STALE_MS = 60_000

export function useTwins(side: 'crm' | 'erp', ids: readonly string[]) {
  const asked = [...new Set(ids)].sort()
  return useQuery({
    queryKey: ['joint', 'twins', side, asked],
    queryFn: async ({ signal }) => {
      const query = { side, id: asked }
      const { items } = await call<{ readonly items: readonly { id: string; twin: string }[] }>('GET', '/desk/twins', {
        query,
        signal,
      })
      return new Map(items.map(({ id, twin }) => [id, twin]))
    },
    enabled: asked.length > 0,
    placeholderData: (before) => before,
    staleTime: STALE_MS,
  })
}
