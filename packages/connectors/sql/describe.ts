/** How a database's tables are the joint's kinds: one JSON object, checked before anything is sent to the database. */
import type { KindName } from '@tandem/hub'
import { type Fields, type Json, ok, type Result } from '@tandem/kernel'
import { describedKind, type FieldPlaces, isObject, readPlaces, wrong } from '../described.ts'

/**
 * How changes are found.
 * - `xmin`: PostgreSQL tables: by the transaction that wrote a row, below the oldest open one. Skips nothing, asks for nothing.
 * - `log`: a table of changes that triggers fill (`sqlScript` writes them): also tells of deletions.
 * - `column`: a column that every write raises, with an overlap for transactions that commit late.
 * - `all`: every row each time, for views that have nothing better.
 */
export type Watch =
  | { readonly by: 'xmin' | 'log' | 'all' }
  | { readonly by: 'column'; readonly column: string; readonly overlapSeconds: number }

export type Writing =
  | { readonly by: 'table' }
  /** Called with the values as one JSON text; answers the key of the row. */
  | { readonly by: 'procedure'; readonly procedure: string }

export interface LineTable {
  readonly table: string
  /** Its column that holds the key of the document, and the one that orders the lines. */
  readonly parent: string
  readonly order: string
  readonly fields: FieldPlaces
}

export interface TableKind {
  readonly kind: KindName
  readonly of: Fields
  readonly table: string
  readonly key: string
  readonly watch: Watch
  /** The column that tells a row from one that had its key before: the moment it was made. Undefined: no key is given again. */
  readonly born: string | undefined
  readonly fields: FieldPlaces
  readonly lines: Readonly<Record<string, LineTable>>
  /** Undefined: it is only read. */
  readonly write: Writing | undefined
  readonly canDelete: boolean
}

export type TableKinds = ReadonlyMap<KindName, TableKind>

const KNOWN = ['table', 'key', 'watch', 'born', 'fields', 'lines', 'write', 'delete']
const OVERLAP_SECONDS = 600

/** Refuses `described/wrong`, naming the place. */
export function readKinds(given: Json): Result<TableKinds> {
  if (!isObject(given) || Object.keys(given).length === 0) return wrong('kinds', '{ "customer": { "table", "key", "fields" } }')
  const kinds = new Map<KindName, TableKind>()
  for (const [name, one] of Object.entries(given)) {
    const kind = describedKind(name)
    if (!kind.ok) return kind
    const read = readKind(name, kind.value.fields, one)
    if (!read.ok) return read
    kinds.set(name as KindName, read.value)
  }
  return ok(kinds)
}

function readKind(name: string, of: Fields, given: Json): Result<TableKind> {
  const at = `kinds.${name}`
  if (!isObject(given)) return wrong(at, 'an object')
  const stranger = Object.keys(given).find((one) => !KNOWN.includes(one))
  if (stranger) return wrong(`${at}.${stranger}`, `one of ${KNOWN.join(', ')}`)
  const { table, key = 'id' } = given
  if (!isName(table)) return wrong(`${at}.table`, '"table" or "schema.table"')
  if (!isName(key)) return wrong(`${at}.key`, 'the name of a column')
  const { born } = given
  if (born !== undefined && !isName(born)) return wrong(`${at}.born`, 'a column with the moment at which a row was made')
  const watch = readWatch(given.watch ?? null, at)
  const fields = readPlaces(name, of, given.fields ?? null, `${at}.fields`)
  const lines = readLines(name, of, given.lines ?? {}, `${at}.lines`)
  const write = readWrite(given.write ?? null, at)
  if (!watch.ok) return watch
  if (!fields.ok) return fields
  if (!lines.ok) return lines
  if (!write.ok) return write
  const known = { kind: name as KindName, of, table, key, born, watch: watch.value, fields: fields.value, lines: lines.value }
  return ok({ ...known, write: write.value, canDelete: given.delete === true && write.value?.by === 'table' })
}

/** Names are always quoted, so only what no name can hold is refused. */
function isName(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 200 && !/["`\0]/.test(value)
}

function readWatch(given: Json, at: string): Result<Watch> {
  if (given === null) return ok({ by: 'xmin' })
  if (!isObject(given)) return wrong(`${at}.watch`, '{ "by": "xmin" | "log" | "all" } or { "by": "column", "column": ... }')
  const { by, column, overlapSeconds = OVERLAP_SECONDS } = given
  if (by === 'xmin' || by === 'log' || by === 'all') return ok({ by })
  if (by !== 'column' || !isName(column)) return wrong(`${at}.watch`, '{ "by": "column", "column": "updated_at" }')
  if (!Number.isSafeInteger(overlapSeconds) || (overlapSeconds as number) < 0)
    return wrong(`${at}.watch.overlapSeconds`, 'seconds, 600')
  return ok({ by, column, overlapSeconds: overlapSeconds as number })
}

function readWrite(given: Json, at: string): Result<Writing | undefined> {
  if (given === null || given === false) return ok(undefined)
  if (given === true) return ok({ by: 'table' })
  if (isObject(given) && isName(given.procedure)) return ok({ by: 'procedure', procedure: given.procedure })
  return wrong(`${at}.write`, 'true, or { "procedure": "schema.name" }')
}

function readLines(kind: string, of: Fields, given: Json, at: string): Result<Record<string, LineTable>> {
  if (!isObject(given)) return wrong(at, 'an object of field: { "table", "parent", "order", "fields" }')
  const lines: Record<string, LineTable> = {}
  for (const [name, one] of Object.entries(given)) {
    const field = of[name]
    if (field?.kind !== 'lines') return wrong(`${at}.${name}`, `a field of ${kind} that has lines`)
    const { table, parent, order } = isObject(one) ? one : {}
    if (!isName(table) || !isName(parent) || !isName(order))
      return wrong(`${at}.${name}`, '{ "table", "parent", "order", "fields" }')
    const fields = readPlaces(kind, field.of, (one as { fields?: Json }).fields ?? null, `${at}.${name}.fields`)
    if (!fields.ok) return fields
    lines[name] = { table, parent, order, fields: fields.value }
  }
  return ok(lines)
}
