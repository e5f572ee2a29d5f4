import { connectTandemCrm, connectTandemErp } from '@tandem/connectors'
import { rows, sql } from '@tandem/db'
import { createHub, type Hub } from '@tandem/hub'
import { type Id, instantOf } from '@tandem/kernel'
import { newId, type Shop } from './shop.ts'

/** The joint of a shop's CRM and ERP, in this process. */
export function hubOf({ database, tenant }: Shop): Hub {
  const now = () => instantOf(Date.now())
  const connection = { database, tenant, now, newId }
  return createHub({
    ...{ database, tenant, now, newId, random: Math.random },
    connectors: [connectTandemCrm(connection), connectTandemErp(connection)],
    onFault: (fault, where) => console.error(where, fault),
  })
}

/** Ids of the CRM's documents that the joint brought over, by code. */
export async function crmIds({ database, tenant }: Shop, table: string): Promise<Id[]> {
  const found = await database.transaction(tenant, (tx) =>
    rows(tx, sql<{ id: Id }>`select id from ${sql.raw(table)} order by code`),
  )
  return found.map(({ id }) => id)
}
