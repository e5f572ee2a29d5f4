/** The document a case is about, to be corrected: its values as they stand, the names of what it refers to, what else could be named. */
import { first, rows, sql, type Tx, textArray, uuidArray } from '@tandem/db'
import { type Fields, type Id, isId, type Json, ok, type Query, refuse } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { customLabels } from '../custom/labels.ts'
import { subjectOf } from '../engine/values.ts'
import { naturalKeys } from '../identity/keys.ts'
import { kindNames, kindOf } from '../kinds.ts'

export interface InboxDocument {
  readonly values: Values
  /** Whose ids its references are: the system's, or the joint's records. */
  readonly ids: 'system' | 'record'
  /** What people call what it refers to, by kind and id: `{ "customer 17": "Acme" }`. */
  readonly names: Readonly<Record<string, string>>
  /** The company's own fields of the kind, by their names in values: `custom.region`. */
  readonly custom: Fields
}

const documentInput = { id: { kind: 'text', max: 40, label: { en: 'Inbox entry', zh: '待处理事项' } } } as const

export const inboxDocumentQuery: Query<Tx, typeof documentInput, InboxDocument> = {
  name: 'inbox-document',
  label: { en: 'The document of an inbox entry', zh: '待处理事项的单据' },
  input: documentInput,
  async run(tx, _by, { id }) {
    const found = isId(id) ? await first(tx, sql<Found>`${FOUND} where e.id = ${id}`) : undefined
    if (!found) return refuse('inbox-entry/not-found', { id })
    const { values, system, kind, isChange } = found
    const named = namedIn(kindOf(kind).fields, values)
    const names = isChange ? await namesInSystem(tx, system, named) : await namesOfRecords(tx, named)
    const custom = Object.fromEntries(await customLabels(tx, kind))
    return ok({ values, ids: isChange ? 'system' : 'record', names, custom })
  },
}

interface Found {
  readonly system: string
  readonly kind: string
  readonly isChange: boolean
  readonly values: Values
}

const FOUND = sql`
  select e.system, e.kind, e.change is not null as is_change, coalesce(c.edited, c.values, r.values, '{}') as values
  from hub.inbox_entry e left join hub.change c on c.id = e.change left join hub.record r on r.id = e.record`

interface Named {
  readonly kind: string
  readonly id: string
}

/** Like `referencesIn`, but of values that nobody has checked yet. */
function namedIn(fields: Fields, values: Values): Named[] {
  return Object.entries(fields).flatMap(([name, field]): Named[] => {
    const value = values[name]
    if (field.kind === 'reference') return typeof value === 'string' ? [{ kind: field.to, id: value }] : []
    if (field.kind !== 'lines' || !Array.isArray(value)) return []
    return value.flatMap((line) => (isObject(line) ? namedIn(field.of, line) : []))
  })
}

function isObject(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

interface NameRow {
  readonly kind: string
  readonly id: string
  readonly values: Values
}

async function namesInSystem(tx: Tx, system: string, named: readonly Named[]): Promise<InboxDocument['names']> {
  const found = await rows(
    tx,
    sql<NameRow>`
      select l.kind, l.external_id as id, r.values from hub.link l join hub.record r on r.id = l.record_id
      where l.system = ${system} and l.kind = any(${textArray([...new Set(named.map(({ kind }) => kind))])}::text[])
        and l.external_id = any(${textArray([...new Set(named.map(({ id }) => id))])}::text[])`,
  )
  return namesOf(found)
}

async function namesOfRecords(tx: Tx, named: readonly Named[]): Promise<InboxDocument['names']> {
  const ids = [...new Set(named.flatMap(({ id }) => (isId(id) ? [id] : [])))]
  return namesOf(await rows(tx, sql<NameRow>`select kind, id, values from hub.record where id = any(${uuidArray(ids)}::uuid[])`))
}

function namesOf(found: readonly NameRow[]): InboxDocument['names'] {
  return Object.fromEntries(found.map(({ kind, id, values }) => [`${kind} ${id}`, nameOf(values, id)]))
}

function nameOf(values: Values, id: string): string {
  const subject = subjectOf(values, id)
  const { name } = values
  return typeof name === 'string' && name !== subject ? `${subject} ${name}` : subject
}

export interface RecordOption {
  readonly id: Id
  /** What the asked system calls it; null: it is not there. */
  readonly externalId: string | null
  readonly name: string
}

const optionsInput = {
  kind: { kind: 'choice', of: kindNames, label: { en: 'Kind', zh: '类型' } },
  system: { kind: 'text', max: 200, optional: true, label: { en: 'In this system', zh: '所在系统' } },
  q: { kind: 'text', max: 200, optional: true, label: { en: 'Beginning of code, number or name', zh: '编码、编号或名称的开头' } },
  limit: { kind: 'integer', optional: true, label: { en: 'At most', zh: '最多' } },
} as const

/** Kinds without keys are looked through, the newest so many. */
const LOOKED_THROUGH = 2_000

/** Records of a kind that could be named, by the beginning of what people call them. */
export const recordOptionsQuery: Query<Tx, typeof optionsInput, readonly RecordOption[]> = {
  name: 'record-options',
  label: { en: 'Records that a reference can name', zh: '可引用的记录' },
  input: optionsInput,
  async run(tx, _by, { kind, system, q, limit }) {
    const text = q?.trim() ?? ''
    const inSystem = system ? sql`and l.external_id is not null` : sql``
    const found = await rows(
      tx,
      sql<{ id: Id; values: Values; externalId: string | null }>`
        select r.id, r.values, l.external_id from (${text === '' ? newest(kind) : matching(kind, text)}) r
        left join hub.link l on l.record_id = r.id and l.system = ${system ?? ''}
        where r.state = 'active' ${inSystem} order by r.id desc limit ${Math.min(Math.max(limit ?? 20, 1), 100)}`,
    )
    return ok(found.map(({ id, values, externalId }) => ({ id, externalId, name: nameOf(values, externalId ?? id) })))
  },
}

function newest(kind: string) {
  return sql`select * from hub.record where kind = ${kind} order by id desc limit ${LOOKED_THROUGH}`
}

function matching(kind: string, text: string) {
  const { naturalKeys: fields } = kindOf(kind)
  const keys = naturalKeys(kind, Object.fromEntries(fields.map((field) => [field, text])))
  if (keys.length === 0) {
    const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`
    return sql`select * from (${newest(kind)}) n where n.values->>'name' ilike ${like} or n.values->>'line1' ilike ${like}`
  }
  const found = keys.map(
    ({ field, value }) =>
      sql`select record_id from hub.record_key where kind = ${kind} and field = ${field} and value >= ${value} and value < ${`${value}\u{10ffff}`}`,
  )
  return sql`select * from hub.record where id in (select record_id from (${sql.join(found, sql` union `)}) k limit ${LOOKED_THROUGH})`
}
