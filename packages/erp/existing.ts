/** Which of the given ids exist: references are checked before they are written, so that a refusal can name them. */
import { rows, sql, type Tx, uuidArray } from '@tandem/db'
import type { Definition, Id } from '@tandem/kernel'

export async function existing(tx: Tx, definition: Definition, ids: readonly (Id | null | undefined)[]): Promise<Set<Id>> {
  const wanted = [...new Set(ids.filter((id) => id !== null && id !== undefined))]
  if (wanted.length === 0) return new Set()
  const found = await rows(
    tx,
    sql<{ id: Id }>`select id from ${sql.raw(definition.table)} where id = any(${uuidArray(wanted)}::uuid[])`,
  )
  return new Set(found.map(({ id }) => id))
}
