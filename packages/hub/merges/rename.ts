/** What was sent while its customer was merged names the merged one: what is agreed names the other. */
import { run, sql, type Tx, uuidArray } from '@tandem/db'
import type { Id } from '@tandem/kernel'

/** Looks at nothing while nothing was ever merged. */
export async function renameMerged(tx: Tx, system: string, records: readonly Id[]): Promise<void> {
  if (records.length === 0) return
  await run(
    tx,
    sql`update hub.link l set base = jsonb_set(l.base, '{customer}', r.values -> 'customer')
        from hub.record r, hub.record m
        where (select true from hub.alias limit 1) and l.system = ${system} and l.record_id = any(${uuidArray(records)}::uuid[])
          and r.id = l.record_id and r.values ? 'customer' and m.id = (l.base ->> 'customer')::uuid and m.state = 'merged'`,
  )
}
