/**
 * Reading changes of a system that can only be asked "what was touched since": no row is lost, whatever its times are worth.
 *
 * - Times are the system's own, never ours: clocks may differ.
 * - Each question goes back further than the last by an overlap, because a slow transaction commits rows with an older time
 *   than others that were read already. What was told before falls out by its time of touch; now and then everything in the
 *   overlap is read again and compared by content, too.
 * - Where it is costly to ask so far back each time, questions in between go back less far (`near`): what commits late is told
 *   a little later then, and never passed, since the next far one goes back from where the one before it ended.
 * - A row touched within the last seconds is read again until its second is surely over.
 * - The first reading goes by ascending ids, which nothing changes.
 */
import type { Change, Values } from '@tandem/hub'
import { epochMs, type Instant, instantOf } from '@tandem/kernel'
import { ToldMemory } from './told.ts'

/** A document as the system has it now. */
export interface Doc {
  readonly externalId: string
  readonly version: string
  readonly values: Values
  readonly at: Instant
  readonly actor: string
}

export interface Touch {
  readonly externalId: string
  readonly at: Instant
}

/** How one kind is found in a system. */
export interface Source {
  /** What is watched: a document may be touched by its lines or by what refers to it. */
  readonly tables: readonly string[]
  /** The newest time of touch in each table; null for an empty one. */
  newest(table: string): Promise<Instant | null>
  /** Documents touched at or after a time, however many. */
  touched(table: string, from: Instant): Promise<readonly Touch[]>
  /** Documents by ascending external id. */
  page(after: string, limit: number): Promise<readonly Doc[]>
  read(externalIds: readonly string[]): Promise<readonly Doc[]>
}

export interface PollOptions {
  /** Longer than the longest transaction there. */
  readonly overlapMs: number
  /** Left out: each question goes back by the whole overlap. */
  readonly near?: {
    /** How far questions go back in between. */
    readonly overlapMs: number
    /** How often one goes back by the whole overlap. */
    readonly farEveryMs: number
  }
  /** How long after its time a touch may still be followed by another with the same time. */
  readonly settledMs: number
  /** How often everything in the overlap is read again. */
  readonly againMs: number
  /** How often the system is asked at all, unless it was woken. */
  readonly everyMs: number
  readonly now: () => Instant
}

interface Cursor {
  readonly marks: Readonly<Record<string, Instant | null>>
  /** The last document of the first reading so far; absent once it is done. */
  readonly load?: string
  /** Makes every page's cursor one of its own. */
  readonly n: number
}

interface Told {
  readonly at: Instant
  readonly version: string
  /** When it was first read with this time of touch, by our clock. */
  readonly since: number
}

export interface Poll {
  changesSince(cursor: string, limit: number): Promise<{ changes: Change[]; next: string; more: boolean }>
  /** The next question is asked at once. */
  wake(): void
}

/** What it remembers only spares work: another process, or this one after a start, tells some again and loses none. */
export function pollOf(source: Source, options: PollOptions): Poll {
  const state = new PollState(source, options)
  return {
    changesSince: (cursor, limit) => state.changesSince(cursor, limit),
    wake: () => {
      state.restsUntil = 0
    },
  }
}

class PollState {
  restsUntil = 0
  private readonly source: Source
  private readonly options: PollOptions
  private readonly told = new ToldMemory<Told>()
  private queue: { readonly cursor: string; readonly touches: Touch[]; readonly newest: Cursor['marks'] } | undefined
  private readAllAt = 0
  /** The last far look that was told: when it was, and where its marks stood. */
  private far: { readonly at: number; readonly marks: Cursor['marks'] } | undefined

  constructor(source: Source, options: PollOptions) {
    this.source = source
    this.options = options
  }

  async changesSince(cursor: string, limit: number): Promise<{ changes: Change[]; next: string; more: boolean }> {
    const now = epochMs(this.options.now())
    if (!this.told.askedWith(cursor)) this.forgetLooks()
    const from = await this.parse(cursor)
    if (from.load !== undefined) return this.loadPage(from, from.load, limit, now)
    if (now < this.restsUntil) return { changes: [], next: cursor, more: false }
    try {
      return await this.watch(cursor, from, limit, now)
    } catch (fault) {
      this.forgetLooks()
      throw fault
    }
  }

  /** What was found may not have been kept: it is looked for again as far back. */
  private forgetLooks(): void {
    this.queue = undefined
    this.far = undefined
  }

  private async parse(cursor: string): Promise<Cursor> {
    if (cursor !== '') return JSON.parse(cursor) as Cursor
    // What is touched while the stock is read is found by watching from here on.
    const marks = await Promise.all(this.source.tables.map(async (table) => [table, await this.source.newest(table)] as const))
    return { marks: Object.fromEntries(marks), load: '', n: 0 }
  }

  private async loadPage({ marks, n }: Cursor, after: string, limit: number, now: number) {
    const docs = await this.source.page(after, limit)
    const last = docs.at(-1)?.externalId
    const more = docs.length === limit && last !== undefined
    const told = (doc: Doc): Told => this.toldOf(doc, doc.at, now)
    return this.answer(docs, told, { marks, n: n + 1, ...(more ? { load: last } : {}) }, more)
  }

