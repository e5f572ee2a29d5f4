/** Writing and reading many rows with one statement each. Tables are `schema.table`; keys of rows are camel case. */
import { snakeCase } from '@tandem/kernel'
import { sql } from 'kysely'
import { builder, rows as select, type Tx } from './tx.ts'

/** Inserts all rows with one statement. All rows must have the keys of the first; what is left out gets its default. */
export async function insertRows(
  tx: Tx,
  table: string,
  rows: readonly object[],
  options: { onConflict?: 'nothing' } = {},
): Promise<number> {
  const sample = rows[0]
  if (!sample) return 0
  const names = Object.keys(sample).map(quoted).join(', ')
  const tail = options.onConflict ? ' on conflict do nothing' : ''
  const query = sql.raw(`insert into ${table} (${names}) select ${names} from json_populate_recordset(null::${table}, `)
  const result = await tx.execute(sql`${query}${toRecords(rows)}::json)${sql.raw(tail)}`.compile(builder))
  return result.affected
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
  const head = sql.raw(
    `with changed as (update ${table} old set ${[...set, 'version = old.version + 1'].join(', ')}
     from json_populate_recordset(null::${table}, `,
  )
  const kept = rows.map((row) => pick(row as Record<string, unknown> & typeof row, columns))
  // The ids once more: the planner takes every JSON for a hundred rows, and would read small tables whole for one.
  const ids = uuidArray(rows.map(({ id }) => id))
  await tx.execute(
    sql`${head}${toRecords(kept)}::json) new
      where old.id = any(${ids}::uuid[]) and old.id = new.id and old.version = new.version returning 1)
      select platform.all_changed(count(*), ${rows.length}, ${table}) from changed`.compile(builder),
  )
}

/** The rows with these ids, in the order of their ids; `lock` keeps others from changing them, in that order. */
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
      options.lock ? sql` for update` : sql``
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
      for (const [name, value] of Object.entries(row)) record[column(name)] = value
      return record
    }),
  )
}

const columns = new Map<string, string>()

/** `snakeCase`, remembered: it is asked for every value of every row. */
function column(name: string): string {
  let known = columns.get(name)
  if (known === undefined) {
    known = snakeCase(name)
    columns.set(name, known)
  }
  return known
}

function pick(row: Record<string, unknown> & { id: string; version: number }, columns: readonly string[]): object {
  return Object.fromEntries(['id', 'version', ...columns].map((column) => [column, row[column]]))
}
