import type { Id } from '@tandem/kernel'
import { sql } from 'kysely'
import type { Database } from './database.ts'
import { rows, run, type Tx } from './tx.ts'

/** A company that keeps its data here. `timeZone` decides its business day, `baseCurrency` its ledger. */
export interface Tenant {
  readonly id: Id
  readonly name: string
  readonly baseCurrency: string
  readonly timeZone: string
}

export async function createTenant(database: Database, tenant: Tenant): Promise<void> {
  await database.asOwner((tx) =>
    run(
      tx,
      sql`insert into platform.tenant (id, name, base_currency, time_zone)
          values (${tenant.id}, ${tenant.name}, ${tenant.baseCurrency}, ${tenant.timeZone}) on conflict (id) do nothing`,
    ),
  )
}

export function tenants(database: Database): Promise<Tenant[]> {
  return database.asOwner((tx) =>
    rows(tx, sql<Tenant>`select id, name, base_currency, time_zone from platform.tenant order by created_at, id`),
  )
}

/** The base currency of the running transaction's tenant. */
export async function baseCurrency(tx: Tx): Promise<string> {
  const [row] = await rows(
    tx,
    sql<{ baseCurrency: string }>`select base_currency from platform.tenant where id = platform.tenant()`,
  )
  return row?.baseCurrency ?? 'XXX'
}
