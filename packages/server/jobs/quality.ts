/** Audits of data quality: those that are due are asked for, and what is asked for is worked on, a page a transaction. */
import { askDueAudits, auditPage } from '@tandem/hub'
import type { Id } from '@tandem/kernel'
import { contextOf, type Services } from '../http/services.ts'

export async function auditQuality(services: Services, tenant: Id, isStopped: () => boolean = () => false): Promise<void> {
  const { database } = services
  const by = () => contextOf(services, { tenant, actor: { kind: 'joint', id: 'joint' } })
  await database.transaction(tenant, (tx) => askDueAudits(tx, by()))
  while (!isStopped() && (await database.transaction(tenant, (tx) => auditPage(tx, by()))));
}
