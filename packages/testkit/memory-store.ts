/** What a system in memory keeps, and how that changes: documents by kind and id, and the log of who wrote what. */
import type { KindName, Outcome, Side, Snapshot, Values, Write } from '@tandem/hub'
import type { Cause, Details, Instant } from '@tandem/kernel'
import type { Faults } from './memory-faults.ts'
import { isNamed, type Mergeable, mergeIn } from './memory-merging.ts'

export interface MemoryOptions {
  readonly system: string
  readonly side: Side
  readonly kinds: readonly KindName[]
  readonly now: () => Instant
  readonly random?: () => number
  readonly faults?: Partial<Faults>
  /** What the joint causes is reported as such. Default true. */
  readonly reportsCause?: boolean
  /** A repeated key is answered with its first outcome; without, it would write twice. Default true. */
  readonly idempotent?: boolean
  /** Refuses to overwrite a version it was not told of. Default true. */
  readonly checksVersion?: boolean
  /** What stands for a version: a counter, or the content itself, which may return. */
  readonly versions?: 'counter' | 'content'
  readonly batch?: number
  /** Takes writes that merge. Default true. */
  readonly merges?: boolean
  /** Takes writes of this kind at all; what it does not take, people there make alone. Default true. */
  readonly writes?: (kind: KindName) => boolean
  /** Takes writes that delete. Default true. */
  readonly deletes?: boolean
  /** It gives digests for the proof. Default false. */
  readonly digests?: boolean
  /** Says no to a write. */
  readonly refuse?: (kind: KindName, write: Write) => { readonly code: string; readonly details: Details } | undefined
  /** How the system keeps what it is given. */
  readonly keep?: (kind: KindName, values: Values) => Values
  /** What a rule of its own makes of what the joint has just written, when that is answered already: told as the joint's. */
  readonly reworks?: (kind: KindName, values: Values) => Values | undefined
  /** How the system tells what it keeps: after a change of its schema in other words than before. */
  readonly tell?: (kind: KindName, values: Values) => Values
  /** Whether a new document gets the id of one that was removed and that nothing names any more. Default never. */
  readonly reusesId?: () => boolean
  /** What tells the two apart is told. Default false. */
  readonly tellsBirth?: boolean
  /** Told of every mishap that happens, by its name. */
  readonly onMishap?: (name: keyof Faults | 'reusedId' | 'refused' | 'stale') => void
  /** Told of every write that has been done; `before` is undefined when it made the document. */
  readonly onWrite?: (kind: KindName, write: Write, externalId: string, before: Values | undefined) => void
}

export type Stored = Mergeable

export interface Entry {
  readonly kind: KindName
  readonly externalId: string
  /** The number of the version it made. */
  readonly made: number
  readonly at: Instant
  readonly actor: string
  readonly cause?: Cause
}

export interface Memory {
  readonly options: MemoryOptions
  readonly random: () => number
  readonly stored: Map<KindName, Map<string, Stored>>
  readonly log: Entry[]
  /** Who said last what a document says, by kind and id. */
  readonly lastBy: Map<string, string>
  readonly outcomes: Map<string, Outcome>
  readonly wakers: Set<(kinds?: readonly KindName[]) => void>
  faults: Faults
  created: number
  nextId: number
  births: number
}

export function documentsOf(memory: Memory, kind: KindName): Map<string, Stored> {
  const documents = memory.stored.get(kind)
  if (!documents) throw new Error(`${memory.options.system} keeps no ${kind}`)
  return documents
}

export function versionOf(memory: Memory, kind: KindName, { version, values, gone, mergedInto }: Stored): string {
  if (memory.options.versions !== 'content') return String(version)
  const entries = Object.entries(memory.options.tell?.(kind, values) ?? values).sort(([a], [b]) => (a < b ? -1 : 1))
  return `${gone ?? ''}${mergedInto ?? ''}${JSON.stringify(entries)}`
}

export function snapshotOf(memory: Memory, kind: KindName, externalId: string): Snapshot | undefined {
  const document = documentsOf(memory, kind).get(externalId)
  if (!document) return undefined
  const { gone, mergedInto } = document
  const values = memory.options.tell?.(kind, document.values) ?? document.values
  const known = { externalId, version: versionOf(memory, kind, document), values, ...bornOf(memory, document) }
  return { ...known, ...(gone ? { deleted: true } : {}), ...(mergedInto ? { mergedInto } : {}) }
}

export function bornOf({ options }: Memory, { born }: Stored): { born?: string } {
  return options.tellsBirth ? { born: String(born) } : {}
}

export function mergeDocument(
  memory: Memory,
  kind: KindName,
  id: string,
  into: string | null,
  by: { readonly actor: string; readonly cause?: Cause },
): void {
  const { actor } = by
  const isDone = mergeIn(memory.stored, kind, id, into, (other, one, values) => void store(memory, other, one, values, { actor }))
  if (isDone) note(memory, kind, id, by)
}

export function removeDocument(
  memory: Memory,
  kind: KindName,
  externalId: string,
  by: { readonly actor: string; readonly cause?: Cause },
): void {
  const document = documentsOf(memory, kind).get(externalId) as Stored
  document.gone = true
  document.version += 1
  note(memory, kind, externalId, by)
}

export function store(
  memory: Memory,
  kind: KindName,
  externalId: string | undefined,
  values: Values,
  by: { readonly actor: string; readonly cause?: Cause },
): string {
  const id = externalId ?? idOfRemoved(memory, kind) ?? `${memory.options.system}-${String(memory.nextId++).padStart(6, '0')}`
  const version = (documentsOf(memory, kind).get(id)?.version ?? 0) + 1
  const { mergedInto, moves, born: was = 0 } = documentsOf(memory, kind).get(id) ?? {}
  const born = externalId === undefined || was === 0 ? ++memory.births : was
  documentsOf(memory, kind).set(id, { values, version, born, ...(mergedInto ? { mergedInto, ...(moves ? { moves } : {}) } : {}) })
  note(memory, kind, id, by)
  return id
}

/** An id that is free again, where the system gives such ids to others. */
function idOfRemoved(memory: Memory, kind: KindName): string | undefined {
  const isFree = ([one, { gone, mergedInto }]: [string, Stored]) => gone && !mergedInto && !isNamed(memory.stored, kind, one)
  const [id] = [...documentsOf(memory, kind)].find(isFree) ?? []
  if (id === undefined || !memory.options.reusesId?.()) return undefined
  memory.options.onMishap?.('reusedId')
  return id
}

export function note(
  memory: Memory,
  kind: KindName,
  externalId: string,
  by: { readonly actor: string; readonly cause?: Cause },
): void {
  const made = documentsOf(memory, kind).get(externalId)?.version ?? 0
  memory.log.push({ kind, externalId, made, at: memory.options.now(), ...by })
  memory.lastBy.set(`${kind} ${externalId}`, by.actor)
  for (const wake of memory.wakers) wake([kind])
}
