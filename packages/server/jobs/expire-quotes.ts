/** Quotes that were sent and whose validity is over expire by themselves, on the company's own day. */
import { crm } from '@tandem/crm'
import { rows, sql, type Tx } from '@tandem/db'
import type { Context, Id } from '@tandem/kernel'
import { contextOf, type Services } from '../http/services.ts'
import { perform } from '../load/workshop.ts'

const MOST = 500

/** Expires up to 500 of them by the command that a person would use. Answers how many: fewer than 500 were all. */
export async function expireOldQuotes(tx: Tx, by: Context): Promise<number> {
  const old = await rows(
    tx,
    sql<{ id: Id }>`select id from crm.quote where state = 'sent' and valid_until < ${by.today} order by id limit ${MOST}`,
  )
  const inputs = old.map(({ id }) => ({ id, input: {} }))
  // One that was answered at the same moment is refused, and as it should be.
  return (await perform(tx, by, crm, 'quote', 'expire', inputs)).filter(({ ok }) => ok).length
}

/** One round through a company, 500 quotes a transaction. */
export async function expireQuotes(services: Services, tenant: Id, isStopped: () => boolean = () => false): Promise<void> {
  const by = () => contextOf(services, { tenant, actor: { kind: 'system', id: 'jobs' } })
  while (!isStopped() && (await services.database.transaction(tenant, (tx) => expireOldQuotes(tx, by()))) === MOST);
}
