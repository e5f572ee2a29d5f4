/** What planning a batch of changes needs to know, read with one statement each. */
import { rows, sql, type Tx, textArray, uuidArray } from '@tandem/db'
import type { Id, Instant } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { referencesIn } from '../identity/references.ts'
import { kindOf } from '../kinds.ts'
import type { Stamps } from '../lineage/stamps.ts'
import { documentKey, given } from './sets.ts'
import { ourWrite } from './write-key.ts'

export interface ChangeRow {
  readonly id: Id
  readonly seq: number
  readonly system: string
  readonly kind: string
  readonly externalId: string
  readonly version: string
  readonly values: Values
  readonly edited: Values | null
  readonly deleted: boolean
  /** The document of the same system that it was merged into. */
  readonly mergedInto: string | null
  /** What tells it from others that had or will have its id, where its system says it. */
  readonly born: string | null
  readonly at: Instant
  readonly actor: string
  readonly causeSystem: string | null
  readonly causeChange: string | null
  readonly origin: 'pull' | 'recheck' | 'repair' | 'merge'
  readonly readMark: number
  readonly keptMark: number
  /** The version of the mapping that read it. */
  readonly mapping: number | null
}

export interface LinkRow {
  readonly recordId: Id
  readonly system: string
  readonly kind: string
  readonly externalId: string
  readonly seen: string
  readonly base: Values
  readonly wrote: readonly string[]
  readonly wroteVersion: number
  readonly writeMark: number
  /** Where the writes stood when it was last read because somebody asked for it. */
  readonly readMark: number
  /** The document is deleted there. */
  readonly gone: boolean
  readonly born: string | null
}

export interface RecordRow {
  readonly id: Id
  readonly kind: string
  readonly version: number
  readonly values: Values
  readonly stamps: Stamps
  readonly disputed: readonly string[]
  readonly state: 'active' | 'deleted'
}

/** Only one worker at a time decides on records of a tenant: identity is a question about all of them. */
export function lockPlanner(tx: Tx): Promise<unknown> {
  return rows(tx, sql`select 1 from hub.planner for update`)
}

export function loadNewChanges(tx: Tx, limit: number): Promise<ChangeRow[]> {
  return rows(
    tx,
    sql<ChangeRow>`
      select id, seq, system, kind, external_id, version, values, edited, deleted, merged_into, born, at, actor, cause_system, cause_change,
             origin, read_mark, kept_mark, mapping
      from hub.change where state = 'new' order by priority, seq limit ${limit}`,
  )
}

export interface Known {
  readonly links: readonly LinkRow[]
  readonly records: readonly RecordRow[]
  /** Record ids of referenced documents, by `documentKey`. */
  readonly references: ReadonlyMap<string, Id>
  /** External ids of those records, by system. */
  readonly externalIds: ReadonlyMap<Id, Readonly<Record<string, string>>>
  /** The first mark of creations whose outcome is not known yet, by `documentKey(system, kind, '')`. */
  readonly creating: ReadonlyMap<string, number>
  /** Writes under way, by the key `system:record`. */
  readonly sending: ReadonlyMap<string, Sending>
  /** Earlier changes of the same documents that wait, are parked or held as duplicates, or have just been woken. */
  readonly held: readonly {
    readonly id: Id
    readonly system: string
    readonly kind: string
    readonly externalId: string
    readonly deleted: boolean
  }[]
}

export interface Sending {
  readonly version: number
  readonly sent: Values
  readonly changed: readonly string[]
}

/**
 * The record of each given document, one look into the index for each. A join may be planned the other way round, all
 * links of a system for each document, while the statistics are older than the system's links; the limit rules that out.
 */
const LINK_OF_GIVEN = sql`lateral (
  select record_id from hub.link
  where system = given.system and kind = given.kind and external_id = given.external_id limit 1)`

export async function loadKnown(tx: Tx, changes: readonly ChangeRow[]): Promise<Known> {
  const documents = changes.map(({ system, kind, externalId }) => ({ system, kind, externalId }))
  const told = given(documents, 'system text, kind text, external_id text')
  const caused = changes.flatMap(({ system, causeSystem, causeChange }) => {
    const key = ourWrite(system, { system: causeSystem ?? '', change: causeChange ?? '' })
    return key ? [key] : []
  })
  const touched = sql`
    select m.record_id from ${told}, ${LINK_OF_GIVEN} m
    union select unnest(${uuidArray([...new Set(caused.map(({ recordId }) => recordId))])}::uuid[])`
  // What is under way is read before the links: a write that ends in between is then seen as a link.
  const [creating, sending, links, records, references, held] = await Promise.all([
    loadCreating(tx, changes),
    loadSending(tx, caused, changes),
    rows(
      tx,
      sql<LinkRow>`
        select record_id, system, kind, external_id, seen, base, wrote, wrote_version, write_mark, read_mark, gone, born
        from hub.link where record_id = any(array(${touched})) order by record_id, system for update`,
    ),
    rows(
      tx,
      sql<RecordRow>`select id, kind, version, values, stamps, disputed, state from hub.record where id = any(array(${touched})) order by id`,
    ),
    findReferences(tx, changes),
    rows(
      tx,
      sql<Known['held'][number]>`
        select c.* from ${olderOf(changes)}, lateral (
          select id, system, kind, external_id, deleted from hub.change
          where system = given.system and kind = given.kind and external_id = given.external_id
            and state in ('waiting', 'parked', 'duplicate', 'new') and seq < given.seq
            and id <> all(${uuidArray(changes.map(({ id }) => id))}::uuid[]) offset 0) c`,
    ),
  ])
  return { links, records, ...references, creating, sending, held }
}

