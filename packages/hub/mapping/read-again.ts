/** Putting documents down to be read again because they are read in another way from now on. */
import { run, sql, type Tx, textArray } from '@tandem/db'
import type { Id } from '@tandem/kernel'

export interface ReadWhat {
  readonly system: string
  readonly kind: string
}

/**
 * Puts every document of the system down to be read again, those that could not be read before among them. Reading them is
 * the engine's work, page by page; what says the same as before changes nothing. `cause`: each is put down once for it.
 */
export async function readAgain(
  tx: Tx,
  now: string,
  { system: of, kind: what }: ReadWhat,
  { id, version }: { readonly id: Id; readonly version: number },
): Promise<void> {
  await run(
    tx,
    sql`update hub.change set state = 'recheck', waits_kind = null, waits_for = null
        where system = ${of} and kind = ${what} and state in ('parked', 'waiting')`,
  )
  await run(
    tx,
    sql`insert into hub.change (id, system, kind, external_id, record_id, values, deleted, origin, state, version, at, actor,
                                priority, read_mark, pulled_at)
        select id, l.system, l.kind, l.external_id, l.record_id, '{}'::jsonb, false, 'repair', 'recheck', id::text, ${now}, l.system,
               1, 0, ${now}
        from (select *, md5(${`${of}:${id}:${version}:`} || external_id)::uuid as id from hub.link where system = ${of} and kind = ${what}) l`,
  )
}

/** What rules of quality have refused: they may say otherwise now. */
export async function readRefusedAgain(tx: Tx, kinds: readonly string[]): Promise<void> {
  if (kinds.length === 0) return
  await run(
    tx,
    sql`update hub.change c set state = 'recheck' from hub.inbox_entry e
        where e.change = c.id and e.state = 'open' and e.code like 'quality/%' and c.state = 'parked'
          and c.kind = any(${textArray(kinds)}::text[])`,
  )
}
