/** What is known of records: found by name or id, and everything about one: where it is, why each field says what it says. */
import { first, rows, sql, type Tx } from '@tandem/db'
import { type Id, type Instant, isId, type Json, ok, type Query, refuse } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { SUBJECT_FIELDS } from '../engine/values.ts'
import { normalise } from '../identity/keys.ts'
import { kindNames, kindOf } from '../kinds.ts'
import { type Stamp, type Stamps, stampOf } from './stamps.ts'

const SYSTEM = { kind: 'text', optional: true, label: { en: 'System', zh: '系统' } } as const
const KIND = { kind: 'choice', of: kindNames, optional: true, label: { en: 'Kind', zh: '类型' } } as const
const STATE = { kind: 'text', optional: true, label: { en: 'State', zh: '状态' } } as const
const LIMIT = { kind: 'integer', optional: true, label: { en: 'At most', zh: '最多' } } as const
const AFTER = { kind: 'text', optional: true, label: { en: 'After', zh: '起点' } } as const
const RECORD = { kind: 'text', optional: true, label: { en: 'Record', zh: '记录' } } as const

export interface Page<T> {
  readonly items: readonly T[]
  /** Give it as `after` to go on; null when there is no more. */
  readonly next: string | null
}

const MOST = 500
const USUAL = 50

function limitOf(limit: number | null | undefined): number {
  return Math.min(Math.max(limit ?? USUAL, 1), MOST)
}

export interface RecordItem {
  readonly id: Id
  readonly kind: string
  readonly version: number
  readonly values: Values
  readonly disputed: readonly string[]
  readonly updatedAt: Instant
}

const recordsInput = {
  kind: KIND,
  key: { kind: 'text', optional: true, label: { en: 'Number, code or e-mail', zh: '编号、编码或邮箱' } },
  after: AFTER,
  limit: LIMIT,
} as const

export const recordsQuery: Query<Tx, typeof recordsInput, Page<RecordItem>> = {
  name: 'records',
  label: { en: 'Records', zh: '记录' },
  input: recordsInput,
  async run(tx, _by, { kind, key, after, limit }) {
    const count = limitOf(limit)
    const byKind = kind ? sql`and r.kind = ${kind}` : sql``
    const byKey = key
      ? sql`and r.id in (select record_id from hub.record_key where value = ${normalise(key)} and kind = any(${`{${kind ?? kindNames.join(',')}}`}::text[]))`
      : sql``
    const from = after ? sql`and r.id > ${isId(after) ? after : '00000000-0000-0000-0000-000000000000'}` : sql``
    const items = await rows(
      tx,
      sql<RecordItem>`
        select r.id, r.kind, r.version, r.values, r.disputed, r.updated_at from hub.record r
        where true ${byKind} ${byKey} ${from} order by r.id limit ${count}`,
    )
    return ok({ items, next: items.length === count ? (items.at(-1)?.id ?? null) : null })
  },
}

export interface FieldLineage {
  readonly field: string
  readonly value: Json
  readonly stamp: Stamp | null
  readonly disputed: boolean
  /** What each system was last known to say. */
  readonly systems: Readonly<Record<string, Json>>
}

export interface RecordStory extends RecordItem {
  readonly fields: readonly FieldLineage[]
  readonly links: readonly LinkItem[]
  readonly changes: readonly Unnamed<ChangeItem>[]
  readonly deliveries: readonly Unnamed<DeliveryItem>[]
}

export interface LinkItem {
  readonly system: string
  readonly externalId: string
  readonly seen: string
  readonly base: Values
  readonly linkedAt: Instant
  readonly linkedBy: string
}

export interface ChangeItem {
  readonly id: Id
  readonly seq: number
  readonly system: string
  readonly kind: string
  readonly externalId: string
  readonly version: string
  readonly state: string
  readonly at: Instant
  readonly actor: string
  readonly causeChange: string | null
  readonly waitsKind: string | null
  readonly waitsFor: string | null
  readonly recordId: Id | null
  /** What people call the record; null where there is none yet. */
  readonly subject: string | null
  readonly pulledAt: Instant
  readonly plannedAt: Instant | null
}

export interface DeliveryItem {
  readonly id: Id
  readonly seq: number
  readonly system: string
  readonly kind: string
  readonly recordId: Id
  readonly subject: string | null
  readonly version: number
  readonly state: string
  readonly attempts: number
  readonly changed: readonly string[] | null
  readonly reason: string | null
  readonly waitsFor: string | null
  readonly changeId: Id | null
  readonly dueAt: Instant
  readonly createdAt: Instant
  readonly sentAt: Instant | null
  readonly doneAt: Instant | null
}

/** Of one record, whose name is known. */
type Unnamed<T> = Omit<T, 'subject'>

const CHANGE_COLUMNS =
  sql.raw(`id, seq, system, kind, external_id, version, state, at, actor, cause_change, waits_kind, waits_for,
  record_id, pulled_at, planned_at`)
const DELIVERY_COLUMNS =
  sql.raw(`id, seq, system, kind, record_id, version, state, attempts, changed, reason, waits_for, change_id,
  due_at, created_at, sent_at, done_at`)

