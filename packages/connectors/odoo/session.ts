/** What every part of the connector works with, and reading many records. */
import type { Given, KindName, Side } from '@tandem/hub'
import type { Instant, Json } from '@tandem/kernel'
import type { Door, Row } from './door.ts'
import type { Facts } from './facts.ts'

export interface Session {
  readonly door: Door
  readonly facts: Facts
  readonly system: string
  readonly side: Side
  /** Module name of our external ids. */
  readonly module: string
  readonly options: Options
  /** The tag of partners on hold; 0 until somebody is. */
  readonly onHold: { tag: number }
  readonly now: () => Instant
  /** What is being looked for or made, by its name. */
  readonly underWay: Map<string, Promise<unknown>>
}

/** Two batches that need the same one at the same time, as a payment term or a unit, make it together, once. */
export function once<T>({ underWay }: Pick<Session, 'underWay'>, name: string, make: () => Promise<T>): Promise<T> {
  const there = underWay.get(name) as Promise<T> | undefined
  const made = there ?? make().finally(() => underWay.delete(name))
  if (!there) underWay.set(name, made)
  return made
}

export interface Options {
  /** Which partners are customers. */
  readonly partners: 'customers' | 'no-vendors' | 'all'
  readonly warehouse: number | null
  /** As CRM: orders from this day on are told. */
  readonly ordersFrom: string
}

export type Domain = readonly Json[]

export function and(...parts: readonly Domain[]): Domain {
  return joined('&', parts)
}

export function or(...parts: readonly Domain[]): Domain {
  return joined('|', parts)
}

/** Odoo's Polish notation: an operator stands before its two operands, and a list of conditions is already `and`. */
function joined(operator: string, parts: readonly Domain[]): Domain {
  const whole = parts.filter((part) => part.length > 0).map(asOne)
  return [...Array<string>(Math.max(0, whole.length - 1)).fill(operator), ...whole.flat()]
}

function asOne(part: Domain): Domain {
  const operators = part.filter((one) => one === '&' || one === '|').length
  const conditions = part.filter((one) => Array.isArray(one)).length
  return [...Array<string>(Math.max(0, conditions - 1 - operators)).fill('&'), ...part]
}

const ARCHIVED_TOO = { active_test: false, lang: 'en_US' }
const PAGE = 2_000

type Searching = Pick<Session, 'door'> & { readonly facts?: Pick<Facts, 'fields'> }

/** A field that this version does not have is not asked for: older ones refuse the whole question, and it says nothing. */
function thereOf({ facts }: Searching, model: string, fields: readonly string[]): string[] {
  const known = facts?.fields[model]
  const isAdded = (name: string) => name.startsWith('x_')
  return fields.filter((name) => known === undefined || known.includes(name) || isAdded(name))
}

export function search(session: Searching, model: string, domain: Domain, fields: readonly string[], limit?: number) {
  const args = { domain: domain as Json, fields: thereOf(session, model, fields), order: 'id', context: ARCHIVED_TOO }
  return session.door.call<Row[]>(model, 'search_read', { ...args, ...(limit === undefined ? {} : { limit }) })
}

/** All records that fit, however many, a page at a time by ascending id. */
export async function searchAll(session: Searching, model: string, domain: Domain, fields: readonly string[]) {
  const found: Row[] = []
  for (let after = 0; ; ) {
    const page = await search(session, model, and([['id', '>', after]], domain), fields, PAGE)
    found.push(...page)
    if (page.length < PAGE) return found
    after = Number(page.at(-1)?.id)
  }
}

/** Those of the records that are still there. */
export function readAll(session: Searching, model: string, ids: readonly number[], fields: readonly string[]) {
  if (ids.length === 0) return Promise.resolve([] as Row[])
  return search(session, model, [['id', 'in', [...new Set(ids)]]], fields)
}

/** Rows by the id that a field of theirs names. */
export function grouped(rows: readonly Row[], by: (row: Row) => number): Map<number, Row[]> {
  const groups = new Map<number, Row[]>()
  for (const row of rows) {
    const key = by(row)
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}

/** How a kind of the joint is found in Odoo. */
export interface OdooKind {
  readonly kind: KindName
  /** The records that make its documents: one for each. Several models when a kind is kept in several. */
  readonly parts: readonly Part[]
}

export interface Part {
  readonly model: string
  /** Stands before the number in external ids, when a kind has several parts: they are listed one after another. */
  readonly prefix: string
  domain(session: Session): Domain
  fields(session: Session): readonly string[]
  /** What else touches its documents, besides themselves. */
  readonly watched: readonly Watched[]
  /** Values of the documents, in the order of the rows; undefined for one that is none after all. */
  values(session: Session, rows: readonly Row[]): Promise<readonly (Readonly<Record<string, Json>> | undefined)[]>
}

export interface Watched {
  readonly model: string
  readonly domain: Domain
  /** The field that names the document, or what leads to it. */
  readonly via: string
  /** From what `via` names to the ids of documents; left out: it names them. */
  readonly to?: (session: Session, ids: readonly number[]) => Promise<ReadonlyMap<number, readonly number[]>>
}

export const EPOCH = '1970-01-01T00:00:00Z' as Instant

export function settingsOf({ settings }: Pick<Given, 'settings'>): Omit<Options, 'ordersFrom'> & {
  readonly ordersFrom: string | null
  readonly url: string
  readonly database: string | null
  readonly login: string | null
  readonly key: string
  readonly protocol: 'json-2' | 'json-rpc'
  readonly everySeconds: number
} {
  const textOf = (name: string) => (typeof settings[name] === 'string' ? (settings[name] as string).trim() : null)
  return {
    url: (textOf('url') ?? '').replace(/\/+$/, ''),
    database: textOf('database'),
    login: textOf('login'),
    key: textOf('key') ?? '',
    protocol: textOf('protocol') === 'json-rpc' ? 'json-rpc' : 'json-2',
    partners: (textOf('partners') as Options['partners'] | null) ?? 'no-vendors',
    warehouse: typeof settings.warehouse === 'number' ? settings.warehouse : null,
    ordersFrom: textOf('ordersFrom'),
    everySeconds: typeof settings.everySeconds === 'number' ? settings.everySeconds : 5,
  }
}
