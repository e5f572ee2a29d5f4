/** Vitest starts one PostgreSQL for the whole run; TANDEM_TEST_POSTGRES names another one to use instead. */
import chromium from '@sparticuz/chromium'
import type { TestProject } from 'vitest/node'
import { startPostgres } from './postgres.ts'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // The browser unpacks itself when it is first asked for; two specs at once would start a half unpacked one.
  const unpacked = chromium.executablePath()
  const given = process.env.TANDEM_TEST_POSTGRES
  const server = given ? undefined : await startPostgres(['fsync=off', 'synchronous_commit=off'])
  await unpacked
  project.provide('postgresUrl', given ?? server?.url ?? '')
  return async () => server?.stop()
}

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
  }
}