/** A record is named by its id or by what a system calls it. */
export const recordAddress = {
  id: { kind: 'text', optional: true, label: { en: 'Record', zh: '记录' } },
  system: SYSTEM,
  kind: KIND,
  externalId: { kind: 'text', optional: true, label: { en: 'Id in the system', zh: '系统内编号' } },
} as const

export interface RecordAddress {
  readonly id?: string | null | undefined
  readonly system?: string | null | undefined
  readonly kind?: string | null | undefined
  readonly externalId?: string | null | undefined
}

/** One record, by its id or by what a system calls it. Refuses `record/not-found`. */
export const recordQuery: Query<Tx, typeof recordAddress, RecordStory> = {
  name: 'record',
  label: { en: 'Record', zh: '记录' },
  input: recordAddress,
  async run(tx, _by, address) {
    const recordId = await recordIdOf(tx, address)
    const story = isId(recordId) ? await storyOf(tx, recordId) : undefined
    return story ? ok(story) : refuse('record/not-found', { id: address.id ?? address.externalId ?? '' })
  },
}

export async function recordIdOf(tx: Tx, { id, system, kind, externalId }: RecordAddress): Promise<string | undefined> {
  if (id) return id
  const found = await first(
    tx,
    sql<{ recordId: Id }>`
      select record_id from hub.link
      where system = ${system ?? ''} and kind = ${kind ?? ''} and external_id = ${externalId ?? ''}`,
  )
  return found?.recordId
}

async function storyOf(tx: Tx, id: Id): Promise<RecordStory | undefined> {
  const [record, links, changes, deliveries] = await Promise.all([
    first(
      tx,
      sql<RecordItem & { stamps: Stamps }>`
        select id, kind, version, values, stamps, disputed, updated_at from hub.record where id = ${id}`,
    ),
    rows(
      tx,
      sql<LinkItem>`
        select system, external_id, seen, base, linked_at, linked_by from hub.link where record_id = ${id} order by system`,
    ),
    rows(
      tx,
      sql<Unnamed<ChangeItem>>`select ${CHANGE_COLUMNS} from hub.change where record_id = ${id} order by seq desc limit ${MOST}`,
    ),
    rows(
      tx,
      sql<
        Unnamed<DeliveryItem>
      >`select ${DELIVERY_COLUMNS} from hub.delivery where record_id = ${id} order by seq desc limit ${MOST}`,
    ),
  ])
  if (!record) return undefined
  const { stamps, ...item } = record
  const names = new Set([...Object.keys(kindOf(record.kind).fields), ...Object.keys(record.values)])
  const fields = [...names].map((field) => ({
    field,
    value: record.values[field] ?? null,
    stamp: stampOf(stamps, field) ?? null,
    disputed: record.disputed.includes(field),
    systems: Object.fromEntries(links.map(({ system, base }) => [system, base[field] ?? null])),
  }))
  return { ...item, fields, links, changes, deliveries }
}

const listInput = { system: SYSTEM, kind: KIND, state: STATE, record: RECORD, after: AFTER, limit: LIMIT } as const

/** What systems told, the newest first. */
export const changesQuery: Query<Tx, typeof listInput, Page<ChangeItem>> = {
  name: 'changes',
  label: { en: 'Changes taken in', zh: '已接收变更' },
  input: listInput,
  run: async (tx, _by, input) => ok(await listNewest<ChangeItem>(tx, 'hub.change', CHANGE_COLUMNS, input)),
}

/** What was or is to be written, the newest first. */
export const deliveriesQuery: Query<Tx, typeof listInput, Page<DeliveryItem>> = {
  name: 'deliveries',
  label: { en: 'Deliveries', zh: '投递' },
  input: listInput,
  run: async (tx, _by, input) => ok(await listNewest<DeliveryItem>(tx, 'hub.delivery', DELIVERY_COLUMNS, input)),
}

interface ListInput {
  readonly system?: string | null | undefined
  readonly kind?: string | null | undefined
  readonly state?: string | null | undefined
  readonly record?: string | null | undefined
  readonly after?: string | null | undefined
  readonly limit?: number | null | undefined
}

/** What a person calls a record, as `subjectOf` says it. */
const SUBJECT = sql`coalesce(${sql.join(SUBJECT_FIELDS.map((name) => sql`nullif(r.values->>${sql.lit(name)}, '')`))})`

async function listNewest<T extends { readonly seq: number }>(
  tx: Tx,
  table: string,
  columns: ReturnType<typeof sql.raw>,
  { system, kind, state, record, after, limit }: ListInput,
): Promise<Page<T>> {
  const count = limitOf(limit)
  const conditions = [
    system ? sql`and system = ${system}` : sql``,
    kind ? sql`and kind = ${kind}` : sql``,
    state ? sql`and state = ${state}` : sql``,
    record ? (isId(record) ? sql`and record_id = ${record}` : sql`and false`) : sql``,
    after && /^\d{1,15}$/.test(after) ? sql`and seq < ${after}::bigint` : sql``,
  ]
  const items = await rows(
    tx,
    sql<T>`
      select found.*, ${SUBJECT} as subject
      from (select ${columns} from ${sql.raw(table)} where true ${sql.join(conditions, sql` `)}
            order by seq desc limit ${count}) found
      left join hub.record r on r.id = found.record_id order by found.seq desc`,
  )
  return { items, next: items.length === count ? String(items.at(-1)?.seq) : null }
}
