/** A joined system in memory that does what real ones do on bad days, from a seed: for specs of the joint. */
import type { Change, Connector, Digest, KindName, Outcome, Range, Snapshot, Values, Write } from '@tandem/hub'
import { hashOf, kindOf, NOTHING, together } from '@tandem/hub'
import { type Faults, NO_FAULTS } from './memory-faults.ts'
import {
  bornOf,
  documentsOf,
  type Entry,
  type Memory,
  type MemoryOptions,
  mergeDocument,
  note,
  removeDocument,
  type Stored,
  snapshotOf,
  store,
  versionOf,
} from './memory-store.ts'

export interface MemorySystem extends Connector {
  /** Mishaps from now on; what is not named does not happen. */
  suffer(faults: Partial<Faults>): void
  /** Documents created by `apply`, counted: more than the records it should hold means that one was made twice. */
  readonly created: () => number
  /** A person there makes a document. Answers its id. */
  add(kind: KindName, values: Values, actor?: string): string
  /** A person there changes a document. */
  edit(kind: KindName, externalId: string, values: Values, actor?: string): void
  remove(kind: KindName, externalId: string, actor?: string): void
  /** A person there takes a deletion back. */
  resurrect(kind: KindName, externalId: string, actor?: string): void
  /** A document that was removed is there again, or another one that got its id. */
  bringBack(kind: KindName, externalId: string, values: Values, actor?: string): void
  /** Documents that were removed, as they were. */
  removed(kind: KindName): ReadonlyMap<string, Values>
  /** The system has touched all its documents, as after a change of its schema: each is told again. */
  touch(kind: KindName): void
  /** A person there merges a document into another, or takes that back. */
  merge(kind: KindName, externalId: string, into: string | null, actor?: string): void
  /** Documents that are merged into another, with that other one's id. */
  merged(kind: KindName): ReadonlyMap<string, string>
  /** Somebody changes it behind everybody's back: no event, no new version. */
  tamper(kind: KindName, externalId: string, values: Values): void
  /** All documents of a kind by external id. */
  documents(kind: KindName): ReadonlyMap<string, Values>
}

export function memorySystem(options: MemoryOptions): MemorySystem {
  const memory: Memory = {
    options,
    random: options.random ?? (() => 1),
    stored: new Map(options.kinds.map((kind) => [kind, new Map()])),
    log: [],
    lastBy: new Map(),
    outcomes: new Map(),
    wakers: new Set(),
    faults: { ...NO_FAULTS, ...options.faults },
    created: 0,
    nextId: 1,
    births: 0,
  }
  return { ...connectorOn(memory), ...peopleOn(memory) }
}

function connectorOn(memory: Memory): Connector {
  const { options } = memory
  const rights = { read: true, write: true, delete: options.deletes ?? true, merge: options.merges ?? true }
  const onlyRead = { read: true, write: false, delete: false, merge: false }
  return {
    system: options.system,
    side: options.side,
    label: { en: options.system, zh: options.system },
    capabilities: () => ({
      kinds: Object.fromEntries(options.kinds.map((kind) => [kind, (options.writes?.(kind) ?? true) ? rights : onlyRead])),
      batch: options.batch ?? 50,
      idempotent: options.idempotent ?? true,
    }),
    async changesSince(kind, cursor, limit) {
      mayFail(memory, 'changesSince')
      return changesSince(memory, kind, Number(cursor || 0), limit)
    },
    async read(kind, externalIds) {
      mayFail(memory, 'read')
      return externalIds.flatMap((id) => snapshotOf(memory, kind, id) ?? []).filter(({ deleted }) => !deleted)
    },
    async apply(kind, writes) {
      mayFail(memory, 'apply')
      return applyAll(memory, kind, writes)
    },
    async probe(_kind, writes) {
      mayFail(memory, 'probe')
      return writes.map(({ key }) => memory.outcomes.get(key))
    },
    async list(kind, after, limit) {
      const ids = [...documentsOf(memory, kind).keys()].filter((id) => id > after).sort()
      const snapshots = ids.flatMap((id) => snapshotOf(memory, kind, id) ?? [])
      return snapshots.filter(({ deleted, mergedInto }) => !deleted && !mergedInto).slice(0, limit)
    },
    ...(options.digests && {
      async digest(kind: KindName, ranges: readonly Range[]) {
        const fields = Object.keys(kindOf(kind).fields)
        return { fields, ranges: ranges.map((range) => digestOf(memory, kind, fields, range)) }
      },
    }),
    onWake(wake) {
      memory.wakers.add(wake)
      return () => memory.wakers.delete(wake)
    },
  }
}

