/** Documents out of tables: rows with their lines, as the joint's values. */
import type { Snapshot, Values } from '@tandem/hub'
import type { Json } from '@tandem/kernel'
import { contentSigns } from '../content-version.ts'
import type { FieldPlaces } from '../described.ts'
import { toJoint } from '../described-values.ts'
import type { LineTable, TableKind } from './describe.ts'
import { type Dialect, quoted, type Session, type SqlRow } from './engine.ts'
import { canBeKey, comparedTo, externalIdOf, keyOf, orderedKey, type references, type Shape } from './shape.ts'

export interface Reading {
  readonly dialect: Dialect
  readonly kind: TableKind
  readonly shape: Shape
  readonly refs: ReturnType<typeof references>
}

/** Documents that are there, in no order. */
export async function readDocs(session: Session, reading: Reading, externalIds: readonly string[]): Promise<Snapshot[]> {
  const { dialect, kind, shape } = reading
  const keys = externalIds.map((id) => keyOf(shape.key, id)).filter((key) => canBeKey(shape, kind.key, key))
  if (keys.length === 0) return []
  const marks = keys.map(() => '?').join(', ')
  const rows = await session.query(
    `select ${columns(dialect, kind.key, kind.fields, kind.born)} from ${quoted(dialect, kind.table)} where ${quoted(dialect, kind.key)} in (${marks})`,
    keys,
  )
  return withLines(session, reading, rows)
}

/** Documents by ascending external id, behind `after`. */
export async function pageOf(session: Session, reading: Reading, after: string, limit: number): Promise<Snapshot[]> {
  const { dialect, kind, shape } = reading
  const ordered = orderedKey(dialect, shape.key, kind.key)
  const where = after === '' ? '' : `where ${ordered} > ${comparedTo(dialect, shape.key)}`
  const rows = await session.query(
    `select ${columns(dialect, kind.key, kind.fields, kind.born)} from ${quoted(dialect, kind.table)} ${where} order by ${ordered} limit ${limit}`,
    after === '' ? [] : [keyOf(shape.key, after)],
  )
  return withLines(session, reading, rows)
}

const KEY = 'tandem_key'
const BORN = 'tandem_born'

function columns(dialect: Dialect, key: string, places: FieldPlaces, born?: string): string {
  const named = new Set(Object.values(places).flatMap(({ at }) => (at === undefined ? [] : [at])))
  return [
    `${asText(dialect, key)} as ${KEY}`,
    ...(born === undefined ? [] : [`${asText(dialect, born)} as ${BORN}`]),
    ...[...named].map((name) => `${asText(dialect, name)} as ${quoted(dialect, name)}`),
  ].join(', ')
}

/** Numbers keep all their digits as text; PostgreSQL's driver would make doubles and dates of them. */
function asText(dialect: Dialect, column: string): string {
  return dialect === 'postgres' ? `${quoted(dialect, column)}::text` : quoted(dialect, column)
}

async function withLines(session: Session, reading: Reading, rows: readonly SqlRow[]): Promise<Snapshot[]> {
  const { kind, shape, refs } = reading
  const lines = new Map<string, Map<string, Values[]>>()
  for (const [name, table] of Object.entries(kind.lines)) lines.set(name, await linesOf(session, reading, name, table, rows))
  return rows.map((row) => {
    const key = row[KEY] ?? ''
    const own = toJoint(kind.of, kind.fields, (at) => jsonOf(row[at]))
    const all = Object.fromEntries([...lines].map(([name, byKey]) => [name, (byKey.get(key) ?? []) as Json]))
    const values = refs.in(kind.of, { ...own, ...all })
    return { externalId: externalIdOf(shape.key, key), values, ...contentSigns(values, row[BORN] ?? undefined) }
  })
}

async function linesOf(session: Session, { dialect, kind }: Reading, name: string, table: LineTable, rows: readonly SqlRow[]) {
  const found = new Map<string, Values[]>()
  const of = kind.of[name]
  if (rows.length === 0 || of?.kind !== 'lines') return found
  const parent = quoted(dialect, table.parent)
  const lines = await session.query(
    `select ${columns(dialect, table.parent, table.fields)} from ${quoted(dialect, table.table)}
     where ${parent} in (${rows.map(() => '?').join(', ')}) order by ${parent}, ${quoted(dialect, table.order)}`,
    rows.map((row) => row[KEY] ?? null),
  )
  for (const line of lines) {
    const key = line[KEY] ?? ''
    found.set(key, [...(found.get(key) ?? []), toJoint(of.of, table.fields, (at) => jsonOf(line[at]))])
  }
  return found
}

/** Moments as ISO writes them. */
function jsonOf(text: string | null | undefined): Json {
  if (text === null || text === undefined) return null
  return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d+)?(\+00(:00)?)?$/.test(text)
    ? `${text.slice(0, 10)}T${text.slice(11).replace(/\+00(:00)?$/, '')}Z`
    : text
}
