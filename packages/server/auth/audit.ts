/**
 * The audit trail of a company: the events of all contexts, sealed in a chain of digests, searched and verified. Events
 * are appended without waiting for each other; only what is final is linked, by a job, so that no order waits for it.
 */
import { createHash } from 'node:crypto'
import { first, insertRows, rows, sql, type Tx, textArray } from '@tandem/db'
import type { Id, Instant, Json } from '@tandem/kernel'

export const CONTEXTS = ['platform', 'crm', 'erp', 'hub'] as const
export type AuditContext = (typeof CONTEXTS)[number]

/** Events in one link at most. */
const MOST_IN_A_LINK = 2_000

export interface AuditLink {
  readonly number: string
  readonly context: AuditContext
  readonly after: string
  readonly until: string
  readonly events: number
  readonly hash: string
  readonly at: Instant
}

// Ordered by the column, not by its text: `link.number`, for the bare name is what is selected.
const LINK = sql.raw('link.number::text, context, after, until, events, hash, at')

interface Digested {
  readonly events: number
  readonly until: string | null
  readonly digest: string | null
}

/** Everything of an event that could be changed, in one text that is the same on every machine. */
const LINE = sql.raw(`concat_ws(chr(31), xact, seq, id, document, document_id, document_version, type, payload::text,
  actor_kind, actor_id, coalesce(cause_system, '-'), coalesce(cause_change, '-'), (extract(epoch from at) * 1000000)::bigint)`)

function placeOf(cursor: string): readonly [xact: string, seq: string] {
  const [xact = '0', seq = '0'] = cursor === '' ? [] : cursor.split(':')
  return [xact, seq]
}

/** The next events of a context behind a place: how many, where they end, and their digest. */
async function digestAfter(tx: Tx, context: string, after: string, until?: string): Promise<Digested> {
  const [xact, seq] = placeOf(after)
  const [lastXact, lastSeq] = placeOf(until ?? '')
  const end = until
    ? sql`and (xact, seq) <= (${lastXact}::xid8, ${lastSeq}::bigint)`
    : sql`and xact < pg_snapshot_xmin(pg_current_snapshot())`
  const size = until ? sql`` : sql`limit ${MOST_IN_A_LINK}`
  const found = await first(
    tx,
    sql<Digested>`
      select count(*)::int as events, (array_agg(xact::text || ':' || seq order by xact desc, seq desc))[1] as until,
             encode(sha256(convert_to(string_agg(line, chr(30) order by xact, seq), 'UTF8')), 'hex') as digest
      from (select xact, seq, ${LINE} as line from ${sql.raw(context)}.event
            where tenant_id = platform.tenant() and (xact, seq) > (${xact}::xid8, ${seq}::bigint) ${end}
            order by xact, seq ${size}) as event`,
  )
  return found ?? { events: 0, until: null, digest: null }
}

/** What a link says of itself, chained to the hash before it. */
function hashOf(
  before: string,
  link: Pick<AuditLink, 'number' | 'context' | 'after' | 'until' | 'events'>,
  digest: string,
): string {
  const text = [before, link.number, link.context, link.after, link.until, link.events, digest].join('|')
  return createHash('sha256').update(text).digest('hex')
}

/** So many linked at once say that there may be more. */
export const MANY_EVENTS = MOST_IN_A_LINK

/** Links what has become final since; answers how many events. One at a time in a company, others wait. */
export async function linkEvents(tx: Tx, tenant: Id, now: Instant): Promise<number> {
  await rows(tx, sql`select pg_advisory_xact_lock(hashtextextended(${`audit ${tenant}`}, 0))`)
  const newest = await first(tx, sql<AuditLink>`select ${LINK} from platform.audit_link link order by link.number desc limit 1`)
  let [number, hash, linked] = [BigInt(newest?.number ?? 0), newest?.hash ?? '', 0]
  for (const context of CONTEXTS) {
    const last = await first(
      tx,
      sql<{ until: string }>`select until from platform.audit_link where context = ${context} order by number desc limit 1`,
    )
    const after = last?.until ?? ''
    const { events, until, digest } = await digestAfter(tx, context, after)
    if (events === 0 || until === null || digest === null) continue
    number += 1n
    const link = { number: String(number), context, after, until, events }
    hash = hashOf(hash, link, digest)
    linked += events
    await insertRows(tx, 'platform.audit_link', [{ ...link, hash, at: now }])
  }
  return linked
}

