/** Which columns the tables have, and of which types: what many rows are given as is cast to them. */
import { type CompiledQuery, sql } from 'kysely'
import type { ColumnTypes } from './packed.ts'
import { builder, type Executed } from './tx.ts'

/** By `schema.table`. */
export type TableTypes = ReadonlyMap<string, ColumnTypes>

const TYPES = sql<{ table: string; columns: readonly string[]; types: readonly string[] }>`
  select c.relnamespace::regnamespace || '.' || c.relname as "table", array_agg(a.attname::text) as columns,
         array_agg(format_type(a.atttypid, a.atttypmod)) as types
  from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    and c.relnamespace <> all(array['pg_catalog', 'information_schema', 'pg_toast']::regnamespace[])
  group by 1`.compile(builder)

/** A connection of the owner. */
interface Reading {
  execute<R>(query: CompiledQuery<R>): Promise<Executed<R>>
  release(): void
}

/** The columns of all tables, read when they are first asked for, and again after a script: migrations are scripts. */
export function tableTypes(acquire: () => Promise<Reading>) {
  let known: Promise<TableTypes> | undefined
  return {
    known(): Promise<TableTypes> {
      known ??= readTableTypes(acquire)
      known.catch(() => {
        known = undefined
      })
      return known
    },
    forget(): void {
      known = undefined
    },
  }
}

async function readTableTypes(acquire: () => Promise<Reading>): Promise<TableTypes> {
  const connection = await acquire()
  try {
    const { rows } = await connection.execute(TYPES)
    return new Map(rows.map(({ table, columns, types }) => [table, new Map(columns.map((name, i) => [name, types[i] ?? '']))]))
  } finally {
    connection.release()
  }
}
