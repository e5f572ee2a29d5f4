/**
 * Rows of several tables about the same things in one statement. A document that is new to the joint becomes a change, a
 * record, a link and a delivery, which say the same for the most part: that is sent and read as its type once.
 */
import { snakeCase } from '@tandem/kernel'
import { type RawBuilder, sql } from 'kysely'
import { ENOUGH, packedColumns, plainType } from './packed.ts'
import { type InsertOptions, insertion, insertRows } from './rows.ts'
import { builder, type Tx } from './tx.ts'

export interface Part {
  /** `schema.table`. */
  readonly table: string
  /** As for `insertRows`. The same place in each part is about the same thing. */
  readonly rows: readonly object[]
  readonly options?: InsertOptions
}

/** A column that is told: the values of all rows, of one type. */
interface Column {
  readonly type: string
  readonly values: readonly unknown[]
}

/**
 * Inserts the rows of all parts, which must be as many in each; where what is told cannot go together, one part after the
 * other. The last part must insert all its rows. Their order among each other is PostgreSQL's: foreign keys and unique keys
 * are looked at as ever.
 */
export async function insertSideBySide(tx: Tx, parts: readonly Part[]): Promise<void> {
  const query = together(tx, parts)
  if (query) await tx.execute(query.compile(builder))
  else await Promise.all(parts.map(({ table, rows, options }) => insertRows(tx, table, rows, options)))
}

function together(tx: Tx, parts: readonly Part[]): RawBuilder<unknown> | undefined {
  if (parts.length < 2 || parts.some(({ table, rows }) => rows.length < ENOUGH || !tx.typesOf(table))) return undefined
  const told: Column[] = []
  const inserts = parts.map((part) => insertOf(tx, part, told))
  const text = packedColumns(told.map(({ type, values }) => ({ type: plainType(type), values })))
  if (!text) return undefined
  const typed = told.map(({ type }, i) => `c${i}::${type} as t${i}`).join(', ')
  const others = inserts.slice(0, -1).map((insert, i) => sql`, ${sql.raw(`part${i}`)} as (${insert})`)
  return sql`with told as materialized (select ${sql.raw(typed)} from ${text})${sql.join(others, sql``)} ${inserts.at(-1)}`
}

/** An insert out of what is told; adds what nobody has told yet. */
function insertOf(tx: Tx, { table, rows, options = {} }: Part, told: Column[]): RawBuilder<unknown> {
  const { head, keys, computed, tail } = insertion(tx, table, rows, options)
  const types = tx.typesOf(table)
  const places = keys.map((key) => {
    const type = types?.get(snakeCase(key)) ?? ''
    const values = rows.map((row) => (row as Record<string, unknown>)[key])
    const known = told.findIndex((column) => column.type === type && column.values.every((value, i) => value === values[i]))
    return known >= 0 ? known : told.push({ type, values }) - 1
  })
  const first = sql.join(
    computed.map((value) => sql`${value}, `),
    sql``,
  )
  return sql`${head} select ${first}${sql.raw(places.map((place) => `t${place}`).join(', '))} from told${tail}`
}
