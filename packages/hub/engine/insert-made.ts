/** What planning adds to the tables: rows about one new record go there side by side. */
import { insertRows, insertSideBySide, type Part, type Tx } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import { MANY } from './sets.ts'

/** Rows for a table, each about a record or about none. */
export interface Addition extends Omit<Part, 'rows'> {
  readonly rows: readonly { readonly about: Id | null; readonly row: object }[]
}

/**
 * Inserts the rows of all additions, those they refer to first. `made`: the records that are new; as many of them as have a row
 * in each addition go side by side, the first row of each.
 */
export async function insertAll(tx: Tx, made: readonly Id[], additions: readonly Addition[]): Promise<void> {
  const some = additions.filter(({ rows }) => rows.length > 0)
  const firsts = some.map(({ rows }) => firstAbout(rows))
  const complete = made.filter((id) => firsts.every((first) => first.has(id)))
  const whole = complete.length < MANY ? [] : complete
  const together = some.map(({ rows, ...to }, i) => ({ ...to, rows: whole.map((id) => rowAt(rows, firsts[i]?.get(id))) }))
  const known = new Set(whole)
  const rest = some.map(({ rows, ...to }, i) => {
    const isLeft = (about: Id | null, at: number) => about === null || !known.has(about) || firsts[i]?.get(about) !== at
    return { ...to, rows: rows.flatMap(({ about, row }, at) => (isLeft(about, at) ? [row] : [])) }
  })
  await Promise.all([
    insertSideBySide(tx, together),
    ...rest.map(({ table, rows, options }) => insertRows(tx, table, rows, options)),
  ])
}

function firstAbout(rows: Addition['rows']): Map<Id, number> {
  const first = new Map<Id, number>()
  for (const [at, { about }] of rows.entries()) if (about !== null && !first.has(about)) first.set(about, at)
  return first
}

function rowAt(rows: Addition['rows'], at: number | undefined): object {
  return rows[at as number]?.row as object
}
