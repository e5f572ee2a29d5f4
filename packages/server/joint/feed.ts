/**
 * The live feed of a tenant: events of both sides and of the joint's queues from their event tables, and what the joint
 * does as it does it. One reader for all who listen. Whoever comes back says how far it was and misses no stored event.
 */
import type { Database } from '@tandem/db'
import type { Hub } from '@tandem/hub'
import type { Id, Instant } from '@tandem/kernel'
import { type Area, areaOf, type CloudEvent, cloudEvent, hearJoint } from './cloud-events.ts'
import {
  CONTEXTS,
  type ContextPage,
  isAfter,
  newestPosition,
  PAGE,
  type Position,
  positionOf,
  positionText,
  readAfter,
} from './feed-position.ts'

/** One who listens; `area` says what somebody must be allowed to read to hear it. */
export interface Listener {
  /** `at` is the position after this event. */
  hear(event: CloudEvent, at: string, area: Area): void
  /** Resolves when more can be taken; rejects when the listener is gone. */
  ready(): Promise<void>
}

export interface FeedOptions {
  readonly database: Database
  readonly tenant: Id
  readonly hub?: Hub | undefined
  readonly now: () => Instant
  readonly newId: () => Id
}

/** How often it looks by itself: other processes' commits are not heard. */
const POLL_MS = 1000

interface Subscriber {
  readonly listener: Listener
  /** What it heard while it caught up, so that nothing comes twice. */
  readonly seen: Position
}

export class Feed {
  private readonly options: FeedOptions
  private readonly subscribers = new Set<Subscriber>()
  /** Where the one reader is; undefined while nobody listens. */
  private position: Position | undefined
  private isReading = false
  private readAgain = false
  private stops: (() => void)[] = []

  constructor(options: FeedOptions) {
    this.options = options
  }

  /** Listens from a position on, or from now. Answers where it starts; undefined for a position that is none. */
  async listen(listener: Listener, from?: string): Promise<{ at: string; stop(): void } | undefined> {
    const asked = from === undefined ? undefined : positionOf(from)
    if (from !== undefined && !asked) return undefined
    const newest = await this.begin()
    const seen = asked ? await this.catchUp(listener, asked) : newest
    const subscriber = { listener, seen }
    this.subscribers.add(subscriber)
    this.wake()
    const stop = (): void => {
      if (this.subscribers.delete(subscriber) && this.subscribers.size === 0) this.rest()
    }
    return { at: positionText(seen), stop }
  }

  close(): void {
    this.subscribers.clear()
    this.rest()
  }

  private read(from: Position): Promise<ContextPage[]> {
    return this.options.database.read(this.options.tenant, (tx) => readAfter(tx, from))
  }

  private async begin(): Promise<Position> {
    const { database, tenant, hub, now, newId } = this.options
    this.position ??= await database.read(tenant, newestPosition)
    if (this.stops.length === 0) {
      const timer = setInterval(() => this.wake(), POLL_MS)
      this.stops.push(
        () => clearInterval(timer),
        database.onAppended((whose) => whose === tenant && this.wake()),
      )
      if (hub) this.stops.push(hearJoint(hub, now, newId, (event) => this.tellStep(event)))
    }
    return this.position
  }

  private rest(): void {
    for (const stop of this.stops) stop()
    this.stops = []
    this.position = undefined
  }

  /** One reading at a time; what happens meanwhile is looked for right after. */
  private wake(): void {
    this.readAgain = this.isReading
    if (this.isReading) return
    this.isReading = true
    this.readOn()
      // A reading that failed is done again by the next wake.
      .catch(() => {})
      .finally(() => {
        this.isReading = false
        if (this.readAgain) this.wake()
      })
  }

  private async readOn(): Promise<void> {
    for (let more = true; more && this.position; ) {
      const pages = await this.read(this.position)
      more = pages.some(({ events }) => events.length === PAGE)
      for (const page of pages) this.tell(page)
    }
  }

  private tell({ context, events }: ContextPage): void {
    for (const event of events) {
      if (!this.position) return
      this.position = { ...this.position, [context]: event.cursor }
      const [cloud, at] = [cloudEvent(context, event), positionText(this.position)]
      for (const { listener, seen } of this.subscribers) {
        if (isAfter(event.cursor, seen[context])) listener.hear(cloud, at, areaOf(context))
      }
    }
  }

  private tellStep(event: CloudEvent): void {
    if (!this.position) return
    const at = positionText(this.position)
    for (const { listener } of this.subscribers) listener.hear(event, at, 'joint')
  }

  /** Reads for one listener alone until it is where all are. */
  private async catchUp(listener: Listener, from: Position): Promise<Position> {
    let mine = from
    while (this.isBehind(mine)) {
      for (const { context, events } of await this.read(mine)) {
        for (const event of events) {
          mine = { ...mine, [context]: event.cursor }
          listener.hear(cloudEvent(context, event), positionText(mine), areaOf(context))
        }
      }
      await listener.ready()
    }
    return mine
  }

  private isBehind(mine: Position): boolean {
    const { position } = this
    return position !== undefined && CONTEXTS.some((context) => isAfter(position[context], mine[context]))
  }
}
