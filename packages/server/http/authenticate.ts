/** Who asks: an API key in the header Authorization, or the session of the page in its cookie. */
import { ok, type Result, refuse } from '@tandem/kernel'
import type { FastifyRequest } from 'fastify'
import type { Directory, Self } from '../auth/directory.ts'
import type { CookieNames, Sessions } from '../auth/sessions.ts'
import type { ApiKeys } from './api-keys.ts'
import type { Principal } from './route.ts'

export type Authenticate = (request: FastifyRequest) => Promise<Result<Principal>>

export function authenticateBy(keys: ApiKeys, sessions: Sessions, directory: Directory, cookies: CookieNames): Authenticate {
  return async ({ headers }) => {
    if (headers.authorization !== undefined) return byKey(keys, headers.authorization)
    return bySession(sessions, directory, cookieOf(headers.cookie, cookies.session))
  }
}

/** Whose session it is by its secret. */
export async function bySession(
  sessions: Sessions,
  directory: Directory,
  secret: string | undefined,
): Promise<Result<Principal & { readonly self: Self }>> {
  const session = await sessions.find(secret)
  if (!session) return refuse('http/not-signed-in')
  if (session.awaitsSecondFactor) return refuse('http/second-factor')
  const { id, person, tenantId: tenant, userId, onlyHere } = session
  const self = await directory.find(tenant, userId)
  if (!self) return refuse('http/not-signed-in')
  const actor = { kind: 'user', id: self.name } as const
  return ok({ tenant, actor, access: self.access, self, session: { id, person, onlyHere }, caller: `person ${person}` })
}

async function byKey(keys: ApiKeys, header: string): Promise<Result<Principal>> {
  const key = /^Bearer ([\w-]{20,200})$/i.exec(header)?.[1]
  const principal = key === undefined ? undefined : await keys.find(key)
  return principal ? ok(principal) : refuse('http/key-unknown')
}

/**
 * The cookie is SameSite=Strict already; a page of another origin that still gets here may read, but change nothing. Who
 * brings a key is a program, and no browser sent it by itself.
 */
export function foreignOrigin({ method, headers }: FastifyRequest): string | undefined {
  const { origin } = headers
  if (method === 'GET' || method === 'HEAD' || headers.authorization !== undefined) return undefined
  if (origin === undefined) return headers['sec-fetch-site'] === 'cross-site' ? 'unknown' : undefined
  return URL.parse(origin)?.host === headers.host ? undefined : origin
}

export function cookieOf(header: string | undefined, name: string): string | undefined {
  return header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1)
}
