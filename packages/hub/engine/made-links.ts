/** Links to what writes have made. */
import { run, sql, type Tx } from '@tandem/db'
import type { Id, Instant } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { given } from './sets.ts'
import type { Leased } from './write-key.ts'

export interface MadeLink {
  readonly recordId: Id
  readonly system: string
  readonly kind: string
  readonly externalId: string
  readonly seen: string
  readonly base: Values
  readonly leased: Leased
  readonly born: string | null
}

/** What was sent and under which version stands in the delivery: it is taken from there instead of being sent once more. */
export async function insertLinks(tx: Tx, links: readonly MadeLink[], now: Instant): Promise<void> {
  if (links.length === 0) return
  const made = links.map(({ leased: { id }, externalId, seen, born }) => ({ id, externalId, seen, born }))
  await run(
    tx,
    sql`insert into hub.link (tenant_id, record_id, system, kind, external_id, seen, born, base, wrote, wrote_version,
                              written_at, linked_at, linked_by, write_mark)
        select (select platform.tenant()), d.record_id, d.system, d.kind, given.external_id, given.seen, given.born, d.sent, d.changed,
               d.version, ${now}::timestamptz, ${now}::timestamptz, 'created', (select nextval('hub.write_mark'))
        from ${given(made, 'id uuid, external_id text, seen text, born text')}, lateral (
          select record_id, system, kind, sent, changed, version from hub.delivery where id = given.id limit 1) d`,
  )
}
