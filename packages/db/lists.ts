/**
 * Lists of documents, from their definitions alone: filters, search, one sort field, pages by keyset. Only fields of the
 * definition can be named, so no text of a caller ever becomes SQL; values are checked before PostgreSQL sees them.
 */
import {
  Decimal,
  type Definition,
  type Field,
  isId,
  isInstant,
  isPlainDate,
  type Messages,
  ok,
  type Result,
  refuse,
  snakeCase,
} from '@tandem/kernel'
import { type RawBuilder, sql } from 'kysely'
import { definitionWith } from './custom-fields.ts'
import { CUSTOM_PREFIX } from './definitions.ts'
import { ownColumns } from './documents.ts'
import { textArray } from './rows.ts'
import { rows as select, type Tx } from './tx.ts'

/** What a field must be; several conditions of one field must all hold. Values are texts as in URLs. */
export interface Condition {
  /** One of these; `AC*` stands for everything that begins with AC (text fields). */
  readonly in?: readonly string[]
  /** Not less than; for numbers, amounts, dates, moments and text. */
  readonly from?: string
  /** Not more than. */
  readonly to?: string
  /** Empty (true) or given (false). */
  readonly empty?: boolean
}

export interface ListOptions {
  readonly filter?: Readonly<Record<string, Condition>>
  /** Every word of it must stand in one of the title fields; case does not count. */
  readonly q?: string
  /** A field, `-` before it for descending. Default `-id`: newest first. Empty values come last, or first when descending. */
  readonly sort?: string
  /** Most items on the page, 1 to `MOST_ON_A_PAGE`. */
  readonly limit?: number
  /** `next` of the page before. */
  readonly cursor?: string
  /** A condition in SQL that every row must fulfil: whose it is. Never made of what a caller wrote. */
  readonly only?: RawBuilder<unknown>
}

/** `next` is null on the last page. */
export interface Page<R> {
  readonly items: R[]
  readonly next: string | null
}

export const MOST_ON_A_PAGE = 500
const MOST_WORDS = 8

interface Sort {
  readonly field: string
  readonly descending: boolean
  readonly kind: Field['kind']
  readonly optional: boolean
}

interface Place {
  readonly value: string | null
  readonly id: string
}

/** A page of documents without their lines. Refuses `list/...` what it cannot name or read. */
export async function listDocuments<R>(tx: Tx, definition: Definition, options: ListOptions): Promise<Result<Page<R>>> {
  const whole = await definitionWith(tx, definition, Object.keys(options.filter ?? {}))
  const fields = listFields(definition)
  const sort = readSort(fields, options.sort ?? '-id')
  if (!sort) return refuse('list/bad-sort', { sort: options.sort ?? '', fields: [...fields.keys()] })
  const place = options.cursor === undefined ? undefined : readCursor(options.cursor, sort)
  if (options.cursor !== undefined && !place) return refuse('list/bad-cursor')
  const conditions = conditionsOf(whole, options)
  if (!conditions.ok) return conditions
  const limit = Math.min(Math.max(options.limit ?? 50, 1), MOST_ON_A_PAGE)
  const where = whereAll([...conditions.value, ...(place ? [after(sort, place)] : [])])
  const names = sql.raw(ownColumns(definition).map(quoted).join(', '))
  const found = await select(
    tx,
    sql<
      R & Record<string, unknown>
    >`select ${names} from ${sql.raw(definition.table)} ${where} ${orderBy(sort)} limit ${limit + 1}`,
  )
  const items = found.slice(0, limit)
  return ok({ items, next: found.length > limit ? cursorAt(sort, items.at(-1)) : null })
}

/** How many documents a list has, whatever a page of it holds, and what they add up to, exactly. */
export interface Summary {
  readonly count: number
  /** One of each currency, in order of their names: `{ currency: 'CNY', count: 3, total: '12.50' }`. Empty where nothing is added up. */
  readonly sums: readonly Readonly<Record<string, string | number>>[]
}

