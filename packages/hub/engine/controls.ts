/** What a worker counts and knows of how it is to run. */
import type { Instant } from '@tandem/kernel'
import type { Connector } from '../connector.ts'
import type { KindName } from '../kinds.ts'

/** What flowed since it was last added to the database. */
export interface Tally {
  readonly system: string
  readonly kind: string
  readonly direction: 'in' | 'out'
  done: number
  failed: number
  /** The last reason or refusal code. */
  last: string
}

/** Kinds whose reading waits, and when that was looked up. */
export interface Pressure {
  readonly held: ReadonlySet<KindName>
  readonly lookedAt: number
  /** Pages read since. */
  readonly pages: number
}

export type Page = Awaited<ReturnType<Connector['changesSince']>>

export interface ReadPage {
  readonly page: Page
  /** How many writes were recorded before it was asked for. */
  readonly readMark: number
}

/** A page of a first reading that was asked for ahead. */
export interface NextPage {
  readonly cursor: string
  readonly coming: Promise<ReadPage>
}

/** Looked up anew at each poll. */
export interface Controls {
  /** Systems with a quota. */
  readonly limited: Set<string>
  readonly pressure: Map<string, Pressure>
  /** When systems last answered, as far as it is not in the database yet. */
  readonly heard: Map<string, Instant>
}
