import { type Database, type Migrations, migrate, openPglite, openPostgres } from '@tandem/db'
import { afterAll, beforeAll, inject } from 'vitest'
import { migratedDatabaseUrl } from './fresh-database.ts'

/**
 * The PostgreSQL of this worker, without a database name at its end. Other test files run on others at the same time: a
 * reader of events waits for every transaction still running on its server.
 */
export function postgresUrl(): string {
  const urls = inject('postgresUrls')
  const url = urls[(Number(process.env.VITEST_POOL_ID ?? 1) - 1) % urls.length]
  if (!url) throw new Error('no PostgreSQL was started for the tests: see packages/testkit/global-setup.ts')
  return url
}

/** A migrated database for one test file, on the run's PostgreSQL. Give each test a world with a seed of its own. */
export function testDatabase(contexts: readonly Migrations[]): { readonly current: Database; readonly url: string } {
  const holder: { current: Database; url: string } = { current: undefined as never, url: '' }
  beforeAll(async () => {
    holder.url = await migratedDatabaseUrl(postgresUrl(), contexts)
    holder.current = openPostgres(holder.url)
  })
  afterAll(async () => {
    await holder.current?.close()
  })
  return holder
}

/** The same on PGlite in memory: for what must hold on both. It takes seconds to start. */
export function embeddedTestDatabase(contexts: readonly Migrations[]): { readonly current: Database } {
  const holder: { current: Database } = { current: undefined as never }
  beforeAll(async () => {
    holder.current = await openPglite()
    await migrate(holder.current, contexts)
  })
  afterAll(async () => {
    await holder.current?.close()
  })
  return holder
}
