/** Everything a server does by the clock. */
import type { Id } from '@tandem/kernel'
import { linkEvents, MANY_EVENTS } from '../auth/audit.ts'
import type { Services } from '../http/services.ts'
import { type Telling, tellAlerts } from './alerts.ts'
import { expireQuotes } from './expire-quotes.ts'
import { exportFolders } from './export-files.ts'
import { importFolders } from './files.ts'
import type { Job } from './jobs.ts'
import { auditQuality } from './quality.ts'
import { serveAllWaiting } from './serve-waiting.ts'

const SERVE_WAITING_MS = 30_000
const ALERTS_MS = 5_000
const CONNECTIONS_MS = 3_000
const QUALITY_MS = 2_000
const FILES_MS = 5_000
const AUDIT_MS = 5_000
/** A day begins at another moment in each company's time zone. */
const EXPIRE_MS = 60_000

export interface JobsNeed {
  readonly services: Services
  readonly telling: Telling
  /** Where watched folders lie; null: nothing is kept on this disk, so none are watched. */
  readonly files: string | null
  /** Joins a company's systems anew where somebody has changed them. */
  reload(tenant: Id): Promise<void>
}

export function jobsOf({ services, telling, files, reload }: JobsNeed): Job[] {
  return [
    {
      name: 'serve-waiting',
      everyMs: SERVE_WAITING_MS,
      run: (tenant, isStopped) => serveAllWaiting(services, tenant, isStopped),
    },
    { name: 'expire-quotes', everyMs: EXPIRE_MS, run: (tenant, isStopped) => expireQuotes(services, tenant, isStopped) },
    // Another process may have been told of a new connection.
    { name: 'connections', everyMs: CONNECTIONS_MS, run: reload },
    { name: 'audit', everyMs: AUDIT_MS, run: (tenant) => linkAll(services, tenant) },
    { name: 'alerts', everyMs: ALERTS_MS, run: (tenant) => tellAlerts(services, tenant, telling) },
    {
      name: 'files',
      everyMs: FILES_MS,
      run: async (tenant, isStopped) => (files === null ? undefined : importFolders(services, telling, files, tenant, isStopped)),
    },
    {
      name: 'exports',
      everyMs: FILES_MS,
      run: async (tenant, isStopped) => (files === null ? undefined : exportFolders(services, telling, files, tenant, isStopped)),
    },
    { name: 'quality', everyMs: QUALITY_MS, run: (tenant, isStopped) => auditQuality(services, tenant, isStopped) },
  ]
}

/** Seals what has become final in the company's audit chain. */
async function linkAll({ database, now }: Services, tenant: Id): Promise<void> {
  while ((await database.transaction(tenant, (tx) => linkEvents(tx, tenant, now()))) >= MANY_EVENTS);
}
