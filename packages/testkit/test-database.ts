import { type Database, type Migrations, migrate, openPglite, openPostgres } from '@tandem/db'
import { afterAll, beforeAll, inject } from 'vitest'
import { freshDatabaseUrl } from './fresh-database.ts'
import { type PostgresServer, startPostgres } from './postgres.ts'

/** A migrated database for one test file, on the run's PostgreSQL. Give each test a world with a seed of its own. */
export function testDatabase(contexts: readonly Migrations[]): { readonly current: Database; readonly url: string } {
  const holder: { current: Database; url: string } = { current: undefined as never, url: '' }
  beforeAll(async () => {
    holder.url = await freshDatabaseUrl(inject('postgresUrl'))
    holder.current = openPostgres(holder.url)
    await migrate(holder.current, contexts)
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

/**
 * The same on a PostgreSQL server of its own: for whoever reads events. A reader waits for every transaction still running
 * on its server, also those of other test files.
 */
export function ownTestDatabase(contexts: readonly Migrations[]): { readonly current: Database; readonly url: string } {
  const holder: { current: Database; url: string } = { current: undefined as never, url: '' }
  let server: PostgresServer | undefined
  beforeAll(async () => {
    server = await startPostgres(['fsync=off', 'synchronous_commit=off'])
    holder.url = await freshDatabaseUrl(server.url)
    holder.current = openPostgres(holder.url)
    await migrate(holder.current, contexts)
  })
  afterAll(async () => {
    await holder.current?.close()
    await server?.stop()
  })
  return holder
}
