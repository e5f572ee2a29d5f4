/**
 * The live feed of a tenant: events of both sides and of the joint's queues from their event tables, and what the joint
 * does as it does it. One reader for all who listen. Whoever comes back says how far it was and misses no stored event.
 */
import { type Cursor, type Database, first, isCursor, readEvents, type StoredEvent, sql, type Tx } from '@tandem/db'
import type { Hub, Progress } from '@tandem/hub'
import type { Id, Instant } from '@tandem/kernel'

const CONTEXTS = ['crm', 'erp', 'hub'] as const
type ContextName = (typeof CONTEXTS)[number]

/** How far each context was read. */
export type Position = Readonly<Record<ContextName, Cursor>>

/** CloudEvents 1.0. */
export interface CloudEvent {
  readonly specversion: '1.0'
  readonly id: string
  readonly source: string
  readonly type: string
  readonly subject: string
  readonly time: Instant
  readonly datacontenttype: 'application/json'
  readonly data: unknown
}

/** One who listens; `area` says what somebody must be allowed to read to hear it. */
export interface Listener {
  /** `at` is the position after this event: `resume` it there. */
  hear(event: CloudEvent, at: string, area: 'crm' | 'erp' | 'joint'): void
  /** Resolves when more can be taken; rejects when the listener is gone. */
  ready(): Promise<void>
}

export interface Feed {
  /** Listens from a position on, or from now. Answers the position it starts from; undefined for one that is none. */
  listen(listener: Listener, from?: string): Promise<{ at: string; stop(): void } | undefined>
  close(): void
}

export interface FeedOptions {
  readonly database: Database
  readonly tenant: Id
  readonly hub?: Hub | undefined
  readonly now: () => Instant
  readonly newId: () => Id
}

const PAGE = 200
const POLL_MS = 1000
/** A first load reports thousands of steps a second: they are added up for this long. */
const ADD_UP_MS = 200

interface Subscriber {
  readonly listener: Listener
  /** What it heard while it caught up, so that nothing comes twice. */
  readonly seen: Position
}

export function feedOf(options: FeedOptions): Feed {
  const { database, tenant } = options
  const subscribers = new Set<Subscriber>()
  let position: Position | undefined
  let reading: Promise<void> | undefined
  let again = false
  let stops: (() => void)[] = []

  async function readOn(): Promise<void> {
    for (let more = true; more && position; ) {
      const from = position
      const found = await database.transaction(tenant, (tx) => readAll(tx, from))
      more = found.some(({ events }) => events.length === PAGE)
      for (const { context, events } of found) for (const event of events) tell(context, event)
    }
  }

  function tell(context: ContextName, event: StoredEvent): void {
    if (!position) return
    position = { ...position, [context]: event.cursor }
    const at = textOf(position)
    const cloud = cloudEvent(context, event)
    for (const { listener, seen } of subscribers) {
      if (isAfter(event.cursor, seen[context])) listener.hear(cloud, at, areaOf(context))
    }
  }

  /** One reading at a time; what happens meanwhile is looked for right after. */
  function wake(): void {
    if (reading) {
      again = true
      return
    }
    reading = readOn()
      .catch(() => {})
      .finally(() => {
        reading = undefined
        if (again) {
          again = false
          wake()
        }
      })
  }

  async function begin(): Promise<Position> {
    position ??= await database.transaction(tenant, newest)
    if (stops.length === 0) {
      const timer = setInterval(wake, POLL_MS)
      stops = [
        () => clearInterval(timer),
        database.onAppended((whose) => whose === tenant && wake()),
        addUp(options, (event) => {
          for (const { listener } of subscribers) listener.hear(event, textOf(position as Position), 'joint')
        }),
      ]
    }
    return position
  }

  function rest(): void {
    for (const stop of stops) stop()
    stops = []
    position = undefined
  }

  /** Reads for one listener alone until it is where all are. */
  async function catchUp(listener: Listener, from: Position): Promise<Position> {
    let mine = from
    while (position && CONTEXTS.some((context) => isAfter((position as Position)[context], mine[context]))) {
      const start = mine
      const found = await database.transaction(tenant, (tx) => readAll(tx, start))
      for (const { context, events } of found) {
        for (const event of events) {
          mine = { ...mine, [context]: event.cursor }
          listener.hear(cloudEvent(context, event), textOf(mine), areaOf(context))
        }
      }
      await listener.ready()
    }
    return mine
  }

  return {
    async listen(listener, from) {
      const asked = from === undefined ? undefined : positionOf(from)
      if (from !== undefined && !asked) return undefined
      const head = await begin()
      const seen = asked ? await catchUp(listener, asked) : head
      const subscriber = { listener, seen }
      subscribers.add(subscriber)
      wake()
      return {
        at: textOf(seen),
        stop: () => {
          if (subscribers.delete(subscriber) && subscribers.size === 0) rest()
        },
      }
    },
    close() {
      subscribers.clear()
      rest()
    },
  }
}