function digestOf(memory: Memory, kind: KindName, fields: readonly string[], { after, upTo }: Range): Digest {
  const within = [...documentsOf(memory, kind)].filter(
    ([id, { gone, mergedInto }]) => !gone && !mergedInto && id > after && (upTo === null || id <= upTo),
  )
  const hashes = within.map(([externalId, { values }]) => hashOf({ externalId, values }, fields))
  return { count: within.length, hash: hashes.reduce(together, NOTHING), sums: {} }
}

type People = Omit<MemorySystem, keyof Connector>

function peopleOn(memory: Memory): People {
  const existing = (kind: KindName, externalId: string): Stored => {
    const document = documentsOf(memory, kind).get(externalId)
    if (!document) throw new Error(`${memory.options.system} has no ${kind} ${externalId}`)
    return document
  }
  return {
    suffer: (faults) => {
      memory.faults = { ...NO_FAULTS, ...faults }
    },
    created: () => memory.created,
    add: (kind, values, actor = 'somebody') => store(memory, kind, undefined, values, { actor }),
    edit(kind, externalId, values, actor = 'somebody') {
      store(memory, kind, externalId, { ...existing(kind, externalId).values, ...values }, { actor })
    },
    remove(kind, externalId, actor = 'somebody') {
      existing(kind, externalId)
      removeDocument(memory, kind, externalId, { actor })
    },
    resurrect: (kind, externalId, actor = 'somebody') =>
      void store(memory, kind, externalId, existing(kind, externalId).values, { actor }),
    bringBack: (kind, externalId, values, actor = 'somebody') => {
      store(memory, kind, externalId, values, { actor })
    },
    removed: (kind) => new Map([...documentsOf(memory, kind)].flatMap(([id, { values, gone }]) => (gone ? [[id, values]] : []))),
    touch(kind) {
      for (const [id, document] of documentsOf(memory, kind)) {
        if (document.gone) continue
        document.version += 1
        note(memory, kind, id, { actor: 'somebody' })
      }
    },
    merge(kind, externalId, into, actor = 'somebody') {
      existing(kind, externalId)
      mergeDocument(memory, kind, externalId, into, { actor })
    },
    merged: (kind) =>
      new Map(
        [...documentsOf(memory, kind)].flatMap(([id, { mergedInto, gone }]) => (mergedInto && !gone ? [[id, mergedInto]] : [])),
      ),
    tamper(kind, externalId, values) {
      const document = existing(kind, externalId)
      document.values = { ...document.values, ...values }
    },
    documents: (kind) =>
      new Map([...documentsOf(memory, kind)].flatMap(([id, { values, gone }]) => (gone ? [] : [[id, values]]))),
  }
}

function happens(memory: Memory, mishap: keyof Faults): boolean {
  const isSo = memory.random() < memory.faults[mishap]
  if (isSo) memory.options.onMishap?.(mishap)
  return isSo
}

function mayFail(memory: Memory, call: string): void {
  if (happens(memory, 'failBefore')) throw new Error(`${memory.options.system}: ${call} failed`)
}

/** One change a document, as it is now, told by its last entry in the page. */
function changesSince(memory: Memory, kind: KindName, cursor: number, limit: number) {
  const { log } = memory
  const from = happens(memory, 'repeat') ? Math.floor(memory.random() * cursor) : cursor
  const next = Math.max(cursor, Math.min(log.length, from + limit))
  const last = new Map<string, Entry>()
  for (const entry of log.slice(from, next)) {
    if (entry.kind !== kind) continue
    last.delete(entry.externalId)
    last.set(entry.externalId, entry)
  }
  const changes = [...last.values()].map(({ externalId, made, at, cause }): Change => {
    const snapshot = snapshotOf(memory, kind, externalId) as Snapshot
    const isPresent = made === documentsOf(memory, kind).get(externalId)?.version
    // What it says now may be somebody else's by now.
    const actor = memory.lastBy.get(`${kind} ${externalId}`) as string
    return { ...snapshot, at, actor, ...(cause && isPresent && (memory.options.reportsCause ?? true) ? { cause } : {}) }
  })
  if (happens(memory, 'reorder')) changes.reverse()
  return { changes, next: String(next), more: next < log.length }
}

