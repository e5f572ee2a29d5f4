/** Who looks at the page, for which company, and what they may do. */

import { type Access, accessOf } from '@tandem/server/definitions'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { call } from './client.ts'

export interface Platform {
  readonly tenant: { readonly id: string; readonly name: string; readonly baseCurrency: string; readonly timeZone: string } | null
  readonly actor: { readonly kind: string; readonly id: string }
  readonly user: { readonly name: string; readonly fullName: string; readonly roles: readonly string[] } | null
  /** Grants, as roles have them: see `useMay`. */
  readonly permissions: readonly string[]
  /** Kinds of sensitive fields that the server leaves out. */
  readonly hidden: readonly string[]
  /** Where this person may go on. */
  readonly companies: readonly { readonly id: string; readonly name: string }[]
  /** The business day of the company now. */
  readonly today: string
}

export const ME = ['platform', 'me'] as const

/** Null: nobody is signed in. */
export function usePlatform() {
  return useQuery({
    queryKey: ME,
    queryFn: async ({ signal }) => (await call<{ me: Platform | null }>('GET', '/platform/sign-in/who', { signal })).me,
    staleTime: 10 * 60_000,
  })
}

const NONE: readonly string[] = []

/** What the person may do: `reach('crm.quote.send')` is `own`, `team`, `all` or undefined. */
export function useRights(): Access {
  const permissions = usePlatform().data?.permissions ?? NONE
  return useMemo(() => accessOf(permissions), [permissions])
}

/** Whether the person may do something: `useMay('crm.quote.send')`, `useMay('erp.invoice.read')`, `useMay('joint.journey.ask')`. */
export function useMay(permission: string): boolean {
  return useRights().reach(permission) !== undefined
}

/** Whether this is somebody of a customer's, a portal user: all they may do reaches no further than their customer. */
export function useIsGuest(): boolean {
  const { grants } = useRights()
  return grants.length > 0 && grants.every((grant) => grant.endsWith(':customer'))
}
