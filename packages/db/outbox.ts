/**
 * The event table of a context: outbox and audit trail in one. What happened to which document, by whom, when, and
 * because of what. Appended in the transaction of the change; never changed after.
 */
import type { Context, Id, Instant, Json } from '@tandem/kernel'
import { type RawBuilder, sql } from 'kysely'
import { insertRows, textArray } from './rows.ts'
import { rows, type Tx } from './tx.ts'

/** What a command reports: a fact in the past tense, `sales-order-confirmed`. */
export interface NewEvent {
  readonly document: string
  readonly documentId: Id
  /** The version of the document after the change. */
  readonly documentVersion: number
  readonly type: string
  /** What changed: the facts, or the new values of the changed fields. */
  readonly payload: Json
}

export interface StoredEvent extends NewEvent {
  readonly id: Id
  readonly cursor: Cursor
  readonly actorKind: Context['actor']['kind']
  readonly actorId: string
  readonly causeSystem: string | null
  readonly causeChange: string | null
  readonly at: Instant
}

/** A place in the stream, `<transaction>:<sequence>`. The empty text is its beginning. */
export type Cursor = string

/** `context` is the schema: `crm`, `erp`. */
export async function appendEvents(tx: Tx, context: string, by: Context, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return
  tx.touched(
    context,
    events.map(({ document }) => document),
    by.actor.kind === 'joint',
  )
  await insertRows(
    tx,
    `${context}.event`,
    events.map((event) => ({
      id: by.newId(),
      ...event,
      actorKind: by.actor.kind,
      actorId: by.actor.id,
      causeSystem: by.cause?.system ?? null,
      causeChange: by.cause?.change ?? null,
      at: by.now,
    })),
    { same: ['actorKind', 'actorId', 'causeSystem', 'causeChange', 'at'] },
  )
}

/**
 * The next events after a cursor, oldest first, of some documents or of all. A sequence number is taken before its
 * transaction commits, so a later number can be seen first; therefore nothing at or above the oldest transaction still
 * running is read: what is returned is final, nothing is ever added before it. A long transaction delays, it loses nothing.
 */
export function readEvents(tx: Tx, context: string, options: EventsWanted): Promise<EventPage<StoredEvent>> {
  return eventPage(tx, context, options, sql`document_version, type, payload, actor_kind, cause_system, cause_change`)
}

interface EventsWanted {
  readonly after: Cursor
  readonly limit: number
  readonly documents?: readonly string[]
}

interface EventPage<E> {
  readonly events: E[]
  readonly next: Cursor
}

/** Which document it is about, by whom and when: for whoever reads the documents themselves. */
export type EventHead = Pick<StoredEvent, 'id' | 'document' | 'documentId' | 'actorId' | 'at' | 'cursor'>

/** The same without what the events say. */
export function readEventHeads(tx: Tx, context: string, options: EventsWanted): Promise<EventPage<EventHead>> {
  return eventPage(tx, context, options)
}

async function eventPage<E extends EventHead>(
  tx: Tx,
  context: string,
  options: EventsWanted,
  more?: RawBuilder<unknown>,
): Promise<EventPage<E>> {
  const [xact = '0', seq = '0'] = options.after === '' ? [] : options.after.split(':')
  const from = sql`from ${sql.raw(context)}.event where xact < pg_snapshot_xmin(pg_current_snapshot())`
  const page = sql`order by xact, seq limit ${options.limit}`
  // One index range per document, then the first of all: an index cannot answer `document in (...)` in order. The document
  // is part of the place, so that only the index of a document's events fits.
  const found = options.documents
    ? sql`unnest(${textArray(options.documents)}::text[]) as wanted,
          lateral (select * ${from} and (document, xact, seq) > (wanted, ${xact}::xid8, ${seq}::bigint) and document <= wanted
                   order by document, xact, seq limit ${options.limit}) as event`
    : sql`(select * ${from} and (xact, seq) > (${xact}::xid8, ${seq}::bigint) ${page}) as event`
  const events = await rows(
    tx,
    sql<E>`
      select id, document, document_id, actor_id, at, xact::text || ':' || seq as cursor${more ? sql`, ${more}` : sql``}
      from ${found} ${page}`,
  )
  return { events, next: events.at(-1)?.cursor ?? options.after }
}

/** What happened to one document, oldest first, a page at a time: its audit trail. Unlike `readEvents` it shows the newest at once. */
export async function readHistory(
  tx: Tx,
  context: string,
  documentId: Id,
  options: { after: Cursor; limit: number },
): Promise<{ events: StoredEvent[]; next: Cursor | null }> {
  const [xact = '0', seq = '0'] = options.after === '' ? [] : options.after.split(':')
  const found = await rows(
    tx,
    sql<StoredEvent>`
      select id, document, document_id, document_version, type, payload, actor_kind, actor_id, cause_system,
             cause_change, at, xact::text || ':' || seq as cursor
      from ${sql.raw(context)}.event
      where document_id = ${documentId} and (xact, seq) > (${xact}::xid8, ${seq}::bigint)
      order by xact, seq limit ${options.limit + 1}`,
  )
  const events = found.slice(0, options.limit)
  return { events, next: found.length > options.limit ? (events.at(-1)?.cursor ?? null) : null }
}

/** `<transaction>:<sequence>`, or the empty text. */
export function isCursor(text: string): boolean {
  return /^(\d{1,19}:\d{1,18})?$/.test(text)
}
