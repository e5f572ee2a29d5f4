/** Brings a database to the newest schema: numbered SQL files, each run once, never edited once landed. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Fault } from '@tandem/kernel'
import { sql } from 'kysely'
import type { Database } from './database.ts'
import { rows } from './tx.ts'

/** One context's migrations: its schema's name and the folder of its `0001-what.sql` files. */
export interface Migrations {
  readonly schema: string
  readonly folder: URL
}

const PLATFORM: Migrations = { schema: 'platform', folder: new URL('./migrations/', import.meta.url) }

/** One migration at a time in a database, whatever processes start together. Held until the transaction ends. */
const TURN = 'select pg_advisory_xact_lock(7405001);'

const PRELUDE = `begin; ${TURN}
  create schema if not exists platform;
  create table if not exists platform.migration (
    schema text not null, name text not null, hash text not null, at timestamptz not null default now(),
    primary key (schema, name));
  commit;`

/**
 * Runs what is missing, the platform's own first, and sees to it that the application can log in. Answers what was run.
 * Throws a Fault when a landed file was edited, or one fails: that one leaves nothing behind.
 */
export async function migrate(database: Database, contexts: readonly Migrations[]): Promise<string[]> {
  await database.script(PRELUDE)
  const done: string[] = []
  for (const { schema, folder } of [PLATFORM, ...contexts]) {
    for (const file of sqlFiles(folder)) {
      if (await runOnce(database, schema, file)) done.push(`${schema}/${file.name}`)
    }
  }
  if (database.kind === 'postgres') {
    await database.script(`begin; ${TURN} call platform.keep_login(); commit;`).catch((cause) => {
      throw new Fault(`the application got no login: ${reasonOf(cause)}`, { cause })
    })
  }
  return done
}

interface SqlFile {
  readonly name: string
  readonly text: string
  readonly hash: string
}

function sqlFiles(folder: URL): SqlFile[] {
  const path = fileURLToPath(folder)
  return readdirSync(path)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(new URL(name, folder), 'utf8')
      return { name, text, hash: createHash('sha256').update(text).digest('hex') }
    })
}

async function runOnce(database: Database, schema: string, file: SqlFile): Promise<boolean> {
  if (await hasLanded(database, schema, file)) return false
  const create =
    schema === 'platform' ? '' : `create schema if not exists ${schema}; grant usage on schema ${schema} to tandem_app;`
  const script = `begin; ${TURN} ${create}
    insert into platform.migration (schema, name, hash) values ('${schema}', '${file.name}', '${file.hash}');
    ${file.text}
    ; commit;`
  try {
    await database.script(script)
    return true
  } catch (cause) {
    // Another process may have run it while this one waited for its turn: then the primary key stopped this one.
    if (await hasLanded(database, schema, file)) return false
    throw new Fault(`migration ${schema}/${file.name} failed: ${reasonOf(cause)}`, { cause })
  }
}

/** What PostgreSQL says, with its hint of what to do. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  const { hint } = cause as { hint?: string }
  return hint ? `${cause.message}. ${hint}` : cause.message
}

async function hasLanded(database: Database, schema: string, file: SqlFile): Promise<boolean> {
  const [landed] = await database.asOwner((tx) =>
    rows(tx, sql<{ hash: string }>`select hash from platform.migration where schema = ${schema} and name = ${file.name}`),
  )
  if (landed && landed.hash !== file.hash) {
    throw new Fault(`migration ${schema}/${file.name} was edited after it ran: write a new one`)
  }
  return landed !== undefined
}
