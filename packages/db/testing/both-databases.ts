import { freshDatabaseUrl, postgresUrl } from '@tandem/testkit'
import { afterAll, beforeAll } from 'vitest'
import { type Database, migrate, openPglite, openPostgres } from '../index.ts'
import { lab } from './lab.ts'

/** For the specs of a file: the tables of `lab` in a PostgreSQL server and in the embedded one, in this order. */
export function bothDatabases(): readonly Database[] {
  const databases: Database[] = []
  beforeAll(async () => {
    databases.push(openPostgres(await freshDatabaseUrl(postgresUrl())), await openPglite())
    for (const database of databases) await migrate(database, [lab])
  })
  afterAll(async () => {
    await Promise.all(databases.map((database) => database.close()))
  })
  return databases
}
