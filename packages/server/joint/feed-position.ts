/** How far a listener of the feed has read: a place in each context's stream of events. */
import { type Cursor, first, isCursor, readEvents, type StoredEvent, sql, type Tx } from '@tandem/db'

export const CONTEXTS = ['crm', 'erp', 'hub'] as const
export type ContextName = (typeof CONTEXTS)[number]

export type Position = Readonly<Record<ContextName, Cursor>>

/** Events of each context in one reading. */
export const PAGE = 200

export interface ContextPage {
  readonly context: ContextName
  readonly events: readonly StoredEvent[]
}

/** The next events of all contexts after a position. */
export function readAfter(tx: Tx, from: Position): Promise<ContextPage[]> {
  const pages = CONTEXTS.map(async (context) => {
    const { events } = await readEvents(tx, context, { after: from[context], limit: PAGE })
    return { context, events }
  })
  return Promise.all(pages)
}

/** The end of what is final now. */
export async function newestPosition(tx: Tx): Promise<Position> {
  const ends = CONTEXTS.map(async (context): Promise<[ContextName, Cursor]> => {
    const row = await first(
      tx,
      sql<{ cursor: Cursor }>`
        select xact::text || ':' || seq as cursor from ${sql.raw(context)}.event
        where xact < pg_snapshot_xmin(pg_current_snapshot()) order by xact desc, seq desc limit 1`,
    )
    return [context, row?.cursor ?? '']
  })
  return Object.fromEntries(await Promise.all(ends)) as Record<ContextName, Cursor>
}

/** As it stands in an event's id: `12:3~12:4~`. */
export function positionText({ crm, erp, hub }: Position): string {
  return `${crm}~${erp}~${hub}`
}

/** Undefined for a text that is no position. */
export function positionOf(text: string): Position | undefined {
  const parts = text.split('~')
  if (parts.length !== 3 || !parts.every(isCursor)) return undefined
  const [crm = '', erp = '', hub = ''] = parts
  return { crm, erp, hub }
}

export function isAfter(a: Cursor, b: Cursor): boolean {
  const [[ax, as], [bx, bs]] = [numbersOf(a), numbersOf(b)]
  return ax > bx || (ax === bx && as > bs)
}

function numbersOf(cursor: Cursor): [bigint, bigint] {
  const [xact = '0', seq = '0'] = cursor === '' ? [] : cursor.split(':')
  return [BigInt(xact), BigInt(seq)]
}
