/** What a preview of a first load says. */
import type { Refusal } from '@tandem/kernel'
import type { Reason } from '../identity/keys.ts'
import type { KindName } from '../kinds.ts'

export interface LoadPreview {
  readonly system: string
  readonly kind: KindName
  /** How many of its documents were looked at, and whether those are all. */
  readonly looked: number
  readonly isWhole: boolean
  /** Of those: joined already; the same as one elsewhere; to be asked about; twice in the system itself; not readable; new. */
  readonly counts: Readonly<Record<Fate, number>>
  /** The first of each that a person may want to look at. */
  readonly examples: readonly PreviewExample[]
}

export type Fate = 'linked' | 'same' | 'unsure' | 'twice' | 'unreadable' | 'fresh'

export interface PreviewExample {
  readonly is: 'same' | 'unsure' | 'twice' | 'unreadable'
  readonly externalId: string
  readonly name: string
  /** What it may be, the surest first. */
  readonly others: readonly { readonly name: string; readonly score: number; readonly reasons: readonly Reason[] }[]
  /** Why it cannot be read. */
  readonly refusal: Refusal | null
}
