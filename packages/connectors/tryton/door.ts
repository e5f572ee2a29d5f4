/** How Tryton is spoken to: JSON-RPC with a session, 6.0 to 7.8. One call is one transaction. */
import { Decimal, type Json } from '@tandem/kernel'
import { CallFailed, postJson } from '../kit/http.ts'

export type Row = Readonly<Record<string, Json>>

export interface Door {
  /** Runs `model.<model>.<method>`; the context is put last. `more` is added to it. */
  call<T = Json>(model: string, method: string, args?: readonly Json[], more?: Row): Promise<T>
  version(): Promise<string>
  /** The user's preferences: the company among them. */
  context(): Promise<Row>
}

/** Tryton understood, and said no. */
export class TrytonRefused extends CallFailed {
  /** `UserError`, `ConcurrencyException`, `Login` */
  readonly kind: string

  constructor(kind: string, message: string) {
    super('refused', message)
    this.kind = kind
  }
}

export interface DoorSettings {
  readonly url: string
  readonly database: string
  readonly login: string
  readonly password: string
}

/** Shorter than the joint's lease: who has to wait longer is asked what became of it. */
const TIMEOUT_MS = 25_000

export function doorOf({ url, database, login, password }: DoorSettings, fetching: typeof fetch): Door {
  let number = 0
  let session: Promise<string> | undefined
  const request = async (path: string, method: string, params: readonly Json[], auth?: string): Promise<Json> => {
    number += 1
    const headers: Record<string, string> = auth ? { authorization: auth } : {}
    const body = { id: number, method, params }
    const { status, text } = await postJson(fetching, `${url}${path}`, body, headers, TIMEOUT_MS)
    if (status === 401 || status === 403) throw new TrytonRefused('Login', `HTTP ${status}`)
    const answer = parse(text) as { result?: Json; error?: readonly Json[] } | undefined
    if (answer === undefined)
      throw status >= 500 ? new CallFailed('unknown', `HTTP ${status}`) : new TrytonRefused('NotTryton', `HTTP ${status}`)
    if (answer.error) throw refusedBy(answer.error)
    return decoded(answer.result ?? null)
  }
  const signIn = async (): Promise<string> => {
    const found = await request(`/${database}/`, 'common.db.login', [login, { password }])
    if (!Array.isArray(found)) throw new TrytonRefused('Login', 'the login or password is not accepted')
    return `Session ${Buffer.from(`${login}:${String(found[0])}:${String(found[1])}`).toString('base64')}`
  }
  const within = async (method: string, params: readonly Json[], isAgain = false): Promise<Json> => {
    session ??= signIn()
    try {
      return await request(`/${database}/`, method, params, await session)
    } catch (fault) {
      if (!(fault instanceof TrytonRefused) || fault.kind !== 'Login') throw fault
      session = undefined
      // Sessions end; a new one is begun once.
      if (isAgain) throw fault
      return within(method, params, true)
    }
  }
  let preferences: Promise<Row> | undefined
  const context = (): Promise<Row> => {
    preferences ??= within('model.res.user.get_preferences', [true, {}]).then((found) => found as Row)
    return preferences.catch((fault) => {
      preferences = undefined
      throw fault
    })
  }
  return {
    context,
    version: async () => String(await request('/', 'common.server.version', [])),
    async call<T>(model: string, method: string, args: readonly Json[] = [], more: Row = {}) {
      return (await within(`model.${model}.${method}`, [...args, { ...(await context()), ...more }])) as T
    },
  }
}

function refusedBy(error: readonly Json[]): CallFailed {
  const [kind, about] = error
  const words = Array.isArray(about) ? about.filter((one) => typeof one === 'string' && one !== '').join(' ') : ''
  if (kind === 'UserWarning') return new TrytonRefused('UserWarning', words)
  // What is no exception of its own is told by its text alone.
  const text = words || (typeof about === 'string' ? about.split('\n')[0] : '') || String(kind)
  return new TrytonRefused(String(kind), text.replace(/\s+/g, ' ').trim().slice(0, 500) || String(kind))
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** Decimals, dates and moments as text; everything else as it is. */
function decoded(value: Json): Json {
  if (Array.isArray(value)) return value.map(decoded)
  if (typeof value !== 'object' || value === null) return value
  const row = value as Row
  switch (row.__class__) {
    case undefined:
      return Object.fromEntries(Object.entries(row).map(([name, one]) => [name, decoded(one)]))
    case 'Decimal':
      return Decimal.of(plain(String(row.decimal))).toString()
    case 'date':
      return `${row.year}-${two(row.month)}-${two(row.day)}`
    case 'datetime':
      return `${row.year}-${two(row.month)}-${two(row.day)}T${two(row.hour)}:${two(row.minute)}:${two(row.second)}.${String(row.microsecond ?? 0).padStart(6, '0')}Z`
    default:
      return null
  }
}

/** Python writes 0E-4 for nought. */
function plain(text: string): string {
  return /e/i.test(text) ? Number(text).toFixed(6) : text
}

function two(value: Json | undefined): string {
  return String(value ?? 0).padStart(2, '0')
}

export function decimalOf(text: Json | undefined): Json {
  return { __class__: 'Decimal', decimal: String(text ?? '0') }
}

export function dateOf(text: Json | undefined): Json {
  if (typeof text !== 'string') return null
  const [year, month, day] = text.split('-').map(Number)
  return { __class__: 'date', year: year ?? 1970, month: month ?? 1, day: day ?? 1 }
}

export function momentOf(at: string): Json {
  const date = new Date(at)
  return {
    ...{ __class__: 'datetime', year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() },
    ...{ hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds() },
    microsecond: date.getUTCMilliseconds() * 1_000,
  }
}
