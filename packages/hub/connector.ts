/**
 * What a system must do to be joined. A connector speaks the joint's shapes (`kinds.ts`), but names things by its own
 * external ids, also inside references. It keeps nothing: the hub remembers.
 */

import type { Cause, Details, Instant, Json, Label, PlainDate, Refusal } from '@tandem/kernel'
import type { MoneySource } from './chain/money.ts'
import type { KindName } from './kinds.ts'
import type { Side } from './rules.ts'

export interface Connector {
  /** Unique among the joined systems of a tenant: `tandem-crm`. */
  readonly system: string
  readonly side: Side
  readonly label: Label
  capabilities(): Capabilities

  /**
   * What changed after a cursor (empty text: everything from the beginning), in an order in which nothing is ever added
   * before `next` later on. State, not steps: one entry per document, with the version and values it has at this moment,
   * never those of an earlier one.
   */
  changesSince(kind: KindName, cursor: string, limit: number): Promise<{ changes: Change[]; next: string; more: boolean }>

  /** The present values of documents; missing ones are left out. */
  read(kind: KindName, externalIds: readonly string[]): Promise<Snapshot[]>

  /**
   * One outcome per write, in order. Never half a document. A write that was refused or put off leaves no trace of its
   * key. Throwing means that nobody knows what became of any of them.
   */
  apply(kind: KindName, writes: readonly Write[]): Promise<Outcome[]>

  /** After an unknown outcome: what became of these keys. Undefined: nothing, so the write may be sent again. */
  probe(kind: KindName, keys: readonly Write[]): Promise<(Outcome | undefined)[]>

  /** How many documents there are, for the progress of a first load. Undefined: this system does not say. */
  count?(kind: KindName): Promise<number>

  /**
   * Whether a new document of the other side is none of this system's business and nobody's trouble, as an order of before the day on
   * which the two were joined: it stays where it is, as by a rule. Asked with the joint's values before it would be made.
   */
  passesBy?(kind: KindName, values: Values): boolean

  /** Live questions: availability, credit. Undefined: this system does not know. */
  ask?(question: Question): Promise<Answer | undefined>

  /** Its own fields of a kind, when its values are not the joint's own: mappings are checked against them. */
  fields?(kind: KindName): readonly NativeField[] | undefined

  /** For the proof: the version-free content of documents by ascending external id, a page at a time. */
  list(kind: KindName, after: string, limit: number): Promise<Snapshot[]>

  /**
   * The ids of the same documents as `list`, in the same order. Now and then they are laid beside what the joint knows: for
   * systems that cannot tell what was deleted, and for what no reading of changes can be sure of.
   */
  ids?(kind: KindName, after: string, limit: number): Promise<readonly string[]>

  /**
   * For the proof: digests of ranges of the same documents as `list`, so that not everything must be read to find what
   * differs. Without it, it is. A digest that is wrong can only cost time or hide a difference, so reckon it of the rows.
   */
  digest?(kind: KindName, ranges: readonly Range[]): Promise<Digests>

  /** What it says of the money of orders and customers, for the chain from order to ledger. */
  readonly money?: MoneySource

  /**
   * Tells the hub to pull soon, all kinds or the named ones. A hint: pulling goes on without it. Answers how to stop it.
   * `echo`: all that is new are the joint's own writes, so there is no hurry.
   */
  onWake?(wake: (kinds?: readonly KindName[], hint?: { readonly echo: boolean }) => void): () => void

  /**
   * Which kinds have anything after these cursors: one cheap question instead of a `changesSince` per kind each time the
   * hub is woken. It may name a kind too many, never one too few.
   */
  hasNews?(cursors: Readonly<Partial<Record<KindName, string>>>): Promise<readonly KindName[]>
}

export interface Capabilities {
  readonly kinds: Readonly<Partial<Record<KindName, KindCapability>>>
  /** Most writes in one `apply`. */
  readonly batch: number
  /** So many batches may be written at the same time, while more waits than fits into one. One, when it does not say. */
  readonly writesAtOnce?: number
  /** The system itself answers a repeated key with its first outcome. */
  readonly idempotent: boolean
  /**
   * While it tells all it has for the first time, it may be asked for a page before the one before it has been kept, and for that
   * one again.
   */
  readonly readsAhead?: true
}

export interface KindCapability {
  readonly read: boolean
  readonly write: boolean
  /** It can really delete: takes writes with `delete`. */
  readonly delete?: boolean
  /** It can merge two documents and undo it: takes writes with `mergeInto`. */
  readonly merge?: boolean
}

/**
 * Values by field. Null is an empty field; a field that is left out is not kept by that system, which so says nothing
 * about it (a line says all its fields). Decimals, dates and moments are text; a reference is an external id of the same system.
 */
export type Values = Readonly<Record<string, Json>>

