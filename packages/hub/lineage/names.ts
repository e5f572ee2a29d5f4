/** What lineage needs to speak: the systems' names, and what people call the records that values refer to. */
import { rows, sql, type Tx, uuidArray } from '@tandem/db'
import { type Id, isId, type Json, type Label } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { subjectOf } from '../engine/values.ts'
import type { Names } from './words.ts'

export async function loadNames(tx: Tx, ids: ReadonlySet<string>): Promise<Names> {
  const [systems, records] = await Promise.all([
    rows(tx, sql<{ name: string; en: string; zh: string }>`select name, label_en as en, label_zh as zh from hub.system`),
    ids.size === 0
      ? []
      : rows(
          tx,
          sql<{ id: Id; values: Values }>`select id, values from hub.record where id = any(${uuidArray([...ids])}::uuid[])`,
        ),
  ])
  return {
    systems: new Map(systems.map(({ name, en, zh }): [string, Label] => [name, { en, zh }])),
    records: new Map(records.map(({ id, values }) => [id, subjectOf(values, id)])),
  }
}

/** Every id of a record that stands anywhere in a value. */
export function idsIn(value: Json | undefined, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') {
    if (isId(value)) found.add(value)
  } else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) idsIn(inner, found)
  }
  return found
}
