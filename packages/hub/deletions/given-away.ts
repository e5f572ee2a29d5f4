/**
 * Some systems give the id of a deleted document to another one. The record of the old one keeps knowing that its document
 * is gone there, under a name of its own; the id belongs to whoever has it now.
 */
import { rows, run, sql, type Tx } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { type Asked, askAgain } from '../engine/ask-again.ts'
import type { Engine } from '../engine/engine.ts'
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
  /** Of the document that is gone. */
  readonly recordId: Id
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

/**
 * Has everything read again that names the owner of an id which is another's now: some of it may have been made for the new
 * one, before anybody knew that there are two. What is on its way there is read again when its outcome is known.
 */
export async function readNaming(tx: Tx, engine: Engine, documents: readonly GivenAway[]): Promise<void> {
  const customers = documents.filter(({ kind }) => kind === 'customer')
  if (customers.length === 0) return
  const owners = customers.map(({ system, recordId }) => ({ system, recordId }))
  // First: a write whose outcome is kept meanwhile is not under way any more, and is found among the links.
  await run(
    tx,
    sql`update hub.delivery d set names_given_away = true
        from ${given(owners, 'system text, record_id uuid')}
        where d.state = 'sending' and d.system = given.system and d.sent ->> 'customer' = given.record_id::text
          and 'customer' = any(d.changed)`,
  )
  const named = await rows(
    tx,
    sql<Asked & { system: string }>`
      select l.system, l.kind, l.external_id, l.record_id, l.base as values
      from ${given(owners, 'system text, record_id text')}
      join hub.record r on r.customer = given.record_id and r.state = 'active'
      join hub.link l on l.record_id = r.id and l.system = given.system and not l.gone`,
  )
  for (const [system, asked] of Map.groupBy(named, (one) => one.system)) await askAgain(tx, engine, system, asked, 'repair')
}
