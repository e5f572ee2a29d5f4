/** Writing and reading many rows with one statement each. Tables are `schema.table`; keys of rows are camel case. */
import { snakeCase } from '@tandem/kernel'
import { type RawBuilder, sql } from 'kysely'
import { ENOUGH, packed, plainType, textOf } from './packed.ts'
import { camelCase } from './parsers.ts'
import { builder, rows as select, type Tx } from './tx.ts'

export interface InsertOptions {
  readonly onConflict?: 'nothing'
  /** What the database works out, the same for every row. */
  readonly computed?: Readonly<Record<string, RawBuilder<unknown>>>
  /** Keys under which all rows have one value as a rule: then it is sent, and read as its type, once. */
  readonly same?: readonly string[]
}

/** Inserts all rows with one statement. All rows must have the keys of the first; what is left out gets its default. */
export async function insertRows(tx: Tx, table: string, rows: readonly object[], options: InsertOptions = {}): Promise<number> {
  const sample = rows[0]
  if (!sample) return 0
  const { head, keys, computed, tail } = insertion(tx, table, rows, options)
  const query = sql`${head} ${selectRows(tx, table, rows, keys, computed)}${tail}`
  const result = await tx.execute(query.compile(builder))
  return result.affected
}

/**
 * What an insert of these rows says beside them: its beginning and end, the keys whose values are told row by row, and what is
 * the same for all, in the order of the columns: first this, then the keys.
 */
export function insertion(tx: Tx, table: string, rows: readonly object[], options: InsertOptions) {
  const sample = rows[0] as object
  const shared = sharedValues(tx, table, rows, options.same ?? [])
  const keys = Object.keys(sample).filter((key) => !(key in shared))
  const computed = Object.entries({ ...ownTenant(tx, table, sample), ...shared, ...options.computed })
  const names = [...computed.map(([name]) => name), ...keys].map(quoted).join(', ')
  return {
    head: sql.raw(`insert into ${table} (${names})`),
    keys,
    computed: computed.map(([, value]) => value),
    tail: sql.raw(options.onConflict ? ' on conflict do nothing' : ''),
  }
}

/** Whose the rows are, worked out once: by the column's default it would be for each. */
function ownTenant(tx: Tx, table: string, sample: object): Readonly<Record<string, RawBuilder<unknown>>> {
  const isAsked = tx.typesOf(table)?.has('tenant_id') && !('tenantId' in sample)
  return isAsked ? { tenantId: sql`(select platform.tenant())` } : {}
}

/** Few rows are sent as they are: a query of its own for each value costs more there. */
function sharedValues(
  tx: Tx,
  table: string,
  rows: readonly object[],
  same: readonly string[],
): Readonly<Record<string, RawBuilder<unknown>>> {
  const types = tx.typesOf(table)
  if (!types || rows.length < ENOUGH) return {}
  const sample = rows[0] as Record<string, unknown>
  return Object.fromEntries(
    same.flatMap((key) => {
      const type = types.get(snakeCase(key)) ?? ''
      const text = sample[key] === null ? null : textOf(sample[key], plainType(type))
      const isOne = text !== undefined && rows.every((row) => isSame((row as Record<string, unknown>)[key], sample[key]))
      if (!isOne) return []
      return [[key, sql`(select ${text}::text::${sql.raw(type)})`]]
    }),
  )
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  return Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((item, i) => item === other[i])
}

/** `select` with these columns of the rows, typed as the table's, behind what is `computed`. */
function selectRows(
  tx: Tx,
  table: string,
  rows: readonly object[],
  keys: readonly string[],
  computed: readonly RawBuilder<unknown>[] = [],
): RawBuilder<unknown> {
  const first = sql.join(
    computed.map((value) => sql`${value}, `),
    sql``,
  )
  const types = tx.typesOf(table)
  const columns = keys.map((key) => ({ key, type: types?.get(snakeCase(key)) ?? '' }))
  const text = packed(
    rows as Record<string, unknown>[],
    columns.map(({ key, type }) => ({ key, type: plainType(type) })),
  )
  if (text) return sql`select ${first}${sql.raw(casts(columns))} from ${text}`
  return sql`select ${first}${sql.raw(keys.map(quoted).join(', '))} from json_populate_recordset(null::${sql.raw(table)}, ${toRecords(rows.map((row) => pick(row, keys)))}::json)`
}

function casts(columns: readonly { readonly key: string; readonly type: string }[]): string {
  return columns.map(({ key, type }, i) => `c${i}::${type} as ${quoted(key)}`).join(', ')
}

/**
 * A set of rows as a table expression named `given`, its columns typed: ``from ${given(rows, 'system text, kind text')}``.
 * Keys of the rows are camel case, columns snake case.
 */