export interface Verified {
  readonly links: number
  readonly events: number
  /** The newest digest: kept elsewhere, it proves later that nothing before it was touched. */
  readonly head: string | null
  /** The first link that does not hold; null: all do. */
  readonly broken: { readonly number: string; readonly context: string; readonly after: string; readonly until: string } | null
  /** Whether a digest that was kept elsewhere is one of the chain's; null: none was given. */
  readonly known: boolean | null
}

const PAGE = 500

/** Computes the whole chain anew from the events. */
export async function verifyAudit(tx: Tx, kept?: string): Promise<Verified> {
  const ends = new Map<string, string>()
  let [before, links, events, known, number] = ['', 0, 0, false, '0']
  for (;;) {
    const page = await rows(
      tx,
      sql<AuditLink>`
        select ${LINK} from platform.audit_link link where link.number > ${number}::bigint order by link.number limit ${PAGE}`,
    )
    for (const link of page) {
      const { context, after, until } = link
      const found = await digestAfter(tx, context, after, until)
      const follows = link.number === String(links + 1) && after === (ends.get(context) ?? '') && found.events === link.events
      if (!follows || hashOf(before, link, found.digest ?? '') !== link.hash) {
        const broken = { number: link.number, context, after, until }
        return { links, events, head: before || null, broken, known: kept === undefined ? null : known }
      }
      ends.set(context, until)
      before = link.hash
      known ||= link.hash === kept
      links++
      events += link.events
      number = link.number
    }
    if (page.length < PAGE) return { links, events, head: before || null, broken: null, known: kept === undefined ? null : known }
  }
}

export interface AuditSearch {
  readonly context?: string | undefined
  readonly actor?: string | undefined
  readonly document?: string | undefined
  readonly documentId?: string | undefined
  /** One or several with commas between: `quote-sent`, or `*-sent` for whatever was sent. */
  readonly type?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly limit: number
  /** `cursor` of the last entry of the page before. */
  readonly before?: string | undefined
}

export interface AuditEntry {
  readonly cursor: string
  readonly context: AuditContext
  readonly id: Id
  readonly at: Instant
  readonly actorKind: string
  readonly actorId: string
  readonly type: string
  readonly document: string
  readonly documentId: Id
  readonly documentVersion: number
  readonly payload: Json
}

const CURSOR = /^(\d{1,19}):(\d{1,18}):([a-z]+)$/

export function isAuditCursor(text: string): boolean {
  return CURSOR.test(text)
}

/** Events are called by their document and what happened to it: `*-cancelled` is no `sales-order-rest-cancelled`. */
function typeIn(types: readonly string[]) {
  const ofAny = types.filter((type) => type.startsWith('*-')).map((type) => type.slice(2))
  const named = types.filter((type) => !type.startsWith('*-'))
  return sql`(type = any(${textArray(named)}::text[])
    or (starts_with(type, document || '-') and substr(type, length(document) + 2) = any(${textArray(ofAny)}::text[])))`
}

/** The newest first, by the order in which they became final: contexts share the count of transactions. */
export function searchAudit(tx: Tx, search: AuditSearch): Promise<AuditEntry[]> {
  const { actor, document, documentId, type, from, to, before, limit } = search
  const conditions = [
    ...(actor ? [sql`actor_id = ${actor}`] : []),
    ...(document ? [sql`document = ${document}`] : []),
    ...(documentId ? [sql`document_id = ${documentId}::uuid`] : []),
    ...(type ? [typeIn(type.split(','))] : []),
    ...(from ? [sql`at >= ${from}::timestamptz`] : []),
    ...(to ? [sql`at < ${to}::timestamptz`] : []),
  ]
  const [, xact = '', seq = '', last = ''] = CURSOR.exec(before ?? '') ?? []
  const parts = CONTEXTS.filter((context) => !search.context || search.context === context).map((context) => {
    const place = sql`(xact, seq) ${sql.raw(context > last ? '<=' : '<')} (${xact}::xid8, ${seq}::bigint)`
    const all = [sql`true`, ...conditions, ...(last ? [place] : [])]
    return sql`
      (select ${context}::text as context, xact, seq, id, at, actor_kind, actor_id, type, document, document_id,
              document_version, payload
       from ${sql.raw(context)}.event where ${sql.join(all, sql` and `)} order by xact desc, seq desc limit ${limit})`
  })
  return rows(
    tx,
    sql<AuditEntry>`
      select xact::text || ':' || seq || ':' || context as cursor, context, id, at, actor_kind, actor_id, type, document,
             document_id, document_version, payload
      from (${sql.join(parts, sql` union all `)}) as event order by xact desc, seq desc, context limit ${limit}`,
  )
}
