/** Letting changes go on that waited for a document, or for what becomes of writes. */
import { run, sql, type Tx, textArray } from '@tandem/db'
import { given, meeting } from './sets.ts'
import type { CREATING, SENDING } from './under-way.ts'

/** Those that waited for documents which are known now. Answers how many. */
export async function wakeWaiting(
  tx: Tx,
  links: readonly { readonly system: string; readonly kind: string; readonly externalId: string }[],
): Promise<number> {
  if (links.length === 0) return 0
  const known = links.map(({ system, kind, externalId }) => ({ system, kind, externalId }))
  return meeting(tx, known.length, () =>
    run(
      tx,
      sql`update hub.change c set state = 'new', waits_kind = null, waits_for = null
        from ${given(known, 'system text, kind text, external_id text')}
        where c.state = 'waiting' and c.system = given.system and c.waits_kind = given.kind and c.waits_for = given.external_id`,
    ),
  )
}

/**
 * What waits for the outcome of writes of these kinds is looked at again: of a creation, for it might have been that, or of a
 * change of the same document.
 */
export async function wakeAfterWrites(
  tx: Tx,
  system: string,
  kinds: readonly string[],
  outcome: typeof CREATING | typeof SENDING,
): Promise<number> {
  if (kinds.length === 0) return 0
  return run(
    tx,
    sql`update hub.change set state = 'new', waits_kind = null, waits_for = null
        where state = 'waiting' and system = ${system} and waits_kind = any(${textArray(kinds)}::text[])
          and waits_for = ${outcome}`,
  )
}
