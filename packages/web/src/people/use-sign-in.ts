/** How the page signs people in and out. What was fetched for one person is not shown to the next. */
import { type QueryClient, useIsMutating, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { ME } from '../api/platform.ts'

export interface DemoPerson {
  readonly name: string
  readonly fullName: string
  readonly roles: readonly string[]
}

export interface Provider {
  readonly id: string
  readonly name: string
}

interface Ways {
  readonly demo: readonly DemoPerson[]
  readonly providers: readonly Provider[]
  /** What is still to come of a sign-in begun. */
  readonly next: Waiting | null
}

/** What the page offers beside a password. */
export function useWays() {
  return useQuery({
    queryKey: WAYS,
    queryFn: ({ signal }) => call<Ways>('GET', '/platform/sign-in', { signal }),
    staleTime: 60_000,
  })
}

const WAYS = ['platform', 'ways']

export type Waiting = 'second-factor' | 'enrol'

export interface Next {
  readonly next: 'done' | Waiting
}

export function useSigning() {
  const client = useQueryClient()
  const come = async (path: string, body: object): Promise<Next> => {
    const answer = await call<Next>('POST', path, { body })
    if (answer.next === 'done') await startAnew(client)
    // Half a session: the page to sign in asks for the rest.
    else await Promise.all([client.resetQueries({ queryKey: ME }), client.invalidateQueries({ queryKey: WAYS })])
    return answer
  }
  return {
    byPassword: (email: string, password: string) => come('/platform/sign-in', { email, password }),
    asDemo: (name?: string) => come('/platform/sign-in/demo', name === undefined ? {} : { name }),
    byLink: (secret: string, password: string) => come('/platform/link/use', { secret, password }),
    byCode: (code: string) => come('/platform/sign-in/second-factor', { code }),
    byProvider: (query: string) => come('/platform/sign-in/provider/finish', { query }),
    /** Sets up the second factor that the company asks for; who did is in, and keeps the codes before going on. */
    async enrol(code: string): Promise<readonly string[]> {
      const body = { code }
      return (await call<{ recovery: readonly string[] }>('POST', '/platform/sign-in/second-factor/confirm', { body })).recovery
    },
    async toProvider(provider: string): Promise<void> {
      const { url } = await call<{ url: string }>('POST', '/platform/sign-in/provider', { body: { provider } })
      window.location.assign(url)
    },
  }
}

const LEAVING = ['platform', 'leaving']

/** Whether the person is on the way out, or to another company. */
export function useIsLeaving(): boolean {
  return useIsMutating({ mutationKey: LEAVING }) > 0
}

/**
 * Out, or to another company. What is shown goes first, so that none of it asks in the name of nobody; when the server
 * agrees, the page begins anew, and when it refuses, all is back.
 */
export function useLeaving() {
  const client = useQueryClient()
  const { mutateAsync } = useMutation({
    mutationKey: LEAVING,
    async mutationFn(goes: () => Promise<unknown>) {
      await client.cancelQueries()
      await goes()
      window.location.assign('/')
      // Nothing is shown any more until the new page is there.
      await new Promise<never>(() => {})
    },
  })
  return {
    toCompany: (company: string) => mutateAsync(() => call('POST', '/me/company', { body: { company } })),
    signOut: () => mutateAsync(() => call('POST', '/me/sign-out')),
  }
}

async function startAnew(client: QueryClient): Promise<void> {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] })
  // A link works once: what it said is not asked for again.
  await client.resetQueries({ queryKey: [ME[0]], predicate: ({ queryKey }) => queryKey[1] !== 'link' })
}
