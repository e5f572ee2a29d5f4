/**
 * Changes of an API that can only be asked "what was changed since", or for everything: one page a question. Times are the
 * API's own; each round goes back further than the newest time seen by an overlap, and what was told falls out by its version.
 */
import type { Change } from '@tandem/hub'
import { epochMs, type Instant, instantOf } from '@tandem/kernel'
import { ToldMemory } from '../kit/told.ts'
import type { Caller } from './call.ts'
import type { RestKind, Since } from './describe.ts'
import { docOf, type RestDoc, snapshotOf } from './documents.ts'
import { listPage } from './pages.ts'

interface Place {
  /** The newest time told of, in milliseconds; absent: everything is read. */
  readonly mark?: number
  /** The newest time seen in this round. */
  readonly newest?: number
  /** The next page of this round. */
  readonly page?: string
  /** Something was new in this round. */
  readonly fresh?: true
}

export interface Page {
  readonly changes: Change[]
  readonly next: string
  readonly more: boolean
}

interface Options {
  readonly call: Caller
  readonly now: () => Instant
  readonly everyMs: number
}

/** What it remembers only spares the joint repeats. */
export class RestChanges {
  private readonly options: Options
  private readonly told = new ToldMemory<string>()
  private restsUntil = 0

  constructor(options: Options) {
    this.options = options
  }

  async page(kind: RestKind, cursor: string, limit: number): Promise<Page> {
    this.told.askedWith(cursor)
    const place = cursor === '' ? {} : (JSON.parse(cursor) as Place)
    const now = epochMs(this.options.now())
    if (cursor !== '' && place.page === undefined && now < this.restsUntil) return { changes: [], next: cursor, more: false }
    const { items, next } = await listPage(this.options.call, kind, place.page, limit, sinceQuery(kind.since, place.mark))
    const docs = items.flatMap((item) => docOf(kind, item) ?? [])
    const fresh = lastOfEach(docs).filter(({ externalId, version }) => this.told.get(externalId) !== version)
    const newest = Math.max(place.newest ?? place.mark ?? 0, ...docs.map(({ changedMs }) => changedMs ?? 0))
    const mark = place.mark === undefined ? {} : { mark: place.mark }
    const isNew = place.fresh || fresh.length > 0
    if (next !== undefined) return this.answer(fresh, { ...mark, newest, page: next, ...(isNew ? { fresh: true } : {}) }, true)
    // Numbered pages shift when something before them goes away: only a round that brings nothing new has seen everything.
    const mayHaveShifted = place.page !== undefined && (kind.paging.by === 'page' || kind.paging.by === 'offset')
    if (mayHaveShifted && isNew) return this.answer(fresh, mark, false)
    this.restsUntil = fresh.length === 0 ? now + this.options.everyMs : 0
    if (fresh.length === 0 && cursor !== '' && place.page === undefined) return { changes: [], next: cursor, more: false }
    return this.answer(fresh, kind.since && newest > 0 ? { mark: newest } : {}, false)
  }

  private answer(docs: readonly RestDoc[], place: Place, more: boolean): Page {
    // An empty text would mean the beginning.
    const next = JSON.stringify(place)
    this.told.tell(
      next,
      docs.map(({ externalId, version }) => [externalId, version]),
    )
    const at = (doc: RestDoc) => (doc.changedMs === undefined ? this.options.now() : instantOf(doc.changedMs))
    return { changes: docs.map((doc) => ({ ...snapshotOf(doc), at: at(doc), actor: 'api' })), next, more }
  }
}

/** A document that stands twice on a page is told as it stands last. */
function lastOfEach(docs: readonly RestDoc[]): RestDoc[] {
  return [...new Map(docs.map((doc) => [doc.externalId, doc])).values()]
}

function sinceQuery(since: Since | undefined, mark: number | undefined): Record<string, string> {
  if (!since || mark === undefined) return {}
  const from = Math.max(0, mark - since.overlapSeconds * 1_000)
  const text = since.form === 'iso' ? instantOf(from) : String(since.form === 'epoch' ? Math.floor(from / 1_000) : from)
  return { [since.query]: since.template.replace('{since}', text) }
}
