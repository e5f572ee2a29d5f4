import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { type Database, type Migrations, migrate, openPostgres, rows, sql } from '@tandem/db'

let made = 0

/** Makes an empty database on a server and answers its URL. */
export function freshDatabaseUrl(serverUrl: string): Promise<string> {
  return withAdmin(serverUrl, (admin) => newDatabase(serverUrl, admin, ''))
}

/**
 * Makes a migrated database on a server and answers its URL: a copy of one that was migrated once, for copying files is
 * several times quicker than running the migrations. What a copy has of its own, the application's login, is still made.
 */
export function migratedDatabaseUrl(serverUrl: string, contexts: readonly Migrations[]): Promise<string> {
  return withAdmin(serverUrl, async (admin) => {
    const template = await templateOf(serverUrl, admin, contexts)
    const url = await newDatabase(serverUrl, admin, ` template ${template} strategy file_copy`)
    await migrated(url, contexts)
    return url
  })
}

async function newDatabase(serverUrl: string, admin: Database, how: string): Promise<string> {
  const name = `t_${process.pid}_${Math.floor(performance.timeOrigin)}_${made++}`
  await admin.script(`create database ${name}${how}`)
  return `${serverUrl}/${name}`
}

/** The name of the migrated database that others are copied from: made by whoever comes first. */
async function templateOf(serverUrl: string, admin: Database, contexts: readonly Migrations[]): Promise<string> {
  const name = `template_${hashOf(contexts)}`
  const isThere = async () =>
    (await admin.asOwner((tx) => rows(tx, sql`select from pg_database where datname = ${name}`))).length > 0
  if (await isThere()) return name
  // Migrated under a name of its own, and renamed when it is complete.
  const url = await newDatabase(serverUrl, admin, '')
  await migrated(url, contexts)
  await admin.script(`alter database ${url.slice(serverUrl.length + 1)} rename to ${name}`).catch(async (cause) => {
    if (!(await isThere())) throw cause
  })
  return name
}

async function migrated(url: string, contexts: readonly Migrations[]): Promise<void> {
  const database = openPostgres(url, 1)
  await migrate(database, contexts)
  await database.close()
}

async function withAdmin<T>(serverUrl: string, work: (admin: Database) => Promise<T>): Promise<T> {
  const admin = openPostgres(`${serverUrl}/postgres`, 1)
  try {
    return await work(admin)
  } finally {
    await admin.close()
  }
}

/** Of the migrations' texts: a server that outlives a change of them gets another database. */
function hashOf(contexts: readonly Migrations[]): string {
  const hash = createHash('sha256')
  for (const { schema, folder } of contexts) {
    for (const name of readdirSync(folder).sort()) hash.update(`${schema} ${name}`).update(readFileSync(new URL(name, folder)))
  }
  return hash.digest('hex').slice(0, 24)
}
