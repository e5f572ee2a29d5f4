/** One request to an API: signed in, kept to its address, and what its failing means for what was asked. */
import { createHmac } from 'node:crypto'
import type { Outside } from '@tandem/hub'
import { epochMs, Fault, type Json } from '@tandem/kernel'
import type { Auth, RestDescription } from './describe.ts'

/**
 * `unreachable`: nothing was done. `unknown`: it may or may not have been done. `rate-limit`: not now. `stale`: it has
 * another version. `not-let-in`: it does not accept who we are. `missing`: there is none. `refused`: no.
 */
export type RestFailing = 'unreachable' | 'unknown' | 'rate-limit' | 'stale' | 'not-let-in' | 'missing' | 'refused'

export class RestFault extends Fault {
  readonly failing: RestFailing
  readonly afterMs: number

  constructor(failing: RestFailing, message: string, { afterMs = 1_000, cause }: { afterMs?: number; cause?: unknown } = {}) {
    super(message, { cause })
    this.failing = failing
    this.afterMs = afterMs
  }
}

export interface Asking {
  readonly method: string
  /** Below the base, or a whole address of the same origin. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Json
}

export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly body: Json
}

export interface Secrets {
  readonly user: string
  readonly password: string
  readonly token: string
  readonly clientId: string
  readonly clientSecret: string
  readonly refreshToken: string
}

const TIMEOUT_MS = 60_000
/** A token may run out between its giving and its use, and again, when many ask at once. */
const MOST_TOKENS = 4
const MOST_WAIT_MS = 3_600_000
const LONGEST_ANSWER = 64 * 1024 * 1024

export type Caller = (asking: Asking) => Promise<Answered>

export function callerOf(
  { base, auth, headers }: Pick<RestDescription, 'base' | 'auth' | 'headers'>,
  secrets: Secrets,
  outside: Outside,
): Caller {
  const tokens = auth.by === 'oauth2' ? tokenKeeper(auth, secrets, outside) : undefined
  const send = async (asking: Asking, token: string | undefined): Promise<Answered> => {
    const url = addressOf(base, asking)
    const body = asking.body === undefined ? undefined : JSON.stringify(asking.body)
    const signed = signIn(auth, secrets, token, outside, asking.method, url, body ?? '')
    const kind: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
    return request(outside.fetch, url, {
      method: asking.method,
      headers: { accept: 'application/json', ...kind, ...headers, ...asking.headers, ...signed },
      ...(body === undefined ? {} : { body }),
    })
  }
  return async (asking) => {
    for (let attempt = 1; ; attempt++) {
      const token = await tokens?.get()
      try {
        return await send(asking, token)
      } catch (fault) {
        // Whom it does not know it has not served: a token that ran out is renewed, and the same is asked once more.
        const isOver = fault instanceof RestFault && fault.failing === 'not-let-in' && tokens && attempt < MOST_TOKENS
        if (!isOver) throw fault
        tokens.forget(token)
      }
    }
  }
}

/** Never another origin: an answer must not lead us, or our secrets, elsewhere. */
function addressOf(base: URL, { path, query = {} }: Asking): URL {
  const url = /^https?:\/\//i.test(path) ? new URL(path) : new URL(base.pathname.replace(/\/$/, '') + path, base)
  if (url.origin !== base.origin) throw new RestFault('refused', `${url.origin} is another place than ${base.origin}`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url
}

const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/

export async function request(fetching: typeof fetch, url: URL | string, init: RequestInit): Promise<Answered> {
  let response: Response
  let text: string
  try {
    response = await fetching(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) })
    text = await response.text()
  } catch (cause) {
    if (cause instanceof RestFault) throw cause
    throw new RestFault(NEVER_SENT.test(codeOf(cause)) ? 'unreachable' : 'unknown', wordsOf(cause), { cause })
  }
  if (text.length > LONGEST_ANSWER) throw new RestFault('refused', 'the answer is too long')
  const body = parsed(text)
  failOn(response, body, text)
  return { status: response.status, headers: response.headers, body: body ?? null }
}

export function failOn({ status, headers }: Pick<Response, 'status' | 'headers'>, body: Json | undefined, text: string): void {
  if (status >= 200 && status < 300) return
  const said = `HTTP ${status}${saidIn(body, text)}`
  if (status === 429 || (status === 503 && headers.has('retry-after')))
    throw new RestFault('rate-limit', said, { afterMs: waitOf(headers) })
  if (status === 503) throw new RestFault('unreachable', said)
  if (status >= 500) throw new RestFault('unknown', said)
  if (status === 401) throw new RestFault('not-let-in', said)
  if (status === 412 || status === 428) throw new RestFault('stale', said, { afterMs: 0 })
  if (status === 404 || status === 410) throw new RestFault('missing', said)
  throw new RestFault('refused', said)
}

