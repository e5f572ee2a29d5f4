/** How documents of a kind are recognised: what speaks for and against two being one, as data. */
import { kindOf } from '../kinds.ts'

export interface Evidence {
  readonly field: string
  readonly as: 'code' | 'tax' | 'email' | 'phone' | 'name' | 'gtin' | 'choice' | 'place'
  /** How surely two are one when only this is the same, 0 to 1. */
  readonly same: number
  /** How much less sure it gets when this differs, 0 to 1. */
  readonly different: number
  /** Two that share this are never silently taken for two. */
  readonly isStrong?: true
}

export interface Matching {
  readonly evidence: readonly Evidence[]
  /** Only those that say the same here are compared: contacts of one customer. They are found by it, and have no keys. */
  readonly within?: string
  /** Two in one system are nobody's trouble: an order keeps the one it names. */
  readonly twinsAreFine?: true
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

/** Within one customer a name says nearly everything, and a telephone is the switchboard's as often as the desk's. */
const contact: Matching = {
  within: 'customer',
  evidence: [
    { field: 'name', as: 'name', same: 0.8, different: 0.6 },
    { field: 'email', as: 'email', same: 0.8, different: 0.3 },
    { field: 'phone', as: 'phone', same: 0.5, different: 0.05 },
  ],
  certain: 0.9,
  unsure: 0.4,
}

/** The street decides; another door, town or recipient makes another address of it. */
const address: Matching = {
  within: 'customer',
  twinsAreFine: true,
  evidence: [
    { field: 'line1', as: 'place', same: 0.85, different: 0.9 },
    { field: 'line2', as: 'place', same: 0.2, different: 0.5 },
    { field: 'city', as: 'place', same: 0.4, different: 0.4 },
    { field: 'postalCode', as: 'code', same: 0.4, different: 0.3 },
    { field: 'recipient', as: 'name', same: 0.2, different: 0.3 },
    { field: 'country', as: 'choice', same: 0, different: 0.6 },
    // A billing and a shipping address may well be one place.
    { field: 'use', as: 'choice', same: 0, different: 0.5 },
  ],
  certain: 0.9,
  unsure: 0.4,
}

/** Of a customer that has more contacts or addresses than this none is compared. */
export const CROWDED_WITHIN = 200

const NATURAL = new Map<string, Matching>()

export function matchingOf(kind: string): Matching {
  if (kind === 'customer') return customer
  if (kind === 'item') return item
  if (kind === 'contact') return contact
  if (kind === 'address') return address
  const known = NATURAL.get(kind)
  if (known) return known
  const evidence = kindOf(kind).naturalKeys.map(
    (field): Evidence => ({ field, as: 'code', same: 0.95, different: 0.6, isStrong: true }),
  )
  const made = { evidence, certain: 0.9, unsure: 0.4 }
  NATURAL.set(kind, made)
  return made
}
