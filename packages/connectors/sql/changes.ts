/** The pages of changes of one kind: the first reading by key, then rounds of watching. */
import type { Change, Snapshot } from '@tandem/hub'
import { epochMs, type Instant } from '@tandem/kernel'
import { ToldMemory } from '../kit/told.ts'
import type { SqlEngine } from './engine.ts'
import { pageOf, type Reading, readDocs } from './read.ts'
import { horizon, type Place, type Touched, touchedSince } from './watch.ts'

export interface Page {
  readonly changes: Change[]
  readonly next: string
  readonly more: boolean
}

interface Options {
  readonly engine: SqlEngine
  readonly now: () => Instant
  /** How long a kind rests after a round that brought nothing. */
  readonly everyMs: number
}

/** What it remembers only spares the joint repeats: after a start some is told again, and nothing is lost. */
export class ChangeReader {
  private readonly options: Options
  private readonly told = new ToldMemory<string>()
  private restsUntil = 0

  constructor(options: Options) {
    this.options = options
  }

  async page(reading: Reading, cursor: string, limit: number): Promise<Page> {
    this.told.askedWith(cursor)
    const now = epochMs(this.options.now())
    const place = cursor === '' ? undefined : (JSON.parse(cursor) as Place)
    if (place?.load === undefined && place && !place.after && now < this.restsUntil)
      return { changes: [], next: cursor, more: false }
    const page = await this.options.engine.read(async (session) => {
      if (!place) return this.load(await pageOf(session, reading, '', limit), { from: await horizon(session, reading) }, limit)
      if (place.load !== undefined) return this.load(await pageOf(session, reading, place.load, limit), place, limit)
      const next = place.after ? (place.next ?? null) : await horizon(session, reading)
      const touched = await touchedSince(session, reading, place, limit)
      const docs = await readDocs(session, reading, [...new Set(touched.map(({ externalId }) => externalId))])
      return this.watched(cursor, { ...place, next }, touched, docs, limit)
    })
    if (!page.more && page.changes.length === 0) this.restsUntil = now + this.options.everyMs
    return page
  }

  private load(docs: readonly Snapshot[], { from }: Pick<Place, 'from'>, limit: number): Page {
    const last = docs.at(-1)?.externalId
    const isMore = docs.length === limit && last !== undefined
    return this.answer(
      docs.map((doc) => this.changeOf(doc)),
      isMore ? { from, load: last } : { from },
      isMore,
    )
  }

  private watched(cursor: string, place: Place, touched: readonly Touched[], docs: readonly Snapshot[], limit: number): Page {
    const there = new Map(docs.map((doc) => [doc.externalId, doc]))
    const fresh = docs.filter(({ externalId, version }) => this.told.get(externalId) !== version)
    const gone = touched.filter(({ externalId, isDeleted }) => isDeleted && !there.has(externalId))
    const changes = [...fresh.map((doc) => this.changeOf(doc)), ...this.deletions(gone)]
    const last = touched.at(-1)
    if (touched.length === limit && last) {
      return this.answer(changes, { from: place.from, next: place.next ?? null, after: [last.mark, last.externalId] }, true)
    }
    // Where nothing was new the place stays, so that the joint has nothing to keep.
    if (changes.length === 0 && !place.after) return { changes: [], next: cursor, more: false }
    return this.answer(changes, { from: place.next ?? null }, false)
  }

  private deletions(gone: readonly Touched[]): Change[] {
    const last = new Map(gone.map((one) => [one.externalId, one]))
    return [...last.values()].flatMap(({ externalId, mark }) => {
      const version = `deleted ${mark}`
      return this.told.get(externalId) === version ? [] : [this.changeOf({ externalId, version, values: {}, deleted: true })]
    })
  }

  private changeOf(doc: Snapshot): Change {
    return { ...doc, at: this.options.now(), actor: 'sql' }
  }

  private answer(changes: Change[], place: Place, more: boolean): Page {
    const next = JSON.stringify(place)
    this.told.tell(
      next,
      changes.map(({ externalId, version }) => [externalId, version]),
    )
    return { changes, next, more }
  }
}
