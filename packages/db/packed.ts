/**
 * Many rows as parameters: a text per column, its values joined by a character that no text holds. PostgreSQL takes such
 * a text apart in a third of the time that JSON costs it, and this process writes it no slower.
 */
import { type RawBuilder, sql } from 'kysely'
import { arrayText } from './arrays.ts'

/** Columns and their types, as `pg_catalog.format_type` names them. */
export type ColumnTypes = ReadonlyMap<string, string>

const [BETWEEN, NULL] = ['\u001f', '\u001e']

/** Fewer rows are told as JSON: a parameter a column costs more than it saves. */
export const ENOUGH = 20

type Writer = (value: unknown) => string | undefined

/** How a value is written as its type's text; undefined: not known here. */
const WRITERS: Readonly<Record<string, Writer>> = {
  json: asJson,
  jsonb: asJson,
  'text[]': asList,
  'uuid[]': asList,
  ...Object.fromEntries(
    [
      'text',
      'uuid',
      'integer',
      'bigint',
      'smallint',
      'numeric',
      'boolean',
      'date',
      'timestamptz',
      'timestamp with time zone',
    ].map((type) => [type, asText]),
  ),
}

/**
 * The rows as a table expression whose columns are called `c0`, `c1` ... and are texts, to be cast to their types.
 * Undefined where a value cannot be given so (a control character in a text, a type not known here): then JSON can. And
 * where there are few rows, for which a parameter a column costs more than it saves.
 */
export function packed(
  rows: readonly Readonly<Record<string, unknown>>[],
  columns: readonly { readonly key: string; readonly type: string }[],
): RawBuilder<unknown> | undefined {
  if (rows.length < ENOUGH) return undefined
  return packedColumns(columns.map(({ key, type }) => ({ type, values: rows.map((row) => row[key]) })))
}

/** The same, given column by column, however few values each has. */
export function packedColumns(
  columns: readonly { readonly type: string; readonly values: readonly unknown[] }[],
): RawBuilder<unknown> | undefined {
  const texts: string[] = []
  for (const { type, values } of columns) {
    const text = columnText(values, WRITERS[type])
    if (text === undefined) return undefined
    texts.push(text)
  }
  const arrays = texts.map((text) => sql`string_to_array(${text}::text, E'\\x1f', E'\\x1e')`)
  return sql`unnest(${sql.join(arrays)}) as packed(${sql.raw(columns.map((_, i) => `c${i}`).join(', '))})`
}

/** A value as its type's text; undefined when that is not known here. */
export function textOf(value: unknown, type: string): string | undefined {
  return value === undefined ? undefined : WRITERS[type]?.(value)
}

/** A numeric with digits, `numeric(20,4)`, is written as any numeric. */
export function plainType(type: string): string {
  return type.startsWith('numeric(') ? 'numeric' : type
}

function columnText(values: readonly unknown[], write: Writer | undefined): string | undefined {
  if (!write) return undefined
  let nulls = 0
  const texts: string[] = []
  for (const value of values) {
    if (value === null || value === undefined) {
      nulls++
      texts.push(NULL)
      continue
    }
    const text = write(value)
    if (text === undefined) return undefined
    texts.push(text)
  }
  const joined = texts.join(BETWEEN)
  // An empty text is an array of no values, not of an empty one.
  if (joined === '' || !joined.isWellFormed()) return undefined
  return count(joined, BETWEEN) === values.length - 1 && count(joined, NULL) === nulls ? joined : undefined
}

function count(text: string, character: string): number {
  let found = 0
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) found++
  return found
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value !== 'object') return String(value)
  // A decimal, or what else JSON writes as a text.
  const { toJSON } = value as { toJSON?: () => unknown }
  const text = typeof toJSON === 'function' ? toJSON.call(value) : undefined
  return typeof text === 'string' ? text : undefined
}

function asJson(value: unknown): string {
  return JSON.stringify(value)
}

function asList(value: unknown): string | undefined {
  if (!Array.isArray(value)) return asText(value)
  return value.every((one) => typeof one === 'string') ? arrayText(value) : undefined
}
