/** The keys that records are found by, kept beside them. */
import { run, sql, type Tx } from '@tandem/db'
import { type NaturalKey, naturalKeys } from '../identity/keys.ts'
import type { RecordState } from './plan-batch.ts'
import { given } from './sets.ts'

type Changed = Pick<RecordState, 'id' | 'kind' | 'before' | 'values'>

/** Writes the natural keys that records gained, and removes those they lost. */
export async function writeKeys(tx: Tx, changed: readonly Changed[]): Promise<void> {
  await Promise.all([deleteKeys(tx, changed), insertKeys(tx, changed)])
}

function keysOf({ kind, values }: Pick<Changed, 'kind' | 'values'>): readonly NaturalKey[] {
  return naturalKeys(kind, values)
}

const notIn =
  (others: readonly NaturalKey[]) =>
  ({ field, value }: NaturalKey): boolean =>
    !others.some((other) => other.field === field && other.value === value)

async function deleteKeys(tx: Tx, changed: readonly Changed[]): Promise<void> {
  const lost = changed.flatMap((record) => {
    if (!record.before) return []
    const gone = keysOf({ kind: record.kind, values: record.before.values }).filter(notIn(keysOf(record)))
    return gone.map((key) => ({ kind: record.kind, ...key, recordId: record.id }))
  })
  if (lost.length === 0) return
  await run(
    tx,
    sql`delete from hub.record_key k using ${given(lost, 'kind text, field text, value text, record_id uuid')}
        where k.kind = given.kind and k.field = given.field and k.value = given.value and k.record_id = given.record_id`,
  )
}

/** A record has one value for each field: they are told side by side, a row for a record, and become rows of their own there. */
async function insertKeys(tx: Tx, changed: readonly Changed[]): Promise<void> {
  const places = new Map<string, string>()
  const records = changed.flatMap((record) => {
    const { id, kind, before } = record
    const now = keysOf(record)
    const gained = before ? now.filter(notIn(keysOf({ kind, values: before.values }))) : now
    return gained.length === 0 ? [] : [{ id, kind, gained }]
  })
  for (const { gained } of records) {
    for (const { field } of gained) if (!places.has(field)) places.set(field, `k${places.size}`)
  }
  if (records.length === 0) return
  const rows = records.map(({ id, kind, gained }) => {
    const row: Record<string, string | null> = { recordId: id, kind }
    for (const place of places.values()) row[place] = null
    for (const { field, value } of gained) row[places.get(field) as string] = value
    return row
  })
  const columns = [...places.values()].map((place) => `, ${place} text`).join('')
  const pairs = [...places].map(([field, place]) => sql`(${sql.lit(field)}, given.${sql.raw(place)})`)
  await run(
    tx,
    sql`insert into hub.record_key (tenant_id, kind, field, value, record_id)
        select (select platform.tenant()), given.kind, key.field, key.value, given.record_id
        from ${given(rows, `record_id uuid, kind text${columns}`)}
        cross join lateral (values ${sql.join(pairs)}) as key(field, value) where key.value is not null`,
  )
}
