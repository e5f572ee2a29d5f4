/** Why a field says what it says: who wrote it last, when, in which system and change, and by which rule it counted. */
import type { Instant } from '@tandem/kernel'

export interface Stamp {
  readonly by: string
  readonly at: Instant
  readonly system: string
  /** The id of the change in the joint; null when a person decided in the joint itself. */
  readonly change: string | null
  /** `first`, `only-writer`, `owner:crm`, `phase:erp`, `newest`, `person`, `quality`. */
  readonly rule: string
  /** The version of the system's mapping that read the value; left out when the system speaks the joint's terms itself. */
  readonly mapping?: number
}

/** Stamps by field; `*` stands for all fields without one of their own: a record that is new needs only that. */
export type Stamps = Readonly<Record<string, Stamp>>

export function stampOf(stamps: Stamps, field: string): Stamp | undefined {
  return stamps[field] ?? stamps['*']
}
