import { useQuery } from '@tanstack/react-query'
import { call } from './client.ts'

export interface Platform {
  readonly tenant: { readonly id: string; readonly name: string; readonly baseCurrency: string; readonly timeZone: string } | null
  readonly actor: { readonly kind: string; readonly id: string }
  /** The business day of the company now. */
  readonly today: string
}

/** Who looks at the page, for which company, on which business day. */
export function usePlatform() {
  return useQuery({
    queryKey: ['platform', 'me'],
    queryFn: ({ signal }) => call<Platform>('GET', '/platform/me', { signal }),
    staleTime: 10 * 60_000,
  })
}
