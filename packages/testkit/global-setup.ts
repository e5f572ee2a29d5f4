/** Vitest starts a PostgreSQL for each of its workers; TANDEM_TEST_POSTGRES names another one that all of them use instead. */
import chromium from '@sparticuz/chromium'
import type { TestProject } from 'vitest/node'
import { type PostgresServer, startPostgres } from './postgres.ts'

interface Shared {
  servers: Promise<readonly PostgresServer[]>
  users: number
}

/** Every project of a run sets up, each with an instance of this file of its own, in one process. */
const store = globalThis as { tandemPostgres?: Shared }

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // The browser unpacks itself when it is first asked for; two specs at once would start a half unpacked one.
  const unpacked = chromium.executablePath()
  const given = process.env.TANDEM_TEST_POSTGRES
  const shared = given ? undefined : share(project.vitest.config.maxWorkers)
  const servers = await shared?.servers
  await unpacked
  project.provide('postgresUrls', given ? [given] : (servers ?? []).map(({ url }) => url))
  return async () => {
    if (!shared || --shared.users > 0) return
    await Promise.all((servers ?? []).map((server) => server.stop()))
  }
}

function share(count: number): Shared {
  const shared = store.tandemPostgres ?? { servers: startAll(count), users: 0 }
  store.tandemPostgres = shared
  shared.users++
  return shared
}

function startAll(count: number): Promise<readonly PostgresServer[]> {
  // No analyzing of its own: it is a transaction like any other, and readers of events wait for the end of each.
  const flags = ['fsync=off', 'synchronous_commit=off', 'autovacuum=off']
  return Promise.all(Array.from({ length: count }, () => startPostgres(flags)))
}

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrls: readonly string[]
  }
}
