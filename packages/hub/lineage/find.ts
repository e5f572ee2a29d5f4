/** Records found by the beginning of what people know them by: a number, a code, a name, a phone. */
import { rows, sql, type Tx } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import { SUBJECT_FIELDS } from '../engine/values.ts'
import { normalise } from '../identity/normal.ts'
import { type KindName, kindNames, kindOf } from '../kinds.ts'

export interface FoundRecord {
  readonly id: Id
  readonly kind: KindName
  /** What people call it. */
  readonly subject: string
}

const FIELDS = [...new Set(kindNames.flatMap((kind) => kindOf(kind).naturalKeys))]

/** At most so many, in order of their keys. Shorter than two characters finds nothing. */
export async function findRecords(tx: Tx, typed: string, most: number): Promise<FoundRecord[]> {
  const start = normalise(typed)
  if (start.length < 2) return []
  const subject = sql.join(SUBJECT_FIELDS.map((name) => sql`nullif(r.values->>${sql.lit(name)}, '')`))
  return rows(
    tx,
    sql<FoundRecord>`
      select r.id, r.kind, coalesce(${subject}, '?') as subject
      from (select distinct record_id from hub.record_key
            where kind = any(${`{${kindNames.join(',')}}`}::text[]) and field = any(${`{${FIELDS.join(',')}}`}::text[])
              and value >= ${start} and value < ${`${start}\u{10FFFF}`} limit ${most}) found
      join hub.record r on r.id = found.record_id order by subject, r.id`,
  )
}