/**
 * What waits is woken by whoever made what it waits for, without the planner's lock: it may be new again in this very
 * moment, and must not be planned behind what is newer.
 */
function olderOf(changes: readonly ChangeRow[]): ReturnType<typeof given> {
  const documents = changes.map(({ system, kind, externalId, seq }) => ({ system, kind, externalId, seq }))
  return given(documents, 'system text, kind text, external_id text, seq bigint')
}

async function loadCreating(tx: Tx, changes: readonly ChangeRow[]): Promise<Map<string, number>> {
  const systems = [...new Set(changes.map(({ system }) => system))]
  const found = await rows(
    tx,
    sql<{ system: string; kind: string; mark: number }>`
      select d.system, d.kind, min(d.sent_mark) as mark from hub.delivery d
      where d.state = 'sending' and d.system = any(${textArray(systems)}::text[]) and d.sent_seen is null
      group by d.system, d.kind`,
  )
  return new Map(found.map(({ system, kind, mark }) => [documentKey(system, kind, ''), mark]))
}

/** What is under way to the documents that are told of, whether or not their system says who caused what. */
async function loadSending(
  tx: Tx,
  caused: readonly { readonly system: string; readonly recordId: Id }[],
  changes: readonly ChangeRow[],
): Promise<Map<string, Sending>> {
  const documents = changes.flatMap(({ system, kind, externalId, causeChange }) =>
    causeChange === null ? [{ system, kind, externalId }] : [],
  )
  const systems = [...new Set(changes.map(({ system }) => system))]
  // Read once for all: by a look for each record, all that is being sent was read each time. And whether anything is being sent
  // there at all is asked first: nothing is while a system tells what it has for the first time.
  const found = await rows(
    tx,
    sql<Sending & { system: string; recordId: Id }>`
      select system, record_id, version, sent, changed from hub.delivery
      where exists (select from hub.delivery where state = 'sending' and system = any(${textArray(systems)}::text[]))
        and state = 'sending' and system = any(${textArray(systems)}::text[]) and record_id = any(array(
        select unnest(${uuidArray(caused.map(({ recordId }) => recordId))}::uuid[])
        union all
        select m.record_id from ${given(documents, 'system text, kind text, external_id text')}, ${LINK_OF_GIVEN} m))`,
  )
  return new Map(found.map((row) => [`${row.system}:${row.recordId}`, row]))
}

type ReferringRow = Pick<ChangeRow, 'system' | 'kind' | 'values' | 'edited'>

/** Record ids of everything that these changes refer to, by `documentKey`. */
export async function loadReferences(tx: Tx, changes: readonly ReferringRow[]): Promise<Known['references']> {
  return (await findReferences(tx, changes)).references
}

async function findReferences(tx: Tx, changes: readonly ReferringRow[]): Promise<Pick<Known, 'references' | 'externalIds'>> {
  const wanted = new Map<string, { system: string; kind: string; externalId: string }>()
  for (const { system, kind, values, edited } of changes) {
    for (const reference of referencesIn(kindOf(kind).fields, edited ?? values)) {
      const document = { system, kind: reference.kind, externalId: reference.id }
      wanted.set(documentKey(system, reference.kind, reference.id), document)
    }
  }
  if (wanted.size === 0) return { references: new Map(), externalIds: new Map() }
  const found = await rows(
    tx,
    sql<{ system: string; kind: string; externalId: string; recordId: Id; everywhere: Readonly<Record<string, string>> | null }>`
      select given.system, given.kind, given.external_id, named.record_id,
             (select json_object_agg(l.system, l.external_id) from hub.link l
                  where l.record_id = named.record_id and not l.gone) as everywhere
      from ${given([...wanted.values()], 'system text, kind text, external_id text')}, ${LINK_OF_GIVEN} named`,
  )
  return {
    references: new Map(found.map((row) => [documentKey(row.system, row.kind, row.externalId), row.recordId])),
    externalIds: new Map(found.map(({ recordId, everywhere }) => [recordId, everywhere ?? {}])),
  }
}
