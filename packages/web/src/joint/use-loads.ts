import type { KindName } from '@tandem/hub/definitions'
import { useAnswer } from '../api/documents.ts'
import { LOOK_AGAIN_MS } from './use-flows.ts'

export interface FirstLoad {
  readonly system: string
  readonly kind: string
  readonly state: 'waiting' | 'paused' | 'reading' | 'planning' | 'writing' | 'done'
  readonly read: number
  readonly total: number | null
  readonly unplanned: number
  readonly unwritten: number
  readonly duplicates: number
  readonly needsPerson: number
  readonly beganAt: string | null
  readonly completedAt: string | null
  readonly doneAMinute: number
  readonly restMs: number | null
  readonly endsAt: string | null
  readonly trouble: string | null
}

export interface LoadPreview {
  readonly system: string
  readonly kind: KindName
  readonly looked: number
  readonly isWhole: boolean
  readonly counts: Readonly<Record<'linked' | 'same' | 'unsure' | 'twice' | 'unreadable' | 'fresh', number>>
  readonly examples: readonly {
    readonly is: 'same' | 'unsure' | 'twice' | 'unreadable'
    readonly externalId: string
    readonly name: string
    readonly others: readonly { readonly name: string; readonly score: number }[]
    /** Why it cannot be read, in words; empty when it can. */
    readonly why: string
  }[]
}

export function useFirstLoads() {
  return useAnswer<readonly FirstLoad[]>('joint', 'first-loads', {}, true, LOOK_AGAIN_MS)
}
