/** What a system's digests must be when it says what was agreed: reckoned in the database, of records and links. */
import { rows, sql, type Tx } from '@tandem/db'
import type { Fields } from '@tandem/kernel'
import type { Digest, Range } from '../connector.ts'
import { given } from '../engine/sets.ts'
import { type KindName, kindOf } from '../kinds.ts'
import { builtOf, NOTHING } from './digest.ts'

const CUSTOM_NAME = /^custom\.[A-Za-z0-9]+$/

/** Greater than any external id: a range that is open by a condition of its own would be read from its beginning to the end. */
const PAST_ALL = '\u{10ffff}'

type Count = Pick<Digest, 'count' | 'hash'>

/** Links by their index, then each record by its key, in this order whatever the statistics say. */
export async function expectedDigests(
  tx: Tx,
  system: string,
  kind: KindName,
  fields: readonly string[],
  ranges: readonly Range[],
): Promise<Count[]> {
  const content = contentOf(kindOf(kind).fields, fields, 'r.values')
  const numbered = ranges.map((range, n) => ({ n, ...range }))
  const found = await rows(
    tx,
    sql<{ n: number; count: number; hash: string | null }>`
      select given.n, d.count, d.hash::text as hash
      from ${given(numbered, 'n integer, after text, up_to text')}, lateral (
        select count(*) as count, bit_xor(('x' || md5(l.external_id || ' ' || (${sql.raw(content)})::text))::bit(128)) as hash
        from (select record_id, external_id, system from hub.link
              where system = ${system} and kind = ${kind} and not gone and external_id > given.after
                and external_id <= coalesce(given.up_to, ${PAST_ALL}) offset 0) l,
             lateral (select values from hub.record where id = l.record_id limit 1) r) d`,
  )
  const byNumber = new Map(found.map((row) => [row.n, row]))
  return ranges.map((_, n) => ({ count: byNumber.get(n)?.count ?? 0, hash: byNumber.get(n)?.hash ?? NOTHING }))
}

/** SQL for the told fields of a record's values as jsonb, references as that system's external ids. */
function contentOf(all: Fields, told: readonly string[], values: string): string {
  const parts = told.flatMap((name) => {
    const field = all[name]
    const value = `${values}->'${name}'`
    // A company's own fields are as they were told; their names come from the system's digest.
    if (!field) return CUSTOM_NAME.test(name) ? [`'${name}', ${value}`] : []
    if (field.kind === 'reference') return [`'${name}', ${externalId(`${values}->>'${name}'`)}`]
    if (field.kind === 'lines') return [`'${name}', ${linesOf(field.of, value)}`]
    return [`'${name}', ${value}`]
  })
  return builtOf(parts)
}

function linesOf(of: Fields, value: string): string {
  if (!Object.values(of).some(({ kind }) => kind === 'reference')) return value
  return `(select coalesce(jsonb_agg(${contentOf(of, Object.keys(of), 'e.line')} order by e.n), '[]')
           from jsonb_array_elements(${value}) with ordinality as e(line, n))`
}

/** An unlinked reference stays the record's id, which no system says: then the digests differ, as they must. */
function externalId(reference: string): string {
  return `case when ${reference} is not null then coalesce((
            select x.external_id from hub.link x where x.record_id = (${reference})::uuid and x.system = l.system), ${reference}) end`
}

/** The external ids that part a range of agreed documents into at most `parts` of about equal size, none smaller than `least`. */
export async function splitPoints(
  tx: Tx,
  system: string,
  kind: KindName,
  range: Range,
  parts: number,
  least: number,
): Promise<string[]> {
  const upTo = range.upTo === null ? sql`` : sql`and l.external_id <= ${range.upTo}`
  const found = await rows(
    tx,
    sql<{ externalId: string }>`
      select external_id from (
        select l.external_id, row_number() over (order by l.external_id) as n, count(*) over () as count from hub.link l
        where l.system = ${system} and l.kind = ${kind} and not l.gone and l.external_id > ${range.after} ${upTo}) as of_range
      where n % greatest(${least}::integer, ceil(count / ${parts}::numeric)) = 0 and n < count order by external_id`,
  )
  return found.map(({ externalId }) => externalId)
}