  private async watch(cursor: string, from: Cursor, limit: number, now: number) {
    const { touches, newest } = this.queue?.cursor === cursor ? this.queue : await this.ask(from, now)
    this.queue = undefined
    const batch = touches.slice(0, limit)
    const rest = touches.slice(limit)
    const docs = batch.length > 0 ? await this.source.read(batch.map(({ externalId }) => externalId)) : []
    const isNew = ({ externalId, version }: Doc) => this.told.get(externalId)?.version !== version
    const fresh = docs.filter(isNew)
    const reread = docs.filter((doc) => !isNew(doc))
    const touchedAt = new Map(batch.map(({ externalId, at }) => [externalId, at]))
    const told = (doc: Doc): Told => this.toldOf(doc, touchedAt.get(doc.externalId) ?? doc.at, now)
    for (const doc of reread) this.told.set(doc.externalId, told(doc))
    const marks = rest[0] ? earlier(newest, rest[0].at) : newest
    if (fresh.length === 0 && rest.length === 0) this.rest(now, marks)
    const isSame = fresh.length === 0 && JSON.stringify(marks) === JSON.stringify(from.marks)
    const next = isSame ? from : { marks, n: from.n + 1 }
    const answer = this.answer(fresh, told, next, rest.length > 0, isSame ? cursor : undefined)
    if (rest.length > 0) this.queue = { cursor: answer.next, touches: rest, newest }
    return answer
  }

  /** What is to be read, oldest first, and where watching goes on when all of it is told. */
  private async ask({ marks }: Cursor, now: number): Promise<{ touches: Touch[]; newest: Cursor['marks'] }> {
    const isAll = now - this.readAllAt >= this.options.againMs
    if (isAll) this.readAllAt = now
    const { near } = this.options
    const isFar = isAll || !near || !this.far || now - this.far.at >= near.farEveryMs
    const found = await Promise.all(
      this.source.tables.map(async (table) => {
        const mark = marks[table] ?? null
        const touches = await this.source.touched(table, this.startOf(table, mark, isFar))
        const last = touches.reduce<Instant | null>((most, { at }) => (most === null || isLater(at, most) ? at : most), mark)
        return { table, touches, last }
      }),
    )
    const wanted = new Map<string, Touch>()
    for (const touch of found.flatMap(({ touches }) => touches)) {
      const before = wanted.get(touch.externalId)
      if (before ? isLater(touch.at, before.at) : isAll || this.isOpen(touch, now)) wanted.set(touch.externalId, touch)
    }
    const touches = [...wanted.values()].sort((a, b) => epochMs(a.at) - epochMs(b.at))
    const newest = Object.fromEntries(found.map(({ table, last }) => [table, last]))
    if (isFar) this.far = { at: now, marks: newest }
    return { touches, newest }
  }

  /** Where a question about a table begins: a far one goes back from where the one before it ended, whatever was near since. */
  private startOf(table: string, mark: Instant | null, isFar: boolean): Instant {
    const { overlapMs, near } = this.options
    if (mark === null) return FIRST
    if (!near) return before(mark, overlapMs)
    if (!isFar) return before(mark, near.overlapMs)
    const ended = this.far?.marks[table]
    // After a start nobody knows how far the near ones had come.
    return ended ? before(isLater(ended, mark) ? mark : ended, overlapMs) : before(mark, overlapMs + near.farEveryMs)
  }

  /**
   * Not told yet as it was touched last, or so soon after that another touch may have had the same time. Whatever their clock
   * says: what comes in the same second of theirs comes within a second of ours.
   */
  private isOpen({ externalId, at }: Touch, now: number): boolean {
    const told = this.told.get(externalId)
    return !told || isLater(at, told.at) || now - told.since < this.options.settledMs
  }

  private toldOf({ externalId, version }: Doc, at: Instant, now: number): Told {
    const before = this.told.get(externalId)
    return { at, version, since: before && !isLater(at, before.at) ? before.since : now }
  }

  private rest(now: number, marks: Cursor['marks']): void {
    this.restsUntil = now + this.options.everyMs
    const known = Object.values(marks).flatMap((mark) => (mark === null ? [] : [epochMs(mark)]))
    if (known.length === 0) return
    const horizon = Math.min(...known) - 2 * this.options.overlapMs
    this.told.forget(({ at }) => epochMs(at) < horizon)
  }

  private answer(docs: readonly Doc[], told: (doc: Doc) => Told, next: Cursor, more: boolean, same?: string) {
    const cursor = same ?? JSON.stringify(next)
    this.told.tell(
      cursor,
      docs.map((doc) => [doc.externalId, told(doc)]),
    )
    const changes = docs.map((doc): Change => ({ ...doc }))
    return { changes, next: cursor, more }
  }
}

const FIRST = '1970-01-01T00:00:00Z' as Instant

function isLater(a: Instant, b: Instant): boolean {
  return epochMs(a) > epochMs(b)
}

function before(at: Instant, ms: number): Instant {
  return instantOf(epochMs(at) - ms)
}

/** No mark may pass what has not been told yet. */
function earlier(marks: Cursor['marks'], least: Instant): Cursor['marks'] {
  const entries = Object.entries(marks).map(([table, mark]) => [table, mark !== null && isLater(mark, least) ? least : mark])
  return Object.fromEntries(entries) as Cursor['marks']
}
