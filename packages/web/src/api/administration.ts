/** Users, roles, keys, sessions and the audit trail. Shapes as the server's platform routes give them. */
import type { Label } from '@tandem/kernel'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Call, call } from './client.ts'

export interface User {
  readonly id: string
  readonly version: number
  readonly state: 'invited' | 'active' | 'disabled'
  readonly name: string
  readonly fullName: string
  readonly email: string
  readonly roles: readonly string[]
  readonly team: string | null
  /** Whose documents a portal user sees. */
  readonly customer: string | null
}

export interface Role {
  readonly id: string
  readonly version: number
  readonly code: string
  readonly name: string
  readonly nameZh: string
  readonly permissions: readonly string[]
  readonly builtIn: boolean
  readonly status: 'active' | 'archived'
}

export interface ApiKey {
  readonly id: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly createdAt: string
  readonly createdBy: string
  readonly lastUsedAt: string | null
  readonly revokedAt: string | null
  /** The id of the user whose it is; null: made at the command line. */
  readonly owner: string | null
  readonly expiresAt: string | null
}

export interface Session {
  readonly id: string
  readonly user: string | null
  readonly createdAt: string
  readonly lastSeenAt: string
  readonly expiresAt: string
  readonly address: string
  readonly device: string
  readonly isThis: boolean
}

export interface AuditEntry {
  readonly cursor: string
  readonly id: string
  readonly context: 'platform' | 'crm' | 'erp' | 'hub'
  readonly at: string
  readonly actorKind: string
  readonly actorId: string
  readonly type: string
  readonly document: string
  readonly documentId: string
  readonly payload: unknown
}

export interface Permission {
  readonly permission: string
  readonly label: Label
}

export interface Verified {
  readonly links: number
  readonly events: number
  readonly head: string | null
  readonly broken: { readonly number: string; readonly context: string } | null
  readonly known: boolean | null
}

interface Items<T> {
  readonly items: readonly T[]
}

/** Everything here hangs under one key, so that whoever changes one thing makes all of it fresh. */
const KEY = ['administration'] as const

function useItems<T>(path: string, enabled = true, staleTime = 5_000) {
  return useQuery({
    queryKey: [...KEY, path],
    queryFn: ({ signal }) => call<Items<T>>('GET', path, { signal }),
    select: ({ items }) => items,
    enabled,
    staleTime,
  })
}

export const useUsers = (enabled = true) => useItems<User>('/platform/users?limit=500&sort=name', enabled)
export const useRoles = (enabled = true) => useItems<Role>('/platform/roles?limit=500&sort=code', enabled)
export const useKeys = (enabled = true) => useItems<ApiKey>('/platform/api-keys', enabled)
export const useMyKeys = () => useItems<ApiKey>('/me/api-keys')
export const useSessions = (whose: 'mine' | 'all') => useItems<Session>(whose === 'mine' ? '/me/sessions' : '/platform/sessions')
/** They change with the server's version only. */
export const usePermissions = () => useItems<Permission>('/platform/permissions', true, Number.POSITIVE_INFINITY)

interface Sent {
  readonly path: string
  readonly method?: 'POST' | 'PATCH'
  readonly body?: Call['body']
  readonly version?: number
}

/** Sends anything of administration; what is shown of it is read again afterwards. */
export function useAdminister<T = unknown>() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ path, method = 'POST', body, version }: Sent) => call<T>(method, path, { body, version }),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  })
}

/** The version that a user or role has by now: for saving over what somebody else saved first. */
export async function versionNow(path: string): Promise<number> {
  return (await call<{ readonly version: number }>('GET', path)).version
}

/** What the audit trail is searched by; empty texts are left out. */
export interface AuditSearch {
  readonly context?: string
  readonly actor?: string
  readonly document?: string
  readonly documentId?: string
  readonly type?: string
  readonly from?: string
  readonly to?: string
}

const ON_A_PAGE = 100

export function useAudit(search: AuditSearch) {
  return useInfiniteQuery({
    queryKey: [...KEY, 'audit', search],
    queryFn: ({ pageParam, signal }) =>
      call<Items<AuditEntry> & { readonly next: string | null }>('GET', '/platform/audit', {
        query: { ...search, limit: ON_A_PAGE, cursor: pageParam },
        signal,
      }),
    placeholderData: (before) => before,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  })
}

export function auditAddress(search: AuditSearch): string {
  const given = Object.entries(search).filter(([, value]) => value)
  return `/api/v1/platform/audit/export?${new URLSearchParams(given as [string, string][])}`
}

export function verifyAudit(): Promise<Verified> {
  return call<Verified>('GET', '/platform/audit/verify')
}
