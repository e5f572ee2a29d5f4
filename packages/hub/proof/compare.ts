/** One document against what was agreed with its system. Pure. */
import type { Id, Json } from '@tandem/kernel'
import type { Snapshot, Values } from '../connector.ts'
import { sameValue } from '../engine/values.ts'

export interface Agreement {
  readonly recordId: Id
  readonly externalId: string
  readonly seen: string
  readonly base: Values
  readonly values: Values
  readonly disputed: readonly string[]
}

export interface Finding {
  readonly recordId: Id | null
  readonly externalId: string | null
  readonly field: string | null
  readonly agreed: Json
  readonly found: Json
  /** The joint has seen this version of it, so nothing can be on its way. */
  readonly versionIsKnown: boolean
  /** It is what the system was last known to keep, though the record says otherwise. */
  readonly isKept: boolean
}

/** The fields in which a document differs from its record; one finding without a field when nobody knows it. */
export function compareDocument(snapshot: Snapshot, values: Values, agreement: Agreement | undefined): Finding[] {
  const { externalId, version } = snapshot
  if (!agreement) {
    return [
      { recordId: null, externalId, field: null, agreed: null, found: values as Json, versionIsKnown: false, isKept: false },
    ]
  }
  return Object.entries(values).flatMap(([field, found]) => {
    const agreed = agreement.values[field] ?? null
    if (sameValue(agreed, found)) return []
    const isKept = sameValue(agreement.base[field] ?? null, found)
    return [
      {
        recordId: agreement.recordId,
        externalId,
        field,
        agreed,
        found: found as Json,
        versionIsKnown: version === agreement.seen,
        isKept,
      },
    ]
  })
}
