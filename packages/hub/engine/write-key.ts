/** Writes under way and their keys: what makes a repeated write the same write, and an echo known as ours. */
import { type Cause, type Id, type Instant, isId } from '@tandem/kernel'
import type { Values, Write } from '../connector.ts'

/** What a connector puts as the cause's system of everything the joint makes it do. */
export const JOINT = 'joint'

export interface WriteKey {
  readonly system: string
  readonly recordId: Id
  readonly version: number
  readonly round: number
}

const PATTERN = /^(.+):([0-9a-f-]{36}):(\d+)(?::(\d+))?$/

export function writeKey(key: WriteKey): string {
  const text = `${key.system}:${key.recordId}:${key.version}`
  return key.round === 0 ? text : `${text}:${key.round}`
}

/** The write of ours that a change of this system comes from, if any. */
export function ourWrite(system: string, cause: Partial<Cause> | undefined): WriteKey | undefined {
  if (cause?.system !== JOINT || !cause.change) return undefined
  const match = PATTERN.exec(cause.change)
  if (!match || match[1] !== system || !isId(match[2])) return undefined
  return { system, recordId: match[2], version: Number(match[3]), round: Number(match[4] ?? 0) }
}

/** Why a write is put off that names what has no document there any more. */
export const REFERENCE_GONE = 'reference-gone'

/** A delivery under way: what is written, and under which key. */
export interface Leased {
  readonly id: Id
  readonly kind: string
  readonly recordId: Id
  readonly version: number
  readonly attempts: number
  readonly priority: number
  /** Until then nobody else touches it. */
  readonly until: Instant
  /** In the joint's terms. */
  readonly sent: Values
  readonly changed: readonly string[]
  readonly sentSeen: string | null
  /** Asks to delete. */
  readonly deletes: boolean
  /** In the system's terms. */
  readonly write: Write
  /** A creation whose record has got a document there meanwhile. */
  readonly linkedMeanwhile: boolean
  /** It was sent before, and nobody knows what became of that: it may still arrive. */
  readonly sentBefore: boolean
  /** The record that it names and that has no document there any more: without that it may not be sent again. */
  readonly lacks: Id | null
}
