/**
 * Some systems give the id of a deleted document to another one. The record of the old one keeps knowing that its document
 * is gone there, under a name of its own; the id belongs to whoever has it now.
 */
import { run, sql, type Tx } from '@tandem/db'
import type { Values } from '../connector.ts'
import { given } from '../engine/sets.ts'
import { sameValue } from '../engine/values.ts'
import { kindOf } from '../kinds.ts'

/** What people tell documents by, of kinds without natural keys. */
const NAMING = ['name', 'email', 'phone', 'line1'] as const

/** Whether nothing that names a document is as it was: then it is another one under the same id. */
export function isAnother(kind: string, was: Values, now: Values): boolean {
  const { naturalKeys } = kindOf(kind)
  const naming = (naturalKeys.length > 0 ? naturalKeys : NAMING).filter((name) => (was[name] ?? null) !== null)
  return naming.length > 0 && !naming.some((name) => sameValue(was[name], now[name]))
}

/** Of a link `l`: its id belongs to another document now, so that nothing there can name this record by it. */
export const LOST_ITS_ID = sql`(l.gone and l.external_id like '%~' || l.record_id)`

export interface GivenAway {
  readonly system: string
  readonly kind: string
  readonly externalId: string
}

/** Call it before the new links are made. */
export async function giveIdsAway(tx: Tx, documents: readonly GivenAway[]): Promise<void> {
  if (documents.length === 0) return
  const keys = documents.map(({ system, kind, externalId }) => ({ system, kind, externalId }))
  await run(
    tx,
    sql`update hub.link l set external_id = l.external_id || '~' || l.record_id
        from ${given(keys, 'system text, kind text, external_id text')}
        where l.system = given.system and l.kind = given.kind and l.external_id = given.external_id and l.gone`,
  )
}
