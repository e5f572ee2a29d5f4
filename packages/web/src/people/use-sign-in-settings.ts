/** How a company's people sign in, as its administrators set it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { useWords } from '../i18n/use-words.ts'

export interface ProviderRow {
  readonly id: string
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly emailClaim: string
  readonly newcomerRoles: readonly string[] | null
  readonly mustTell: readonly string[] | null
}

export interface NewProvider {
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  /** Of a change: left out, it stays. */
  readonly secret?: string
  readonly emailClaim?: string
  readonly newcomerRoles: readonly string[] | null
  readonly mustTell: readonly string[] | null
}

export interface Policy {
  readonly roles: readonly string[]
  /** The operator asks it of everybody. */
  readonly everybody: boolean
  readonly users: readonly { readonly id: string; readonly on: boolean }[]
}

interface Role {
  readonly code: string
  readonly name: string
  readonly nameZh: string
}

const POLICY = '/platform/second-factor'
const PROVIDERS = '/platform/providers'

export function usePolicy() {
  return useQuery({ queryKey: [POLICY], queryFn: ({ signal }) => call<Policy>('GET', POLICY, { signal }) })
}

export function useProviders() {
  return useQuery({
    queryKey: [PROVIDERS],
    queryFn: ({ signal }) => call<{ items: readonly ProviderRow[]; returnTo: string }>('GET', PROVIDERS, { signal }),
  })
}

/** Roles to choose from, in the language of the page. */
export function useRoleChoices() {
  const { language } = useWords()
  const { data } = useQuery({
    queryKey: ['platform', 'role-options'],
    queryFn: ({ signal }) =>
      call<{ items: readonly Role[] }>('GET', '/platform/roles', { query: { 'filter[status]': 'active', limit: 500 }, signal }),
  })
  return (data?.items ?? []).map(({ code, name, nameZh }) => ({ value: code, label: language === 'zh' ? nameZh : name }))
}

export function useChange<T>(path: string, key: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: T) => call<{ readonly id: string }>('POST', path, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: [key] }),
  })
}

export const useSetPolicy = () => useChange<{ roles: readonly string[]; was: readonly string[] }>(POLICY, POLICY)
export const useAddProvider = () => useChange<NewProvider>(PROVIDERS, PROVIDERS)

export function useChangeProvider(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: NewProvider) => call<{ readonly id: string }>('PATCH', `${PROVIDERS}/${id}`, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: [PROVIDERS] }),
  })
}

/** Whether a provider answers where it is said to be: asked as somebody would be asked who signs in, who then goes no further. */
export function useTryProvider() {
  return useMutation({
    mutationFn: (provider: string) => call('POST', '/platform/sign-in/provider', { body: { provider } }),
  })
}

export function useRemoveProvider() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => call('POST', `${PROVIDERS}/${id}/remove`),
    onSuccess: () => client.invalidateQueries({ queryKey: [PROVIDERS] }),
  })
}