function applyAll(memory: Memory, kind: KindName, writes: readonly Write[]): Outcome[] {
  const breaksAt = happens(memory, 'breakOff') ? Math.floor(memory.random() * (writes.length + 1)) : -1
  return writes.map((write, i) => {
    if (i === breaksAt) throw new Error(`${memory.options.system}: the connection broke`)
    const outcome = applyOne(memory, kind, write)
    if (i === writes.length - 1 && breaksAt === writes.length) throw new Error(`${memory.options.system}: the connection broke`)
    return 'done' in outcome && happens(memory, 'timeOutAfterCommit') ? { unknown: { reason: 'timed out' } } : outcome
  })
}

function applyOne(memory: Memory, kind: KindName, write: Write): Outcome {
  const { options } = memory
  const first = memory.outcomes.get(write.key)
  if (first && (options.idempotent ?? true)) return first
  if (happens(memory, 'rateLimit')) return { later: { afterMs: 50, reason: 'rate-limit' } }
  const refused = options.refuse?.(kind, write)
  if (refused) options.onMishap?.('refused')
  if (refused) return { refused }
  if (write.delete) return deleteOne(memory, kind, write)
  if (write.mergeInto !== undefined) return mergeOne(memory, kind, write, write.mergeInto)
  const existing = write.externalId === undefined ? undefined : documentsOf(memory, kind).get(write.externalId)
  if (write.externalId !== undefined) {
    if (!existing || existing.gone) return { refused: { code: 'document/not-found', details: { id: write.externalId } } }
    if ((options.checksVersion ?? true) && versionOf(memory, kind, existing) !== write.seen) {
      options.onMishap?.('stale')
      return { later: { afterMs: 10, reason: 'stale' } }
    }
  }
  const named = Object.fromEntries(Object.entries(write.values).filter(([name]) => write.changed.includes(name)))
  const kept = options.keep?.(kind, named) ?? named
  const cause = { system: 'joint', change: write.key }
  const externalId = store(memory, kind, write.externalId, { ...existing?.values, ...kept }, { actor: 'joint', cause })
  if (!existing) memory.created += 1
  options.onWrite?.(kind, write, externalId, existing?.values)
  const now = documentsOf(memory, kind).get(externalId) as Stored
  const outcome = { done: { externalId, version: versionOf(memory, kind, now), ...bornOf(memory, now) } }
  memory.outcomes.set(write.key, outcome)
  const changed = options.reworks?.(kind, now.values)
  if (changed) store(memory, kind, externalId, { ...now.values, ...changed }, { actor: 'joint', cause })
  return outcome
}

function deleteOne(memory: Memory, kind: KindName, { key, externalId = '', seen }: Write): Outcome {
  const document = documentsOf(memory, kind).get(externalId)
  if (!document) return { refused: { code: 'document/not-found', details: { id: externalId } } }
  if (!document.gone) {
    if ((memory.options.checksVersion ?? true) && versionOf(memory, kind, document) !== seen) {
      return { later: { afterMs: 10, reason: 'stale' } }
    }
    removeDocument(memory, kind, externalId, { actor: 'joint', cause: { system: 'joint', change: key } })
  }
  const outcome = { done: { externalId, version: versionOf(memory, kind, document) } }
  memory.outcomes.set(key, outcome)
  return outcome
}

function mergeOne(memory: Memory, kind: KindName, { key, externalId = '' }: Write, into: string | null): Outcome {
  const documents = documentsOf(memory, kind)
  const [document, other] = [documents.get(externalId), into === null ? undefined : documents.get(into)]
  if (!document || (into !== null && !other))
    return { refused: { code: 'document/not-found', details: { id: into ?? externalId } } }
  if (other?.mergedInto) return { refused: { code: 'document/merge-into-merged', details: { id: externalId } } }
  mergeDocument(memory, kind, externalId, into, { actor: 'joint', cause: { system: 'joint', change: key } })
  const outcome = { done: { externalId, version: versionOf(memory, kind, document) } }
  memory.outcomes.set(key, outcome)
  return outcome
}