/** Seconds, or a date by their clock: read against the date they answered at. */
function waitOf(headers: Headers): number {
  const given = headers.get('retry-after') ?? '1'
  const until = Date.parse(given)
  const ms = /^\d+$/.test(given) ? Number(given) * 1_000 : until - Date.parse(headers.get('date') ?? '')
  return Math.min(MOST_WAIT_MS, Math.max(0, Number.isFinite(ms) ? ms : 1_000))
}

function parsed(text: string): Json | undefined {
  if (text === '') return null
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** What an API says is wrong usually stands at one of these. */
function saidIn(body: Json | undefined, text: string): string {
  const found = ['detail', 'message', 'error_description', 'title', 'error', 'errors']
    .map((name) => valueAt(body ?? null, name))
    .find((one) => one)
  const inner = typeof found === 'object' && found !== null ? (valueAt(found, 'message') ?? JSON.stringify(found)) : found
  const words = String(inner ?? text)
    .replace(/\s+/g, ' ')
    .trim()
  return words === '' ? '' : `: ${words.slice(0, 300)}`
}

function codeOf(cause: unknown): string {
  for (let at = cause; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown }
    if (typeof code === 'string') return code
  }
  return ''
}

function wordsOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  return (inner instanceof Error ? inner.message || inner.name : String(inner)).slice(0, 300)
}

/** `billing.city`; a name with dots in it (`@odata.nextLink`) is looked for as it stands first. */
export function valueAt(value: Json | undefined, path: string): Json | undefined {
  if (path === '') return value
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const own = value as Readonly<Record<string, Json>>
  if (path in own) return own[path]
  const dot = path.indexOf('.')
  return dot < 0 ? undefined : valueAt(own[path.slice(0, dot)], path.slice(dot + 1))
}

interface Tokens {
  get(): Promise<string>
  /** Not when somebody else has renewed it already. */
  forget(token: string | undefined): void
}

const EARLY_MS = 30_000

/** Keeps a token until shortly before it runs out; several that need one at once wait for the same. */
function tokenKeeper(auth: Extract<Auth, { by: 'oauth2' }>, secrets: Secrets, { fetch: fetching, now }: Outside): Tokens {
  let refresh = secrets.refreshToken
  let given: string | undefined
  let asked: Promise<{ readonly token: string; readonly until: number }> | undefined
  const ask = async () => {
    const form = new URLSearchParams(
      refresh === '' ? { grant_type: 'client_credentials' } : { grant_type: 'refresh_token', refresh_token: refresh },
    )
    if (auth.scope) form.set('scope', auth.scope)
    form.set('client_id', secrets.clientId)
    if (secrets.clientSecret !== '') form.set('client_secret', secrets.clientSecret)
    const { body } = await request(fetching, auth.tokenUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
    }).catch((fault) => {
      const isNo = fault instanceof RestFault && (fault.failing === 'refused' || fault.failing === 'missing')
      throw isNo ? new RestFault('not-let-in', fault.message, { cause: fault }) : fault
    })
    const [token, seconds, next] = ['access_token', 'expires_in', 'refresh_token'].map((name) => valueAt(body, name))
    if (typeof token !== 'string') throw new RestFault('not-let-in', 'the token address answered no access_token')
    if (typeof next === 'string') refresh = next
    given = token
    return { token, until: epochMs(now()) + (Number(seconds) || 3_600) * 1_000 - EARLY_MS }
  }
  return {
    async get() {
      const known = await asked?.catch(() => undefined)
      if (!known || known.until <= epochMs(now())) asked = ask()
      return (await (asked as NonNullable<typeof asked>)).token
    },
    forget(token) {
      if (given === token) asked = undefined
    },
  }
}

function signIn(
  auth: Auth,
  secrets: Secrets,
  token: string | undefined,
  { now }: Outside,
  method: string,
  url: URL,
  body: string,
): Record<string, string> {
  switch (auth.by) {
    case 'none':
      return {}
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${secrets.user}:${secrets.password}`).toString('base64')}` }
    case 'bearer':
      return { authorization: `Bearer ${secrets.token}` }
    case 'header':
      return { [auth.header.toLowerCase()]: secrets.token }
    case 'oauth2':
      return { authorization: `Bearer ${token ?? ''}` }
    case 'signed': {
      const timestamp = String(Math.floor(epochMs(now()) / 1_000))
      const parts: Readonly<Record<string, string>> = {
        method,
        path: url.pathname,
        query: url.search.slice(1),
        timestamp,
        body,
        user: secrets.user,
      }
      const text = auth.text.replace(/\{(\w+)\}/g, (hole, name: string) => parts[name] ?? hole)
      return {
        [auth.header.toLowerCase()]: auth.prefix + createHmac(auth.hash, secrets.token).update(text).digest(auth.encoding),
        ...(auth.timestampHeader ? { [auth.timestampHeader.toLowerCase()]: timestamp } : {}),
        ...(auth.userHeader ? { [auth.userHeader.toLowerCase()]: secrets.user } : {}),
      }
    }
  }
}
