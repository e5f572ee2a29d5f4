/** Which columns the tables have, and of which types: what many rows are given as is cast to them. */
import { sql } from 'kysely'
import type { Driver } from './database.ts'
import type { ColumnTypes } from './packed.ts'
import { builder } from './tx.ts'

/** By `schema.table`. */
export type TableTypes = ReadonlyMap<string, ColumnTypes>

const TYPES = sql<{ table: string; columns: readonly string[]; types: readonly string[] }>`
  select c.relnamespace::regnamespace || '.' || c.relname as "table", array_agg(a.attname::text) as columns,
         array_agg(format_type(a.atttypid, a.atttypmod)) as types
  from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    and c.relnamespace <> all(array['pg_catalog', 'information_schema', 'pg_toast']::regnamespace[])
  group by 1`.compile(builder)

export async function readTableTypes(driver: Driver): Promise<TableTypes> {
  const connection = await driver.acquire('owner')
  try {
    const { rows } = await connection.execute(TYPES)
    return new Map(rows.map(({ table, columns, types }) => [table, new Map(columns.map((name, i) => [name, types[i] ?? '']))]))
  } finally {
    connection.release()
  }
}
