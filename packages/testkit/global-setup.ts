/** Vitest starts a PostgreSQL for each of its workers; TANDEM_TEST_POSTGRES names another one that all of them use instead. */
import chromium from '@sparticuz/chromium'
import type { TestProject } from 'vitest/node'
import { startPostgres } from './postgres.ts'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // The browser unpacks itself when it is first asked for; two specs at once would start a half unpacked one.
  const unpacked = chromium.executablePath()
  const given = process.env.TANDEM_TEST_POSTGRES
  const workers = given ? [] : Array.from({ length: project.vitest.config.maxWorkers })
  const servers = await Promise.all(workers.map(() => startPostgres(['fsync=off', 'synchronous_commit=off'])))
  await unpacked
  project.provide('postgresUrls', given ? [given] : servers.map(({ url }) => url))
  return async () => {
    await Promise.all(servers.map((server) => server.stop()))
  }
}

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrls: readonly string[]
  }
}