/** Counts all that a list would show, and adds up amounts of it by currency. Refuses `list/...` what it cannot name or read. */
export async function summarizeDocuments(
  tx: Tx,
  definition: Definition,
  options: Pick<ListOptions, 'filter' | 'q' | 'only'> & { readonly sum?: readonly string[] },
): Promise<Result<Summary>> {
  const conditions = conditionsOf(await definitionWith(tx, definition, Object.keys(options.filter ?? {})), options)
  if (!conditions.ok) return conditions
  const from = sql`from ${sql.raw(definition.table)} ${whereAll(conditions.value)}`
  const sum = options.sum ?? []
  if (sum.length === 0) {
    const [found] = await select(tx, sql<{ count: string }>`select count(*)::text as count ${from}`)
    return ok({ count: Number(found?.count ?? 0), sums: [] })
  }
  const summable = summableFields(definition)
  const unknown = sum.find((name) => !summable.has(name))
  if (unknown !== undefined) return refuse('list/not-summable', { field: unknown, fields: [...summable.keys()] })
  const currency = quoted(summable.get(sum[0] ?? '') ?? '')
  const sums = sql.raw(sum.map((name) => `trim_scale(sum(${quoted(name)}))::text as ${quoted(name)}`).join(', '))
  const found = await select(
    tx,
    sql<Record<string, string>>`select ${sql.raw(currency)} as currency, count(*)::text as count, ${sums} ${from}
      group by 1 order by 1`,
  )
  const rows = found.map(({ count, ...rest }) => ({ ...rest, count: Number(count) }))
  return ok({ count: rows.reduce((all, { count }) => all + count, 0), sums: rows })
}

/** The amounts of a document that have their currency beside them, each with the field of that. */
export function summableFields(definition: Definition): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(definition.fields).flatMap(([name, field]): [string, string][] =>
      field.kind === 'amount' && definition.fields[field.currency] ? [[name, field.currency]] : [],
    ),
  )
}

/** Everything that a list's rows must fulfil. */
function conditionsOf(
  definition: Definition,
  { filter, q, only }: Pick<ListOptions, 'filter' | 'q' | 'only'>,
): Result<RawBuilder<unknown>[]> {
  const conditions = readConditions(listFields(definition), filter ?? {})
  return conditions.ok ? ok([...(only ? [only] : []), ...conditions.value, ...searchOf(definition, q ?? '')]) : conditions
}

