/** What was sent while its customer was merged names the merged one: what is agreed names the other. */
import { run, sql, type Tx, uuidArray } from '@tandem/db'
import type { Id } from '@tandem/kernel'

/** Looks at nothing while nothing was ever merged. Customers are read as ids first: see `given`. */
export async function renameMerged(tx: Tx, system: string, records: readonly Id[]): Promise<void> {
  if (records.length === 0) return
  const ids = uuidArray(records)
  await run(
    tx,
    sql`with named as materialized (
          select record_id, (base ->> 'customer')::uuid as customer from hub.link
          where (select true from hub.alias limit 1) and system = ${system} and record_id = any(${ids}::uuid[]) and base ? 'customer')
        update hub.link l set base = jsonb_set(l.base, '{customer}', now.customer)
        from named, lateral (
          select r.values -> 'customer' as customer from hub.record r
          where r.id = named.record_id and r.values ? 'customer' limit 1) now
        where l.system = ${system} and l.record_id = named.record_id and l.record_id = any(${ids}::uuid[])
          and exists (select from hub.record m where m.id = named.customer and m.state = 'merged' offset 0)`,
  )
}
