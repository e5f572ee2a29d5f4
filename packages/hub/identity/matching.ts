/** How documents of a kind are recognised: what speaks for and against two being one, as data. */
import { kindOf } from '../kinds.ts'

export interface Evidence {
  readonly field: string
  readonly as: 'code' | 'tax' | 'email' | 'phone' | 'name' | 'gtin' | 'choice'
  /** How surely two are one when only this is the same, 0 to 1. */
  readonly same: number
  /** How much less sure it gets when this differs, 0 to 1. */
  readonly different: number
  /** Two that share this are never silently taken for two. */
  readonly isStrong?: true
}

export interface Matching {
  readonly evidence: readonly Evidence[]
  /** From here on two are one. */
  readonly certain: number
  /** From here on a person is asked. */
  readonly unsure: number
}

/** A name of a person is shared by many. */
export const PERSONS_NAME = 0.35
/** Below this two names are two names. */
export const UNLIKE = 0.7
/** From here on a name stands in nobody's way. */
export const SURE_LIKENESS = 0.9
/** A key that so many records share says nothing: it is not followed. */
export const CROWDED = 8

const customer: Matching = {
  evidence: [
    // A tax number is one legal person's; two codes of two systems are equal by chance now and then.
    { field: 'taxNumber', as: 'tax', same: 0.97, different: 0.75, isStrong: true },
    { field: 'code', as: 'code', same: 0.75, different: 0.04, isStrong: true },
    { field: 'email', as: 'email', same: 0.75, different: 0.02 },
    { field: 'phone', as: 'phone', same: 0.55, different: 0.02 },
    { field: 'name', as: 'name', same: 0.7, different: 0.4 },
    { field: 'type', as: 'choice', same: 0, different: 0.3 },
  ],
  certain: 0.9,
  unsure: 0.4,
}

const item: Matching = {
  evidence: [
    { field: 'code', as: 'code', same: 0.92, different: 0.1, isStrong: true },
    { field: 'barcode', as: 'gtin', same: 0.92, different: 0.6, isStrong: true },
  ],
  certain: 0.9,
  unsure: 0.4,
}

const NATURAL = new Map<string, Matching>()

export function matchingOf(kind: string): Matching {
  if (kind === 'customer') return customer
  if (kind === 'item') return item
  const known = NATURAL.get(kind)
  if (known) return known
  const evidence = kindOf(kind).naturalKeys.map(
    (field): Evidence => ({ field, as: 'code', same: 0.95, different: 0.6, isStrong: true }),
  )
  const made = { evidence, certain: 0.9, unsure: 0.4 }
  NATURAL.set(kind, made)
  return made
}
