/** What the joint says at the end of a story, read from its tables. */
import { rows, sql, type Tx } from '@tandem/db'
import type { KindName, Values } from '@tandem/hub'
import type { Id, Json } from '@tandem/kernel'
import type { Story } from './story.ts'

export interface Joined {
  readonly id: Id
  readonly kind: KindName
  readonly values: Values
  readonly disputed: readonly string[]
  readonly state: 'active' | 'deleted' | 'merged'
}

interface Open {
  readonly id: Id
  readonly state: string
  readonly system: string
  readonly kind: KindName
}

/** A document that was merged away. */
export interface Alias {
  readonly system: string
  readonly kind: KindName
  readonly externalId: string
  readonly recordId: Id
  readonly loser: Id | null
  readonly there: boolean
  readonly task: string | null
}

interface Link {
  readonly recordId: Id
  readonly system: string
  readonly kind: KindName
  readonly externalId: string
  readonly gone: boolean
}

export interface JointState {
  readonly records: readonly Joined[]
  /** Those that are not over. */
  readonly changes: readonly (Open & {
    readonly externalId: string
    readonly waitsIsOver: boolean
    /** A newer report of the same document has been planned. */
    readonly isOutdated: boolean
  })[]
  readonly deliveries: readonly (Open & {
    readonly recordId: Id
    readonly reason: string | null
    /** What it waits for is there. */
    readonly waitsIsOver: boolean
  })[]
  /** Those that are open, tried again or ignored. */
  readonly entries: readonly {
    id: Id
    change: Id | null
    delivery: Id | null
    record: Id | null
    system: string
    code: string
    details: Readonly<Record<string, Json>>
    state: string
  }[]
  readonly aliases: readonly Alias[]
  /** Records that were ever merged with another. */
  readonly merged: ReadonlySet<string>
  readonly duplicates: readonly { id: Id; change: Id; record: Id; system: string }[]
  readonly conflicts: readonly {
    id: Id
    record: Id
    field: string
    system: string
    state: string
    kept: Json
    other: Json
    otherBy: string
    keptSystem: string | null
    keptBy: string | null
  }[]
  /** Questions that were ever asked of documents that look the same. */
  readonly asked: readonly { system: string; kind: string; externalId: string; record: Id }[]
  /** Also of documents that were merged away: the record they mean now. */
  recordOf(system: string, kind: KindName, externalId: string): Id | undefined
  documentOf(system: string, record: Id): string | undefined
  /** The joint knows that the document is gone, and has put on record what followed from it. */
  isKnownGone(system: string, record: Id): boolean
  isDisputed(record: Id, field: string): boolean
}

function openChanges(tx: Tx): Promise<JointState['changes']> {
  return rows(
    tx,
    sql<JointState['changes'][number]>`
      select id, state, system, kind, external_id, exists (
          select from hub.change n where n.system = c.system and n.kind = c.kind and n.external_id = c.external_id
            and n.seq > c.seq and n.state = 'planned'
            -- That the one before is gone may still be asked when its id is another's.
            and not (c.deleted and n.born is distinct from c.born)) as is_outdated, exists (
          select from hub.link l
          where l.system = c.system and l.kind = c.waits_kind and l.external_id = c.waits_for) as waits_is_over
      from hub.change c
      where state not in ('planned', 'echo', 'superseded', 'ignored') order by seq`,
  )
}

function openDeliveries(tx: Tx): Promise<JointState['deliveries']> {
  return rows(
    tx,
    sql<JointState['deliveries'][number]>`
      select id, state, system, kind, record_id, reason, state = 'waiting' and exists (
          select from hub.link l where l.system = d.system and l.record_id = d.waits_for::uuid
            -- Where it is deleted, its id may be another's: nothing may name it.
            and not l.gone) as waits_is_over
      from hub.delivery d
      where state not in ('done', 'superseded') order by seq`,
  )
}

export async function loadState({ database, tenant }: Story): Promise<JointState> {
  const [records, links, changes, deliveries, entries, duplicates, conflicts, deletions, aliases, merges, asked] =
    await database.transaction(tenant, (tx) =>
      Promise.all([
        rows(tx, sql<Joined>`select id, kind, values, disputed, state from hub.record order by id`),
        rows(tx, sql<Link>`select record_id, system, kind, external_id, gone from hub.link`),
        openChanges(tx),
        openDeliveries(tx),
        rows(
          tx,
          sql<JointState['entries'][number]>`
          select id, change, delivery, record, system, code, details, state from hub.inbox_entry where state <> 'done' order by id`,
        ),
        rows(
          tx,
          sql<JointState['duplicates'][number]>`
          select id, change, record, system from hub.duplicate where state = 'open' order by id`,
        ),
        rows(
          tx,
          sql<
            JointState['conflicts'][number]
          >`select id, record, field, system, state, kept, other, other_by, kept_system, kept_by from hub.conflict order by id`,
        ),
        rows(tx, sql<{ record: Id }>`select distinct record from hub.deletion where state in ('open', 'settled')`),
        rows(tx, sql<Alias>`select system, kind, external_id, record_id, loser, there, task from hub.alias`),
        rows(tx, sql<{ id: Id }>`select loser as id from hub.merge union select winner from hub.merge`),
        rows(tx, sql<JointState['asked'][number]>`select system, kind, external_id, record from hub.duplicate`),
      ]),
    )
  const byDocument = new Map(
    [...aliases, ...links].map((link) => [`${link.system} ${link.kind} ${link.externalId}`, link.recordId]),
  )
  const byRecord = new Map(links.map((link) => [`${link.system} ${link.recordId}`, link.externalId]))
  const gone = new Set(links.flatMap((link) => (link.gone ? [`${link.system} ${link.recordId}`] : [])))
  const deleted = new Set(deletions.map(({ record }) => record))
  const disputed = new Set(conflicts.flatMap(({ record, field, state }) => (state === 'open' ? [`${record} ${field}`] : [])))
  return {
    records,
    changes,
    deliveries,
    entries,
    duplicates,
    conflicts,
    aliases,
    asked,
    merged: new Set(merges.map(({ id }) => id as string)),
    recordOf: (system, kind, externalId) => byDocument.get(`${system} ${kind} ${externalId}`),
    documentOf: (system, record) => byRecord.get(`${system} ${record}`),
    isKnownGone: (system, record) => gone.has(`${system} ${record}`) && deleted.has(record),
    isDisputed: (record, field) => disputed.has(`${record} ${field}`),
  }
}