export function given(rows: readonly object[], columns: string): RawBuilder<unknown> {
  const wanted = columns.split(',').map((part) => {
    const [name = '', type = ''] = part.trim().split(/ (.*)/)
    return { name, type, key: rows[0] && name in rows[0] ? name : camelCase(name) }
  })
  const alike = alikeIn(rows as Record<string, unknown>[], wanted)
  const told = wanted.filter((_, i) => alike[i] === undefined)
  const text = packed(rows as Record<string, unknown>[], told)
  if (!text) return sql`json_to_recordset(${toRecords(rows)}::json) as given(${sql.raw(columns)})`
  const typed = wanted.map((column, i) => {
    const value = alike[i] ?? sql.raw(`c${told.indexOf(column)}::${column.type}`)
    return sql`${value} as ${sql.raw(column.name)}`
  })
  // Cast once, before they are compared: behind row-level security no index is looked into with a cast that could fail.
  return sql`(with typed as materialized (select ${sql.join(typed)} from ${text}) select * from typed) as given`
}

/** What many rows have in common is sent, and read as its type, once. One column at least is told row by row. */
function alikeIn(
  rows: readonly Readonly<Record<string, unknown>>[],
  wanted: readonly { readonly key: string; readonly type: string }[],
): readonly (RawBuilder<unknown> | undefined)[] {
  if (rows.length < ENOUGH) return []
  const texts = wanted.map(({ key, type }) => {
    const value = rows[0]?.[key] ?? null
    if (!rows.every((row) => isSame(row[key] ?? null, value))) return undefined
    const text = value === null ? null : textOf(value, type)
    return text === null || text?.isWellFormed() ? text : undefined
  })
  const all = texts.every((text) => text !== undefined)
  return wanted.map(({ type }, i) =>
    texts[i] === undefined || (all && i === 0) ? undefined : sql`(select ${texts[i]}::text::${sql.raw(type)})`,
  )
}

/**
 * Sets `columns` (camel case) of the rows with the same id and version, adding one to the version.
 * A row that has another version by now is a conflict: throws a ChangedMeanwhile, and the transaction rolls back.
 */
export async function updateRows(
  tx: Tx,
  table: string,
  rows: readonly { readonly id: string; readonly version: number }[],
  columns: readonly string[],
): Promise<void> {
  if (rows.length === 0) return
  const set = columns.map(quoted).map((column) => `${column} = new.${column}`)
  const head = sql.raw(`with changed as (update ${table} old set ${[...set, 'version = old.version + 1'].join(', ')}`)
  // The ids once more: the planner takes every JSON for a hundred rows, and would read small tables whole for one.
  const ids = uuidArray(rows.map(({ id }) => id))
  await tx.execute(
    sql`${head} from (with new as materialized (${selectRows(tx, table, rows, ['id', 'version', ...columns])}) select * from new) new
      where old.id = any(${ids}::uuid[]) and old.id = new.id and old.version = new.version returning 1)
      select platform.all_changed(count(*), ${rows.length}, ${table}) from changed`.compile(builder),
  )
}

/**
 * The rows with these ids, in the order of their ids; `lock` keeps others from changing them, in that order. What refers
 * to them can be written meanwhile: their ids stay, and to wait for that, too, would go round in circles.
 */
export function loadRows<R>(
  tx: Tx,
  table: string,
  ids: readonly string[],
  options: { lock?: true; key?: string } = {},
): Promise<R[]> {
  const key = quoted(options.key ?? 'id')
  return select(
    tx,
    sql<R>`select * from ${sql.raw(table)} where ${sql.raw(key)} = any(${uuidArray(ids)}::uuid[]) order by ${sql.raw(key)}${
      options.lock ? sql` for no key update` : sql``
    }`,
  )
}

/** An array parameter both drivers take: the text form of a PostgreSQL array of values without special characters. */
export function uuidArray(ids: readonly string[]): string {
  return `{${ids.join(',')}}`
}

/** An array parameter of texts, numbers or decimals: `= any(${textArray(codes)}::text[])`. */
export function textArray(values: readonly (string | number | null)[]): string {
  return `{${values.map((value) => (value === null ? 'null' : `"${String(value).replace(/[\\"]/g, '\\$&')}"`)).join(',')}}`
}

/** A field may be called `order` or `user`: its column is quoted. */
function quoted(name: string): string {
  return `"${snakeCase(name)}"`
}

function toRecords(rows: readonly object[]): string {
  return JSON.stringify(
    rows.map((row) => {
      const record: Record<string, unknown> = {}
      for (const [name, value] of Object.entries(row)) record[snakeCase(name)] = value
      return record
    }),
  )
}

function pick(row: object, keys: readonly string[]): object {
  return Object.fromEntries(keys.map((key) => [key, (row as Record<string, unknown>)[key]]))
}
