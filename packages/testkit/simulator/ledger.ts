/** What people really did in the simulated systems, in order: what the joint is measured against in the end. */
import type { KindName, Values } from '@tandem/hub'
import type { Json } from '@tandem/kernel'

export interface Deed {
  readonly system: string
  readonly kind: KindName
  readonly id: string
  readonly what: 'add' | 'edit' | 'remove'
  /** The fields it set. */
  readonly values: Values
  /** What these fields said there just before: whoever changes a value knows it. */
  readonly before: Values
}

/** A write of the joint. */
export interface Written {
  readonly system: string
  readonly kind: KindName
  readonly id: string
  readonly key: string
  readonly isNew: boolean
  /** How many deeds of people came before it. */
  readonly after: number
  /** What the fields it changed said before. */
  readonly before: Values
}

export interface Ledger {
  readonly deeds: Deed[]
  readonly written: Written[]
  /** Values that a write replaced in a system that does not check versions: the joint could not know of them. */
  readonly blind: Set<string>
}

export function makeLedger(): Ledger {
  return { deeds: [], written: [], blind: new Set() }
}

export function valueKey(system: string, id: string, field: string, value: Json | undefined): string {
  return JSON.stringify([system, id, field, value ?? null])
}

const BOTH_MAY_SAY = ['name', 'phone'] as const

/**
 * Fields of a customer in which a write says again what somebody there had replaced, though nobody has said it since: the
 * joint took something that it had read long ago for news.
 */
export function takenBack({ deeds }: Ledger, written: Pick<Written, 'system' | 'kind' | 'id'>, values: Values): string[] {
  if (written.kind !== 'customer') return []
  return BOTH_MAY_SAY.filter((field) => {
    const value = values[field] ?? null
    const replaced = deeds.findLastIndex(
      (deed) =>
        deed.system === written.system &&
        deed.kind === written.kind &&
        deed.id === written.id &&
        field in deed.values &&
        deed.values[field] !== value &&
        deed.before[field] === value,
    )
    return replaced >= 0 && value !== null && !deeds.slice(replaced).some((deed) => deed.values[field] === value)
  })
}

/** Notes a write of the joint, and what it replaced when the system did not look. */
export function noteWrite(
  ledger: Ledger,
  written: Omit<Written, 'before' | 'after'>,
  changed: readonly string[],
  before: Values | undefined,
  isBlind: boolean,
) {
  const was = before ? Object.fromEntries(changed.map((field) => [field, before[field] ?? null])) : {}
  ledger.written.push({ ...written, after: ledger.deeds.length, before: was })
  if (!before || !isBlind) return
  for (const field of changed) ledger.blind.add(valueKey(written.system, written.id, field, before[field]))
}

/** The record of which the joint had made the document that somebody did something to, when its id has become another's since. */
export function madeThenOf({ deeds, written }: Ledger, deed: Deed): string | undefined {
  const at = deeds.indexOf(deed)
  const isSame = (other: Pick<Written, 'system' | 'kind' | 'id'>) =>
    other.system === deed.system && other.kind === deed.kind && other.id === deed.id
  const made = written.filter((one) => one.isNew && isSame(one))
  const isAnothers = made.some(({ after }) => after > at) || deeds.some((one, i) => i > at && one.what === 'add' && isSame(one))
  return isAnothers ? made.findLast(({ after }) => after <= at)?.key.split(':')[1] : undefined
}
