/** Vitest starts one PostgreSQL for the whole run; TANDEM_TEST_POSTGRES names another one to use instead. */
import type { TestProject } from 'vitest/node'
import { startPostgres } from './postgres.ts'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TANDEM_TEST_POSTGRES
  const server = given ? undefined : await startPostgres(['fsync=off', 'synchronous_commit=off'])
  project.provide('postgresUrl', given ?? server?.url ?? '')
  return async () => server?.stop()
}

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
  }
}
