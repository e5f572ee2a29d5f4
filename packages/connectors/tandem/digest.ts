/** Digests of our own documents, reckoned in the database: the values that the joint is told, field by field as SQL. */
import { CUSTOM_PREFIX, lineTable, rows, sql, type Tx } from '@tandem/db'
import { builtOf, type Digest, type Digests, type KindName, kindOf, NOTHING, type Range, together } from '@tandem/hub'
import { Decimal, type Field, type Fields, snakeCase } from '@tandem/kernel'
import { type Binding, listedOf } from './binding.ts'
import { customInUse } from './custom.ts'
import type { Entry } from './field-map.ts'

const LEAST = '00000000-0000-0000-0000-000000000000'
const MOST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

interface Part {
  readonly n: number
  readonly currency: string | null
  readonly count: number
  readonly hash: string
  readonly sum: string | null
}

export async function digestShown(tx: Tx, kind: KindName, binding: Binding, ranges: readonly Range[]): Promise<Digests> {
  const { definition, map } = binding
  const { money } = kindOf(kind)
  const [currency, amount] = money ? [columnOf(map.joint[money.currency]), columnOf(map.joint[money.amount])] : ['null', 'null']
  const own = toldFields(binding)
  const codes = await customInUse(tx, definition)
  const fields = [...own, ...codes.map((code) => CUSTOM_PREFIX + code)]
  const numbered = ranges.map(({ after, upTo }, n) => ({ n, after: after === '' ? LEAST : after, up_to: upTo ?? MOST }))
  const found = await rows(
    tx,
    sql<Part>`
      select given.n, of_range.* from json_to_recordset(${JSON.stringify(numbered)}::json) as given(n integer, after uuid, up_to uuid),
      lateral (
        select ${sql.raw(currency)} as currency, count(*) as count,
          bit_xor(('x' || md5(d.id::text || ' ' || (${sql.raw(contentOf(binding, kind, own, codes))})::text))::bit(128))::text as hash,
          sum(${sql.raw(amount)}::numeric) as sum
        from ${sql.raw(definition.table)} d
        where d.id > given.after and d.id <= given.up_to and (${sql.raw(listedOf(binding))})
        group by 1) of_range`,
  )
  const parts = Map.groupBy(found, ({ n }) => n)
  return { fields, ranges: ranges.map((_, n) => digestOf(parts.get(n) ?? [])) }
}

/** Money is added up by currency, so a range has a part for each. */
function digestOf(parts: readonly Part[]): Digest {
  const sums = parts.flatMap(({ currency, sum }) => (currency === null || sum === null ? [] : [[currency, `${Decimal.of(sum)}`]]))
  return {
    count: parts.reduce((count, part) => count + part.count, 0),
    hash: parts.reduce((hash, part) => together(hash, part.hash), NOTHING),
    sums: Object.fromEntries(sums) as Record<string, string>,
  }
}

function toldFields({ map, derivedSql = {} }: Binding): string[] {
  return Object.entries(map.joint).flatMap(([name, entry]) => ('own' in entry || name in derivedSql ? [name] : []))
}

function contentOf(binding: Binding, kind: KindName, told: readonly string[], codes: readonly string[]): string {
  const { fields } = kindOf(kind)
  const parts = told.map((name) => {
    const entry = binding.map.joint[name] as Entry
    const field = fields[name] as Field
    return `'${name}', ${binding.derivedSql?.[name] ?? textOf(binding, entry, field)}`
  })
  const custom = codes.map((code) => `'${CUSTOM_PREFIX}${code}', d.custom->'${code}'`)
  return builtOf([...parts, ...custom])
}

/** In the joint's one form: decimals shortest and as text, empty optional texts null. */
function textOf(binding: Binding, entry: Entry, field: Field): string {
  if ('lines' in entry && field.kind === 'lines') return linesOf(binding, entry.own, entry.lines, field.of)
  return formed(field, columnOf(entry))
}

function linesOf({ definition }: Binding, own: string, entries: Readonly<Record<string, Entry>>, of: Fields): string {
  const parts = Object.entries(of).map(([name, field]) => {
    const entry = entries[name]
    return `'${name}', ${entry ? formed(field, columnOf(entry, 'l')) : 'null'}`
  })
  return `(select coalesce(jsonb_agg(jsonb_build_object(${parts.join(', ')}) order by l.line_number), '[]')
           from ${lineTable(definition, own)} l where l.parent_id = d.id)`
}

function formed(field: Field, column: string): string {
  switch (field.kind) {
    case 'amount':
    case 'price':
    case 'quantity':
    case 'percent':
      return `trim_scale(${column}::numeric)::text`
    case 'text':
      return field.optional ? `nullif(${column}, '')` : column
    default:
      return column
  }
}

function columnOf(entry: Entry | undefined, table = 'd'): string {
  return entry && 'own' in entry ? `${table}.${snakeCase(entry.own)}` : 'null'
}
