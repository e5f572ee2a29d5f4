/** How the joint stands, as its queries tell it. */
import { conflict } from '@tandem/hub/definitions'
import type { Label, Row } from '@tandem/kernel'
import { jointType, useAnswer } from '../api/documents.ts'

export type Conflict = Row<typeof conflict>

export const CONFLICTS = jointType(conflict)

export interface KindStatus {
  readonly kind: string
  readonly pulledAt: string | null
  /** Everything there was has been read once. */
  readonly complete: boolean
  readonly trouble: string | null
  readonly linked: number
  readonly changes: { readonly unplanned: number; readonly waiting: number; readonly parked: number; readonly duplicates: number }
  readonly deliveries: { readonly pending: number; readonly waiting: number; readonly sending: number; readonly parked: number }
}

export interface SystemStatus {
  readonly id: string
  readonly version: number
  readonly system: string
  readonly side: 'crm' | 'erp'
  readonly label: Label
  readonly state: 'active' | 'paused'
  readonly pauseReason: string | null
  readonly heardAt: string | null
  /** False: it was joined once. */
  readonly isJoined: boolean
  readonly lagMs: number
  readonly openInbox: number
  readonly kinds: readonly KindStatus[]
}

export interface Cause {
  readonly code: string
  readonly text: Label
  readonly system: string
  readonly kind: string
  /** The same missing document or field; empty: the cause alone. */
  readonly dependsOn: string
  readonly fix: { readonly action: string; readonly text: Label; readonly field: string | null }
  readonly owners: readonly string[]
  readonly count: number
  /** Money blocked, by currency. */
  readonly money: Readonly<Record<string, string>>
  readonly oldest: string
  readonly newest: string
}

export interface Difference {
  readonly record: string | null
  readonly system: string
  readonly externalId: string | null
  /** Left out by proofs of earlier versions. */
  readonly subject?: string
  readonly field: string | null
  readonly agreed: unknown
  readonly found: unknown
  readonly why: string
}

export interface KindProof {
  readonly kind: string
  readonly counts: Readonly<Record<string, number>>
  readonly sums: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly digests: Readonly<Record<string, string>>
  /** Left out by proofs of earlier versions. */
  readonly staying?: Readonly<Record<string, number>>
  readonly differenceCount: number
  readonly differences: readonly Difference[]
}

export interface Proof {
  readonly inSync: boolean
  readonly kinds: readonly KindProof[]
  readonly read: { readonly digests: number; readonly documents: number }
}

export function useSystems() {
  return useAnswer<readonly SystemStatus[]>('joint', 'systems', {})
}

export function useCauses(owner?: string) {
  return useAnswer<readonly Cause[]>('joint', 'inbox-causes', owner ? { owner } : {})
}

/** Everything of a kind that is on its way or waits. */
export function onItsWay({ changes, deliveries }: KindStatus): number {
  return changes.unplanned + changes.waiting + deliveries.pending + deliveries.waiting + deliveries.sending
}

/** Everything of a kind that needs a person. */
export function needsPerson({ changes, deliveries }: KindStatus): number {
  return changes.parked + changes.duplicates + deliveries.parked
}