function whereAll(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`
}

const STORED: readonly (readonly [string, Field])[] = [
  ['id', { kind: 'reference', to: '', label: { en: 'Id', zh: '标识' } }],
  ['version', { kind: 'integer', label: { en: 'Version', zh: '版本' } }],
  ['createdAt', { kind: 'instant', label: { en: 'Created', zh: '创建时间' } }],
  ['createdBy', { kind: 'text', label: { en: 'Created by', zh: '创建人' } }],
  ['updatedAt', { kind: 'instant', label: { en: 'Updated', zh: '更新时间' } }],
  ['updatedBy', { kind: 'text', label: { en: 'Updated by', zh: '更新人' } }],
]

const NOT_LISTED: ReadonlySet<Field['kind']> = new Set(['lines', 'json', 'custom'])

/** The fields a list can be filtered and sorted by: a definition's own but lines and JSON, its state and what all have. */
export function listFields(definition: Definition): ReadonlyMap<string, Field> {
  const own = Object.entries(definition.fields).filter(([, field]) => !NOT_LISTED.has(field.kind))
  const state: [string, Field][] = definition.states
    ? [['state', { kind: 'choice', of: definition.states, label: { en: 'State', zh: '状态' } }]]
    : []
  return new Map([...STORED, ...state, ...own])
}

/** Drivers would turn the text `true` given as a boolean into something else, so it travels as text. */
const CASTS: Readonly<Partial<Record<Field['kind'], string>>> = {
  flag: 'text::boolean',
  integer: 'integer',
  amount: 'numeric',
  price: 'numeric',
  quantity: 'numeric',
  percent: 'numeric',
  date: 'date',
  instant: 'timestamptz',
  reference: 'uuid',
}

function castOf(kind: Field['kind']): string {
  return CASTS[kind] ?? 'text'
}

/** Whether PostgreSQL would take the text as a value of such a field. */
function isValue(kind: Field['kind'], text: string): boolean {
  switch (kind) {
    case 'flag':
      return text === 'true' || text === 'false'
    case 'integer':
      return /^-?\d{1,10}$/.test(text) && Math.abs(Number(text)) < 2 ** 31
    case 'amount':
    case 'price':
    case 'quantity':
    case 'percent':
      return text.length <= 40 && Decimal.parse(text) !== undefined
    case 'date':
      return isPlainDate(text) && text > '0001'
    case 'instant':
      return isInstant(text) && text > '0001' && isPlainDate(text.slice(0, 10))
    case 'reference':
      return isId(text)
    default:
      return !text.includes('\0')
  }
}

function readConditions(
  fields: ReadonlyMap<string, Field>,
  filter: ListOptions['filter'] & object,
): Result<RawBuilder<unknown>[]> {
  const conditions: RawBuilder<unknown>[] = []
  for (const [name, condition] of Object.entries(filter)) {
    const field = fields.get(name)
    if (!field) return refuse('list/unknown-field', { field: name, fields: [...fields.keys()] })
    const values = [...(condition.in ?? []), condition.from, condition.to].filter((value) => value !== undefined)
    const wrong = values.find((value) => !isValue(field.kind, value))
    if (wrong !== undefined) return refuse('list/bad-value', { field: name, value: wrong, kind: field.kind })
    conditions.push(...conditionsOn(name, field, condition))
  }
  return ok(conditions)
}

function conditionsOn(name: string, field: Field, condition: Condition): RawBuilder<unknown>[] {
  const column = sql.raw(columnOf(name, field))
  const cast = sql.raw(castOf(field.kind))
  const conditions: RawBuilder<unknown>[] = []
  if (condition.in) conditions.push(oneOf(column, cast, field, condition.in))
  if (condition.from !== undefined) conditions.push(sql`${column} >= ${condition.from}::${cast}`)
  if (condition.to !== undefined) conditions.push(sql`${column} <= ${condition.to}::${cast}`)
  if (condition.empty !== undefined) conditions.push(condition.empty ? sql`${column} is null` : sql`${column} is not null`)
  return conditions
}

/** `^@` is "begins with"; unlike LIKE it is leakproof, so that row-level security lets it use an index. */
function oneOf(
  column: RawBuilder<unknown>,
  cast: RawBuilder<unknown>,
  field: Field,
  values: readonly string[],
): RawBuilder<unknown> {
  const isPrefix = (value: string) => field.kind === 'text' && value.endsWith('*')
  const prefixes = values.filter(isPrefix).map((value) => sql`${column} ^@ ${value.slice(0, -1)}::text`)
  const exact = values.filter((value) => !isPrefix(value))
  if (exact.length === 0 && prefixes.length > 0) return sql`(${sql.join(prefixes, sql` or `)})`
  return sql`(${sql.join([sql`${column} = any(${textArray(exact)}::${cast}[])`, ...prefixes], sql` or `)})`
}

function searchOf(definition: Definition, q: string): RawBuilder<unknown>[] {
  const words = q.replaceAll('\0', '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)
  const titles = definition.title.filter((name) => castOf(definition.fields[name]?.kind ?? 'json') === 'text')
  if (titles.length === 0) return []
  const text = titles.map((name) => `coalesce(${quoted(name)}, '')`).join(` || ' ' || `)
  return words.map((word) => sql`${folded(text, word)} like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}::text`)
}

/**
 * A text in the small letters that a word needs to be found in it. To make every letter of 100,000 names small is most of
 * what a search costs: a word without letters of two sizes needs none, one in ASCII only those of ASCII, a third of the time.
 */
function folded(text: string, word: string): RawBuilder<unknown> {
  const sized = word.replace(/\p{Lo}/gu, '')
  if (!/\p{L}/u.test(sized)) return sql.raw(`(${text})`)
  const isAscii = /^\p{ASCII}*$/u.test(sized)
  return sql.raw(isAscii ? `lower((${text}) collate "C")` : `lower(${text})`)
}

function readSort(fields: ReadonlyMap<string, Field>, text: string): Sort | undefined {
  const descending = text.startsWith('-')
  const field = descending ? text.slice(1) : text
  const known = fields.get(field)
  return known && { field, descending, kind: known.kind, optional: known.optional === true }
}

function orderBy({ field, descending }: Sort): RawBuilder<unknown> {
  const way = descending ? 'desc' : 'asc'
  return sql.raw(field === 'id' ? `order by id ${way}` : `order by ${quoted(field)} ${way}, id ${way}`)
}

/** Everything behind a place. PostgreSQL puts empty values last, or first when descending, as an index read backwards does. */
function after({ field, descending, kind, optional }: Sort, { value, id }: Place): RawBuilder<unknown> {
  const [column, way] = [sql.raw(quoted(field)), sql.raw(descending ? '<' : '>')]
  if (field === 'id') return sql`id ${way} ${id}::uuid`
  if (value === null) {
    const others = descending ? sql`${column} is not null or ` : sql``
    return sql`(${others}${column} is null and id ${way} ${id}::uuid)`
  }
  const behind = sql`(${column}, id) ${way} (${value}::${sql.raw(castOf(kind))}, ${id}::uuid)`
  return optional && !descending ? sql`(${behind} or ${column} is null)` : behind
}

/** The values of custom fields were checked when they were written, so they can be cast to their type. */
function columnOf(name: string, { kind }: Field): string {
  if (!name.startsWith(CUSTOM_PREFIX)) return quoted(name)
  const text = `(custom->>'${name.slice(CUSTOM_PREFIX.length)}')`
  return castOf(kind) === 'text' ? text : `${text}::${castOf(kind)}`
}

/** A field may be called `order` or `user`. */
function quoted(name: string): string {
  return `"${snakeCase(name)}"`
}

function cursorAt(sort: Sort, row: Record<string, unknown> | undefined): string {
  const value = row?.[sort.field] ?? null
  const place = [sort.descending ? `-${sort.field}` : sort.field, value === null ? null : String(value), row?.id]
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

function readCursor(text: string, sort: Sort): Place | undefined {
  try {
    const [of, value, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    if (of !== (sort.descending ? `-${sort.field}` : sort.field) || !isId(id)) return undefined
    if (value === null) return sort.optional ? { value, id } : undefined
    return typeof value === 'string' && isValue(sort.kind, value) ? { value, id } : undefined
  } catch {
    return undefined
  }
}

export const listMessages = {
  'list/unknown-field': {
    en: 'There is no field {field} to filter by. Use one of: {fields}.',
    zh: '没有可筛选的字段 {field}。可用字段：{fields}。',
  },
  'list/bad-value': {
    en: '{value} cannot be compared with the field {field}, which is of the kind {kind}. Correct the filter.',
    zh: '{value} 不能用于字段 {field}（类型 {kind}），请更正筛选条件。',
  },
  'list/bad-sort': {
    en: 'The list cannot be sorted by {sort}. Use one of: {fields}; with - before it for descending.',
    zh: '不能按 {sort} 排序。可用字段：{fields}；前面加 - 表示降序。',
  },
  'list/not-summable': {
    en: 'The field {field} cannot be added up. Use one of: {fields}.',
    zh: '字段 {field} 不能求和。可用字段：{fields}。',
  },
  'list/bad-cursor': {
    en: 'The cursor does not belong to this list and sort. Start again without a cursor.',
    zh: '游标不属于此列表和排序，请不带游标重新开始。',
  },
} satisfies Messages
