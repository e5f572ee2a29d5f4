/** How the page signs people in and out. What was fetched for one person is not shown to the next. */
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { ME } from '../api/platform.ts'

export interface DemoPerson {
  readonly name: string
  readonly fullName: string
  readonly roles: readonly string[]
}

/** What the page offers beside a password. */
export function useWays() {
  return useQuery({
    queryKey: ['platform', 'ways'],
    queryFn: ({ signal }) => call<{ readonly demo: readonly DemoPerson[] }>('GET', '/platform/sign-in', { signal }),
    staleTime: 60_000,
  })
}

export interface Next {
  readonly next: 'done' | 'second-factor'
}

export function useSigning() {
  const client = useQueryClient()
  const come = async (path: string, body: object): Promise<Next> => {
    const answer = await call<Next>('POST', path, { body })
    if (answer.next === 'done') await startAnew(client)
    return answer
  }
  return {
    byPassword: (email: string, password: string) => come('/platform/sign-in', { email, password }),
    asDemo: (name?: string) => come('/platform/sign-in/demo', name === undefined ? {} : { name }),
    byLink: (secret: string, password: string) => come('/platform/link/use', { secret, password }),
    toCompany: (company: string) => come('/me/company', { company }),
    async signOut() {
      await call('POST', '/me/sign-out')
      await startAnew(client)
    },
  }
}

async function startAnew(client: QueryClient): Promise<void> {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] })
  await client.resetQueries({ queryKey: [ME[0]] })
}
