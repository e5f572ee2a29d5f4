/** One page of a record's history, read with one statement for each table. */
import { first, rows, sql, type Tx, uuidArray } from '@tandem/db'
import type { Id, Instant, Json } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { loadReferences } from '../engine/plan-load.ts'
import { documentKey } from '../engine/sets.ts'
import { mapReferences, type Reference } from '../identity/references.ts'
import { kindOf } from '../kinds.ts'
import type { FieldSteps } from './steps.ts'

export interface HistoryDelivery {
  readonly system: string
  readonly version: number
  readonly state: string
  readonly changed: readonly string[] | null
  readonly sentAt: Instant | null
  readonly doneAt: Instant | null
  readonly reason: string | null
}

/** Something that happened: a change taken in, a person's step, a link, an event of the record. */
export interface Spot {
  readonly what: 'change' | 'step' | 'link' | 'event'
  readonly id: string
  readonly at: Instant
  readonly toldAt: Instant
  readonly system: string
  readonly by: string
  /** A change's state; a link's external id; an event's type. */
  readonly state: string
  readonly version: number | null
  readonly mapping: number | null
  readonly values: Values | null
}

export interface PageRows {
  readonly spots: readonly Spot[]
  readonly firstChange: string | null
  readonly steps: readonly { readonly version: number; readonly changes: FieldSteps }[]
  readonly losers: readonly {
    readonly change: Id
    readonly field: string
    readonly kept: Json
    readonly other: Json
    readonly rule: string
  }[]
  readonly deliveries: readonly (HistoryDelivery & { readonly changeId: Id | null })[]
}

export async function loadPage(tx: Tx, record: Id, kind: string, after: string | null, count: number): Promise<PageRows> {
  const spots = await loadSpots(tx, record, after, count)
  const changes = uuidArray(spots.flatMap(({ what, id }) => (what === 'change' ? [id] : [])))
  const versions = `{${spots.flatMap(({ what, version }) => (what === 'step' && version !== null ? [version] : [])).join(',')}}`
  const [firstOne, steps, losers, deliveries] = await Promise.all([
    first(tx, sql<{ id: Id }>`select id from hub.change where record_id = ${record} and state = 'planned' order by seq limit 1`),
    rows(
      tx,
      // A change is planned at the very moment at which the step that it went into was made.
      sql<PageRows['steps'][number]>`
        select version, changes from hub.record_step s
        where record_id = ${record} and (version = any(${versions}::integer[])
          or at in (select planned_at from hub.change where id = any(${changes}::uuid[])))
        order by version`,
    ),
    rows(
      tx,
      sql<PageRows['losers'][number]>`
        select change, field, kept, other, rule from hub.conflict
        where record = ${record} and change = any(${changes}::uuid[]) order by created_at, id`,
    ),
    rows(
      tx,
      sql<PageRows['deliveries'][number]>`
        select system, version, state, changed, sent_at, done_at, reason, change_id from hub.delivery
        where record_id = ${record}
          and (change_id = any(${changes}::uuid[]) or (change_id is null and version = any(${versions}::integer[])))
        order by seq`,
    ),
  ])
  const told = await Promise.all(spots.map((spot) => (spot.id === firstOne?.id ? inOurTerms(tx, kind, spot) : spot)))
  return { spots: told, firstChange: firstOne?.id ?? null, steps, losers, deliveries }
}

/** What was told names things by the system's ids: here by their records, whose names people know. */
async function inOurTerms(tx: Tx, kind: string, spot: Spot): Promise<Spot> {
  const { system, values } = spot
  if (!values) return spot
  const known = await loadReferences(tx, [{ system, kind, values, edited: null }])
  const resolve = (reference: Reference) => known.get(documentKey(system, reference.kind, reference.id)) ?? reference.id
  return { ...spot, values: mapReferences(kindOf(kind).fields, values, resolve) }
}

function loadSpots(tx: Tx, record: Id, after: string | null, count: number): Promise<Spot[]> {
  const [at, id] = after?.split('|') ?? []
  const isGood = at !== undefined && id !== undefined && !Number.isNaN(Date.parse(at))
  const from = isGood ? sql`where (at, id) < (${at}::timestamptz, ${id})` : sql``
  return rows(
    tx,
    sql<Spot>`
      select * from (
        select 'change' as what, id::text collate "C" as id, pulled_at as at, at as told_at, system, actor as by, state,
               null::integer as version, mapping, coalesce(edited, values) as values
        from hub.change where record_id = ${record}
        union all
        select 'step', record_id || ':' || version, at, at, 'joint', made_by, 'decided', version, null, null
        from hub.record_step where record_id = ${record} and change_id is null
        union all
        select 'link', record_id || ':' || system, linked_at, linked_at, system, linked_by, external_id, null, null, null
        from hub.link where record_id = ${record}
        union all
        select 'event', id::text, at, at, 'joint', actor_id, type, null, null, null
        from hub.event where document_id = ${record} and document = 'record'
      ) spots ${from} order by at desc, id desc limit ${count}`,
  )
}