async function readAll(tx: Tx, from: Position) {
  const pages = CONTEXTS.map(async (context) => {
    const { events } = await readEvents(tx, context, { after: from[context], limit: PAGE })
    return { context, events }
  })
  return Promise.all(pages)
}

/** The end of what is final now. */
async function newest(tx: Tx): Promise<Position> {
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

function textOf({ crm, erp, hub }: Position): string {
  return `${crm}~${erp}~${hub}`
}

function positionOf(text: string): Position | undefined {
  const parts = text.split('~')
  if (parts.length !== 3 || !parts.every(isCursor)) return undefined
  const [crm = '', erp = '', hub = ''] = parts
  return { crm, erp, hub }
}

function isAfter(a: Cursor, b: Cursor): boolean {
  const [[ax, as], [bx, bs]] = [numbersOf(a), numbersOf(b)]
  return ax > bx || (ax === bx && as > bs)
}

function numbersOf(cursor: Cursor): [bigint, bigint] {
  const [xact = '0', seq = '0'] = cursor === '' ? [] : cursor.split(':')
  return [BigInt(xact), BigInt(seq)]
}

function areaOf(context: ContextName): 'crm' | 'erp' | 'joint' {
  return context === 'hub' ? 'joint' : context
}

function cloudEvent(context: ContextName, event: StoredEvent): CloudEvent {
  const { id, document, documentId, documentVersion, type, payload, actorKind, actorId, causeSystem, causeChange, at } = event
  const cause = causeSystem === null ? null : { system: causeSystem, change: causeChange }
  return {
    specversion: '1.0',
    id,
    source: `/api/v1/${areaOf(context)}`,
    type,
    subject: `${document}/${documentId}`,
    time: at,
    datacontenttype: 'application/json',
    data: { document, documentId, documentVersion, actor: { kind: actorKind, id: actorId }, cause, payload },
  }
}

/** Steps of the joint, added up over a moment: `joint-delivered`, subject `tandem-erp/order`. */
function addUp({ hub, now, newId }: FeedOptions, tell: (event: CloudEvent) => void): () => void {
  const sums = new Map<string, Progress>()
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    timer = undefined
    for (const progress of sums.values()) tell(jointEvent(progress, now(), newId()))
    sums.clear()
  }
  const stop = hub?.onProgress((progress) => {
    const key = `${progress.step} ${progress.system} ${progress.kind}`
    sums.set(key, { ...progress, count: progress.count + (sums.get(key)?.count ?? 0) })
    timer ??= setTimeout(flush, ADD_UP_MS)
  })
  return () => {
    clearTimeout(timer)
    stop?.()
  }
}

function jointEvent(progress: Progress, time: Instant, id: Id): CloudEvent {
  const { step, system, kind } = progress
  return {
    specversion: '1.0',
    ...{ id, time, source: '/api/v1/joint', type: `joint-${step}`, subject: `${system}/${kind}` },
    datacontenttype: 'application/json',
    data: progress,
  }
}
