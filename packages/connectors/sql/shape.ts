/** How keys of a table are written as external ids and ordered: found out once, by asking the database. */
import type { KindName } from '@tandem/hub'
import type { Field, Fields, Json } from '@tandem/kernel'
import type { TableKind, TableKinds } from './describe.ts'
import { type Dialect, quoted, type Session } from './engine.ts'

/** `number`: padded, so that the order of texts is the order of numbers. `ordered`: text already in the order of its bytes. */
export type KeyForm = 'number' | 'ordered' | 'text'

export interface Shape {
  readonly key: KeyForm
  /** Lower case names of types by column, of those the description names. */
  readonly types: Readonly<Record<string, string>>
}

const DIGITS = 19
const NUMBERS = /^(smallint|integer|int|bigint|mediumint|tinyint|serial|bigserial)/

export async function shapeOf(session: Session, dialect: Dialect, { table, key }: TableKind): Promise<Shape> {
  const [name = '', schema] = table.split('.').reverse()
  const own = dialect === 'postgres' ? 'any (current_schemas(false))' : 'database()'
  const found = await session.query(
    `select column_name as name, data_type as type from information_schema.columns
     where table_name = ? and table_schema = ${schema === undefined ? own : '?'}`,
    schema === undefined ? [name] : [name, schema],
  )
  const types = Object.fromEntries(found.map((row) => [row.name ?? '', (row.type ?? '').toLowerCase()]))
  const type = types[key] ?? ''
  return { key: NUMBERS.test(type) ? 'number' : type === 'uuid' ? 'ordered' : 'text', types }
}

export function externalIdOf(form: KeyForm, key: string): string {
  return form === 'number' && /^\d+$/.test(key) ? key.padStart(DIGITS, '0') : key
}

export function keyOf(form: KeyForm, externalId: string): string {
  return form === 'number' && /^\d+$/.test(externalId) ? externalId.replace(/^0+(?=\d)/, '') : externalId
}

const MOST: readonly (readonly [type: RegExp, most: bigint])[] = [
  [/^smallint/, 32_767n],
  [/^(integer|int|serial)/, 2_147_483_647n],
  [/./, 9_223_372_036_854_775_807n],
]
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether a row could have that key at all: asking for another is a mistake to some databases, not a row that is missing. */
export function canBeKey({ key: form, types }: Shape, column: string, key: string): boolean {
  if (form === 'ordered') return UUID.test(key)
  if (form === 'text') return true
  const most = MOST.find(([type]) => type.test(types[column] ?? 'bigint'))?.[1] ?? 0n
  return /^-?\d+$/.test(key) && BigInt(key) <= most
}

/** The key as it is compared and ordered: byte by byte where it is text. */
export function orderedKey(dialect: Dialect, form: KeyForm, column: string): string {
  const name = quoted(dialect, column)
  if (form !== 'text') return name
  return dialect === 'postgres' ? `${name}::text collate "C"` : `cast(${name} as binary)`
}

export function comparedTo(dialect: Dialect, form: KeyForm): string {
  return form === 'text' && dialect === 'mysql' ? 'cast(? as binary)' : '?'
}

export type Shapes = ReadonlyMap<KindName, Shape>

/** References between described kinds as external ids (`in`), or as the keys they are (`out`). */
export function references(kinds: TableKinds, shapes: Shapes) {
  const convert = (fields: Fields, values: Readonly<Record<string, Json>>, how: typeof externalIdOf): Record<string, Json> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, one(fields[name], value, how)]))
  const one = (field: Field | undefined, value: Json, how: typeof externalIdOf): Json => {
    if (field?.kind === 'lines' && Array.isArray(value)) {
      return value.map((line) => convert(field.of, line as Readonly<Record<string, Json>>, how))
    }
    if (field?.kind !== 'reference' || typeof value !== 'string') return value
    const shape = kinds.has(field.to as KindName) ? shapes.get(field.to as KindName) : undefined
    return shape ? how(shape.key, value) : value
  }
  return {
    in: (fields: Fields, values: Readonly<Record<string, Json>>) => convert(fields, values, externalIdOf),
    out: (fields: Fields, values: Readonly<Record<string, Json>>) => convert(fields, values, keyOf),
  }
}