export interface Snapshot {
  readonly externalId: string
  /** Changes whenever the document does: a number, a hash or a time stamp, as text. */
  readonly version: string
  readonly values: Values
  readonly deleted?: true
  /** Who wrote this version there, in that system's words; left out where a system says so with its changes only. */
  readonly by?: string
  /**
   * For systems that may give the id of a deleted document to another one: what tells the two apart, such as the moment it
   * was made. Without it, a new document is taken for an edit of the old one while its deletion has not been told.
   */
  readonly born?: string
  /** Merged into this document: what named this one names that one now. `list` leaves such documents out. */
  readonly mergedInto?: string
  /** Set by the joint where a mapping, rules of quality or the system's own fields stand between: connectors leave it out. */
  readonly mapped?: Mapped
}

export interface Mapped {
  /** The version of the mapping; null when there is none and only the system's own terms are kept. */
  readonly version: number | null
  /** What the system told, in its own terms. */
  readonly native: Values
  /** Why the mapping could not read it, or which rule of quality it breaks; the values then are the native ones. */
  readonly refusal?: Refusal
}

/** What a system says of one of its own fields, so that a mapping can be checked before it is used. */
export interface NativeField {
  /** Where it stands in the native values: `phone`, `billing.city`; inside lines relative to the line. */
  readonly path: string
  readonly label?: Label
  /** Decimals are text, whatever the system has inside: JSON numbers are not exact. */
  readonly kind: 'text' | 'decimal' | 'integer' | 'flag' | 'date' | 'instant' | 'choice' | 'reference' | 'lines' | 'json'
  readonly choices?: readonly string[]
  readonly optional?: true
  /** The joint cannot write it. */
  readonly readOnly?: true
  /** Amounts are kept in a smaller unit: `100` when they are cents. */
  readonly scale?: string
  /** All its values are in this unit or currency, whatever the document says. */
  readonly unit?: string
  readonly currency?: string
  /** How it writes dates when they are text: `DD.MM.YYYY`. */
  readonly format?: string
  readonly of?: readonly NativeField[]
}

export interface Change extends Snapshot {
  readonly at: Instant
  /** Who changed it there, in that system's words. */
  readonly actor: string
  /** Set when the present version, not an earlier one, was made by the joint itself: then it is an echo of that write. */
  readonly cause?: Cause
}

export interface Write {
  /** `system:record:version`, and `:n` after a person's n-th retry: the same write always has the same key. */
  readonly key: string
  /** Absent: create. */
  readonly externalId?: string
  /** The version last seen there; a system that can check it answers `later` with reason `stale` when it has moved on. */
  readonly seen?: string
  /** Delete the document. Done also when it is gone already; `changed` is empty then. */
  readonly delete?: true
  /** Merge the document into this one of the same system; null: undo that. Done also when it is so already. */
  readonly mergeInto?: string | null
  /** All values of the record. On an update, write those that are named in `changed` only. */
  readonly values: Values
  /** Which of them differ from what was last agreed with this system. On create: all. */
  readonly changed: readonly string[]
}

export type Outcome =
  | { readonly done: { readonly externalId: string; readonly version: string; readonly born?: string } }
  /** The system understood and will not: a person must act. */
  | { readonly refused: { readonly code: string; readonly details: Details } }
  /** Not now: busy, rate limit, stale. */
  | { readonly later: { readonly afterMs: number; readonly reason: string } }
  /** No answer came: it may or may not have happened. */
  | { readonly unknown: { readonly reason: string } }

export type Question =
  /** Can these be delivered? Items by external id. */
  | {
      readonly ask: 'availability'
      readonly lines: readonly {
        readonly item: string
        readonly quantity: string
        readonly unit: string
        readonly date: PlainDate | null
      }[]
    }
  | { readonly ask: 'credit'; readonly customer: string; readonly amount: string; readonly currency: string }

export type Answer =
  | { readonly ask: 'availability'; readonly lines: readonly AvailabilityLine[] }
  | {
      readonly ask: 'credit'
      readonly state: 'good' | 'exceeded' | 'on-hold' | 'no-limit'
      readonly limit: string | null
      /** Open receivables plus confirmed orders not yet invoiced. */
      readonly used: string
      readonly free: string | null
      readonly currency: string
    }

export interface AvailabilityLine {
  readonly available: string
  readonly onHand: string
  /** The earliest date for the whole quantity; null when nobody can say. */
  readonly date: PlainDate | null
  readonly reason: 'in-stock' | 'incoming' | 'lead-time' | 'unknown' | 'service'
}

/** External ids greater than `after`, up to and with `upTo` (null: to the end), in byte order. */
export interface Range {
  readonly after: string
  readonly upTo: string | null
}

export interface Digest {
  readonly count: number
  /** 128 binary digits. */
  readonly hash: string
  /** Money by currency, exact decimal text; only kinds that carry money. */
  readonly sums: Readonly<Record<string, string>>
}

export interface Digests {
  /** The fields of the kind that this system tells, and so are in the content. */
  readonly fields: readonly string[]
  /** One for each range, in order. */
  readonly ranges: readonly Digest[]
}
