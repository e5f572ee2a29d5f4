/**
 * Who asks. The one seam for sign-in: today API keys and the demo's session cookie; passwords, OIDC and roles will answer
 * the same question here.
 */
import { ok, type Result, refuse } from '@tandem/kernel'
import type { FastifyRequest } from 'fastify'
import type { ApiKeys } from './api-keys.ts'
import type { Principal } from './route.ts'
import { SESSION_COOKIE, type Sessions } from './sessions.ts'

export type Authenticate = (request: FastifyRequest) => Promise<Result<Principal>> | Result<Principal>

export function authenticateBy(keys: ApiKeys, sessions: Sessions | undefined): Authenticate {
  return (request) => {
    const header = request.headers.authorization
    if (header !== undefined) return byKey(keys, header)
    const session = sessions?.read(cookieOf(request.headers.cookie, SESSION_COOKIE))
    if (!session) return refuse('http/not-signed-in')
    const foreign = foreignOrigin(request)
    return foreign === undefined ? ok(session) : refuse('http/foreign-origin', { origin: foreign })
  }
}

async function byKey(keys: ApiKeys, header: string): Promise<Result<Principal>> {
  const key = /^Bearer ([\w-]{20,200})$/i.exec(header)?.[1]
  const principal = key === undefined ? undefined : await keys.find(key)
  return principal ? ok(principal) : refuse('http/key-unknown')
}

/** The cookie is SameSite=Strict already; a page of another origin that still gets here may read, but change nothing. */
function foreignOrigin({ method, headers }: FastifyRequest): string | undefined {
  const { origin } = headers
  if (method === 'GET' || method === 'HEAD' || origin === undefined) return undefined
  return URL.parse(origin)?.host === headers.host ? undefined : origin
}

export function cookieOf(header: string | undefined, name: string): string | undefined {
  return header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1)
}

/** Whether a key's scopes allow to read or write in an area; else the scope that is missing. */
export function missingScope({ scopes }: Principal, area: string, access: 'read' | 'write'): string | undefined {
  const needed = `${area}:${access}`
  return scopes.includes('*') || scopes.includes(needed) ? undefined : needed
}
