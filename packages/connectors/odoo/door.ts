/**
 * How Odoo is spoken to: one call, one transaction. Two doors to the same methods: JSON-2 with an API key (19 and later), and
 * JSON-RPC with login and API key (14 to 18, and 19 with a warning in its log).
 */
import type { Json } from '@tandem/kernel'
import { CallFailed, postJson } from '../kit/http.ts'

export type Row = Readonly<Record<string, Json>>

export interface Door {
  /** Runs a public method of a model. `ids` are the records it is called on; everything else by the method's own names. */
  call<T = Json>(model: string, method: string, args?: CallArguments): Promise<T>
  /** Its version, which it tells everybody: `19.0`. */
  version(): Promise<string>
}

export type CallArguments = Readonly<Record<string, Json | undefined>> & { readonly ids?: readonly number[] }

/** Odoo understood, and said no, in its own words. Its traceback stays out of it. */
export class OdooRefused extends CallFailed {
  /** `odoo.exceptions.UserError` */
  readonly kind: string
  readonly status: number

  constructor(kind: string, message: string, status: number) {
    super('refused', message)
    this.kind = kind
    this.status = status
  }

  /** The key or login is not accepted, or may not do this. */
  get isDenied(): boolean {
    return this.status === 401 || /AccessDenied|AccessError|Unauthorized/.test(this.kind)
  }
}

export interface DoorSettings {
  readonly url: string
  readonly database: string | null
  readonly login: string | null
  readonly key: string
  readonly protocol: 'json-2' | 'json-rpc'
}

/** Longer than a write takes there that has to be tried five times over. */
const TIMEOUT_MS = 90_000

export function doorOf(settings: DoorSettings, fetching: typeof fetch): Door {
  return settings.protocol === 'json-2' ? jsonTwo(settings, fetching) : jsonRpc(settings, fetching)
}

function jsonTwo({ url, database, key }: DoorSettings, fetching: typeof fetch): Door {
  const headers = {
    authorization: `bearer ${key}`,
    'user-agent': 'Tandem',
    ...(database === null ? {} : { 'x-odoo-database': database }),
  }
  return {
    version: () => versionAt(url, fetching),
    async call<T>(model: string, method: string, args: CallArguments = {}) {
      const { status, text } = await postJson(fetching, `${url}/json/2/${model}/${method}`, args as Json, headers, TIMEOUT_MS)
      const body = parse(text)
      if (status >= 200 && status < 300 && body !== undefined) return body as T
      throw refusedBy(status, body)
    },
  }
}

function refusedBy(status: number, body: Json | undefined): CallFailed {
  const { name, message } = (body ?? {}) as Row
  if (typeof name === 'string') return ofKind(name, String(message ?? ''), status)
  if (status >= 500) return new CallFailed('unknown', `HTTP ${status}`)
  const kinds: Readonly<Record<number, string>> = { 401: 'Unauthorized', 403: 'AccessDenied', 404: 'NotFound' }
  return new OdooRefused(kinds[status] ?? 'NotOdoo', `HTTP ${status}`, status)
}

/** What the server gives up on after its own tries, or has locked, has not happened, and may work soon. */
function ofKind(name: string, message: string, status: number): CallFailed {
  if (/LockError|SerializationFailure|LockNotAvailable|DeadlockDetected|ConcurrencyError/.test(name)) {
    return new CallFailed('unreachable', shortened(message))
  }
  return new OdooRefused(name, shortened(message), status)
}

function jsonRpc({ url, database, login, key }: DoorSettings, fetching: typeof fetch): Door {
  let number = 0
  let user: Promise<number> | undefined
  const request = async (service: string, method: string, args: readonly unknown[]): Promise<Json> => {
    number += 1
    const body = { jsonrpc: '2.0', method: 'call', id: number, params: { service, method, args } }
    const { status, text } = await postJson(fetching, `${url}/jsonrpc`, body as unknown as Json, {}, TIMEOUT_MS)
    const answer = parse(text) as { result?: Json; error?: { data?: Row; message?: string } } | undefined
    if (answer === undefined || status !== 200) throw refusedBy(status, undefined)
    if (!answer.error) return answer.result ?? null
    const { name, message } = answer.error.data ?? {}
    throw ofKind(String(name ?? 'Error'), String(message ?? answer.error.message ?? ''), 200)
  }
  const signIn = async (): Promise<number> => {
    const found = await request('common', 'authenticate', [database ?? '', login ?? '', key, {}])
    if (typeof found !== 'number') throw new OdooRefused('AccessDenied', 'the login or key is not accepted', 401)
    return found
  }
  return {
    version: () => versionAt(url, fetching),
    async call<T>(model: string, method: string, { ids, ...named }: CallArguments = {}) {
      user ??= signIn().catch((fault) => {
        user = undefined
        throw fault
      })
      // What is created must stand in its place: under its name this door makes it, and then fails.
      const { vals_list: created, ...others } = named
      const [placed, rest] = method === 'create' ? [[created ?? []], others] : [ids ? [ids] : [], named]
      return (await request('object', 'execute_kw', [database ?? '', await user, key, model, method, placed, rest])) as T
    },
  }
}

async function versionAt(url: string, fetching: typeof fetch): Promise<string> {
  const body = { jsonrpc: '2.0', method: 'call', id: 0, params: { service: 'common', method: 'version', args: [] } }
  // The old way is understood from 14 to 19; what comes later tells at /web/version.
  const { status, text } = await postJson(fetching, `${url}/jsonrpc`, body, {}, TIMEOUT_MS)
  const told = (parse(text) as { result?: Row } | undefined)?.result?.server_version
  if (status === 200 && typeof told === 'string') return told
  const response = await fetching(`${url}/web/version`, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) })
  const version = (parse(await response.text()) as Row | undefined)?.version
  if (typeof version === 'string') return version
  throw new OdooRefused('NotOdoo', `HTTP ${status}`, status)
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

const MOST_WORDS = 500

function shortened(message: string): string {
  const text = message.replace(/\s+/g, ' ').trim()
  return text.length > MOST_WORDS ? `${text.slice(0, MOST_WORDS)}...` : text
}
