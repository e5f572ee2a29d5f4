/** One's own second factor, as the server keeps it. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/client.ts'

export interface Status {
  readonly on: boolean
  readonly needed: boolean
  readonly recoveryCodes: number
}

export interface Enrolment {
  readonly secret: string
  readonly uri: string
}

/** What somebody proves anew who they are with. */
export interface Proof {
  readonly password?: string
  readonly code?: string
}

const MINE = '/me/second-factor'
const KEY = ['platform', 'second-factor']

export function useSecondFactor() {
  const client = useQueryClient()
  const status = useQuery({ queryKey: KEY, queryFn: ({ signal }) => call<Status>('GET', MINE, { signal }) })
  const anew = () => client.invalidateQueries({ queryKey: KEY })
  return {
    status,
    begin: (proof: Proof) => call<Enrolment>('POST', `${MINE}/begin`, { body: proof }),
    async confirm(code: string): Promise<readonly string[]> {
      const { recovery } = await call<{ recovery: readonly string[] }>('POST', `${MINE}/confirm`, { body: { code } })
      await anew()
      return recovery
    },
    async remove(proof: Proof): Promise<void> {
      await call('POST', `${MINE}/remove`, { body: proof })
      await anew()
    },
  }
}
