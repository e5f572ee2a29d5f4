/** What a hub is given, what it can do, and the limits it keeps. */
import type { Database } from '@tandem/db'
import type { Id, Instant, Result } from '@tandem/kernel'
import type { Answer, Connector, Question } from '../connector.ts'
import type { KindName } from '../kinds.ts'
import type { LoadPreview } from '../load/previewed.ts'
import type { Proof } from '../proof/proof.ts'
import type { Rule } from '../rules.ts'
import type { SystemStatus } from '../systems/queries.ts'
import type { TravelOfKind } from '../travel.ts'

export interface HubOptions {
  readonly database: Database
  readonly tenant: Id
  readonly connectors: readonly Connector[]
  readonly now: () => Instant
  readonly newId: () => Id
  /** Random numbers in [0, 1): spreads retries, so that systems that come back are not stormed. */
  readonly random: () => number
  /** Names this worker in its leases; must differ between processes. Left out: a new id. */
  readonly worker?: string
  /** Rules instead of those of `kinds.ts`, by kind and field. */
  readonly rules?: Readonly<Partial<Record<KindName, Readonly<Record<string, Rule>>>>>
  /** What travels instead of the usual, by kind. */
  readonly travel?: Readonly<Partial<Record<KindName, TravelOfKind>>>
  readonly limits?: Partial<Limits>
  /** A hub that works by itself also follows the money of orders and proves a part of everything now and then. */
  readonly proves?: boolean
  /** Told of everything unexpected that the loops survive; `where` is `pull tandem-crm customer` or alike. */
  readonly onFault?: (fault: unknown, where: string) => void
}

export interface Limits {
  /** Documents in one `changesSince`. */
  readonly pullPage: number
  /** Changes planned in one transaction. */
  readonly planBatch: number
  /** How long a system has to answer before somebody else may ask it what became of a write. */
  readonly leaseMs: number
  /** Tries of one delivery before it goes to the inbox. */
  readonly attempts: number
  readonly firstDelayMs: number
  readonly longestDelayMs: number
  /** How often the loops look by themselves when nothing wakes them. */
  readonly pollMs: number
  /** A change whose reference is still unknown after this is shown in the inbox. */
  readonly waitingTooLongMs: number
}

export const LIMITS: Limits = {
  pullPage: 500,
  planBatch: 500,
  leaseMs: 30_000,
  attempts: 20,
  firstDelayMs: 200,
  longestDelayMs: 300_000,
  pollMs: 1_000,
  waitingTooLongMs: 60_000,
}

/** What the joint did, told in this process right after it is committed. For live pages; not a guarantee. */
export interface Progress {
  readonly step: 'pulled' | 'planned' | 'delivered' | 'parked' | 'proved'
  readonly system: string
  readonly kind: string
  readonly count: number
}

export interface Hub {
  /** Reads what is new in all systems, once. Answers how many changes were taken in. */
  pull(): Promise<number>
  /** Makes records of all changes taken in. Answers how many were planned. */
  plan(): Promise<number>
  /** Writes what is due, once per system. Answers how many deliveries were tried. */
  push(): Promise<number>
  /** Pulls, plans and pushes until nothing is to be done now. Retries that are due later are left alone. */
  runUntilIdle(): Promise<void>
  /** Works on by itself: woken by connectors and by its own commits, and by a poll for what nobody told. */
  start(): Promise<void>
  /** Ends what is under way and rests. */
  stop(): Promise<void>
  /** Puts a live question of one system, in its ids, to another that can answer. Undefined: nobody knows. */
  ask(question: Question, askedBy: string): Promise<Answer | undefined>
  /** Goes on with dry runs until all have ended. Answers how many records were replayed. */
  rehearse(): Promise<number>
  /** Compares all systems with what was agreed. `repair` reads drifted documents again and merges them by the rules. */
  proof(options?: { readonly kinds?: readonly KindName[]; readonly repair?: boolean }): Promise<Proof>
  /**
   * Lays the ids of what systems hold beside what the joint knows, where a system can tell ids: finds what was deleted there and
   * what was never told. Answers how many documents are read again for it. Working by itself, it does so now and then.
   */
  checkPresence(): Promise<number>
  /** Looks at the money of all orders and customers that has changed. Answers how many. */
  followMoney(): Promise<number>
  /** Every system with what it still owes and is owed, by kind. */
  status(): Promise<readonly SystemStatus[]>
  /** What the first load of a kind would do: of a joined system by its name, or of one that is not joined yet. Keeps nothing. */
  previewLoad(asked: {
    readonly of: string | Connector
    readonly kind: KindName
    readonly most: number
  }): Promise<Result<LoadPreview>>
  onProgress(listener: (progress: Progress) => void): () => void
}
