/** A dump restored into another server: its events bear transaction numbers that the new server has not reached. */
import { Fault, type Id } from '@tandem/kernel'
import { sql } from 'kysely'
import type { Database } from './database.ts'
import { first } from './tx.ts'

/** The server counts transactions from below what is stored: readers would take news for old and never see them. */
export class RestoredElsewhere extends Fault {
  /** The highest transaction number stored. */
  readonly highest: string

  constructor(highest: string, current: string) {
    super(
      `this database was restored into a PostgreSQL server that has counted its transactions to ${current} only, ` +
        `while events stored in it bear numbers up to ${highest}: new events would not be seen. Stop that server, run ` +
        `pg_resetwal --next-transaction-id=N -D <data folder> with N above ${highest}, and start it again ` +
        '(docs/operations.md, Restore)',
    )
    this.highest = highest
  }
}

/** Throws RestoredElsewhere. `contexts`: the schemas whose events the tenant has. */
export async function refuseRestoredElsewhere(database: Database, tenant: Id, contexts: readonly string[]): Promise<void> {
  const highest = sql.join(
    contexts.map((context) => sql`(select xact from ${sql.raw(context)}.event order by xact desc limit 1)`),
    sql` union all `,
  )
  const ahead = await database.read(tenant, (tx) =>
    first(
      tx,
      sql<{ highest: string; current: string }>`
        select max(xact)::text as highest, max(current)::text as current
        from (${highest}) as stored(xact), pg_snapshot_xmax(pg_current_snapshot()) as current
        having max(xact) >= max(current)`,
    ),
  )
  if (ahead) throw new RestoredElsewhere(ahead.highest, ahead.current)
}
