/** A database whose owner is as many have them: no superuser, and row-level security holds for them, too. */
import { type Database, type Migrations, migrate, openPostgres } from '@tandem/db'
import { freshDatabaseUrl } from './fresh-database.ts'
import { postgresUrl } from './test-database.ts'

/** Migrated as that owner, and opened as them; whoever opens it closes it. */
export async function ownedDatabase(contexts: readonly Migrations[]): Promise<Database> {
  const owner = `owner_${process.pid}`
  const url = await freshDatabaseUrl(postgresUrl())
  const admin = openPostgres(url, 1)
  const name = new URL(url).pathname.slice(1)
  // Other specs make these roles, too: who makes one may grant it, this owner was too late.
  const made = (role: string) =>
    `do $$ begin create role ${role}; exception when duplicate_object or unique_violation then null; end $$;`
  await admin.script(`${made(`${owner} login password 'spec' nosuperuser nobypassrls createrole`)} ${made('tandem_app nologin')}
    grant tandem_app to ${owner} with admin option; alter database ${name} owner to ${owner}`)
  await admin.close()
  const own = new URL(url)
  own.username = owner
  own.password = 'spec'
  const database = openPostgres(own.href)
  await migrate(database, contexts)
  return database
}
