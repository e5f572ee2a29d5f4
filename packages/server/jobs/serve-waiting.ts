/** Now and then, all orders that wait for stock get their turn: a receipt of goods itself serves only the first of many. */
import { serveWaiting } from '@tandem/erp'
import type { Id } from '@tandem/kernel'
import { contextOf, type Services } from '../http/services.ts'

/** One round through a company: page after page, each in a transaction of its own, until nobody is left. */
export async function serveAllWaiting(services: Services, tenant: Id, isStopped: () => boolean = () => false): Promise<void> {
  type Turn = Awaited<ReturnType<typeof serveWaiting>>
  let after: Turn
  do {
    after = await services.database.transaction(tenant, (tx) =>
      serveWaiting(tx, contextOf(services, { tenant, actor: { kind: 'system', id: 'jobs' } }), after),
    )
  } while (after && !isStopped())
}
