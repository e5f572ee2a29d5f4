/** Giving a statement many rows of keys at once. */
import { sql } from '@tandem/db'
import { snakeCase } from '@tandem/kernel'

/**
 * A set of rows as a table expression named `given`, its columns typed: ``from ${given(rows, 'system text, kind text')}``.
 * Keys of the rows are camel case, columns snake case.
 */
export function given(rows: readonly object[], columns: string): ReturnType<typeof sql> {
  const text = JSON.stringify(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [snakeCase(name), value]))),
  )
  return sql`json_to_recordset(${text}::json) as given(${sql.raw(columns)})`
}

/** One text for a document of a system: the key of maps. */
export function documentKey(system: string, kind: string, externalId: string): string {
  return `${system}\u0000${kind}\u0000${externalId}`
}
