import type { Instant, PlainDate } from './date.ts'
import type { Id } from './id.ts'

/** Who acts: a person, an API key, another system through the joint, or Tandem itself. */
export interface Actor {
  readonly kind: 'user' | 'key' | 'joint' | 'system'
  readonly id: string
}

/** What an event comes from: the system and change that the joint applied. So echoes are known by causality. */
export interface Cause {
  readonly system: string
  readonly change: string
}

/** Everything a command may know of the world besides its document and input. */
export interface Context {
  readonly tenant: Id
  readonly actor: Actor
  readonly now: Instant
  /** The business day of `now` in the tenant's time zone. */
  readonly today: PlainDate
  readonly newId: () => Id
  readonly cause?: Cause
}
