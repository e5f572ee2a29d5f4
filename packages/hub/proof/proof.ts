/** What the comparison of all systems says. Only this may call two systems "in sync". */
import type { Id, Json } from '@tandem/kernel'
import type { KindName } from '../kinds.ts'

export interface Proof {
  /** Every document of every kind is on each side, with the same values, and nothing is on its way or parked. */
  readonly inSync: boolean
  readonly kinds: readonly KindProof[]
  /** What it cost: digests asked for and documents read, of all systems. */
  readonly read: { readonly digests: number; readonly documents: number }
}

export interface KindProof {
  readonly kind: KindName
  /** Documents by system. */
  readonly counts: Readonly<Record<string, number>>
  /** Sums of money by system and currency, exact decimal text. Only kinds that carry money. */
  readonly sums: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** The digest of everything a system tells, by system, of those that give digests. Systems that tell other fields have others. */
  readonly digests: Readonly<Record<string, string>>
  /** Documents that stay alone by rule, by the system that has them not: no differences. */
  readonly staying: Readonly<Record<string, number>>
  readonly differenceCount: number
  /** The first differences, at most 1,000 a kind. */
  readonly differences: readonly Difference[]
}

export type Why =
  /** Taken in, not yet planned. */
  | 'pending-change'
  /** Planned, not yet written there. */
  | 'pending-delivery'
  /** In the inbox. */
  | 'parked'
  /** A person ignored it, with a reason. */
  | 'ignored'
  /** In the conflict queue. */
  | 'conflict'
  /** In the queue of possible duplicates. */
  | 'duplicate'
  /** The system keeps it in another form than it was given, and the other side was right to keep its own. */
  | 'kept-differently'
  /** Nobody told the joint: changed behind its back. `repair` settles it. */
  | 'drift'

export interface Difference {
  readonly record: Id | null
  readonly system: string
  readonly externalId: string | null
  /** What people call the document: its number, code or name. */
  readonly subject: string
  /** Null: the whole document is missing there or unknown here. */
  readonly field: string | null
  readonly agreed: Json
  readonly found: Json
  readonly why: Why
}
