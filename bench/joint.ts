import { connectTandemCrm, connectTandemErp } from '@tandem/connectors'
import { rows, sql } from '@tandem/db'
import { createHub, type Hub } from '@tandem/hub'
import { type Id, instantOf } from '@tandem/kernel'
import { newId, type Shop } from './shop.ts'

/** The joint of a shop's CRM and ERP, in this process. `proves`: it proves and follows the money all the time, as the product does. */
export function hubOf({ database, tenant }: Pick<Shop, 'database' | 'tenant'>, proves = false): Hub {
  const now = () => instantOf(Date.now())
  const connection = { database, tenant, now, newId }
  return createHub({
    ...{ database, tenant, now, newId, random: Math.random, proves },
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

/** An order of the CRM with three lines. */
export function orderIn(customers: readonly Id[], items: readonly Id[], n: number): object {
  const line = (k: number) => ({ item: items[(n * 7 + k * 13) % items.length], quantity: '1', unitPrice: '12.5', taxRate: '13' })
  return { customer: customers[n % customers.length], currency: 'CNY', lines: [line(1), line(2), line(3)] }
}
