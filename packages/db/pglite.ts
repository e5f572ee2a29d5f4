/** PostgreSQL inside this process: one connection, transactions take turns. */
import { PGlite } from '@electric-sql/pglite'
import { type Database, type Driver, databaseOn } from './database.ts'
import { lockFolder } from './folder-lock.ts'
import { statementsOf } from './pglite-statements.ts'

/** Opens (and creates) a database in a folder; without a folder it lives in memory. Throws FolderInUse. */
export async function openPglite(dataDir?: string): Promise<Database> {
  const unlock = dataDir ? lockFolder(dataDir) : () => {}
  const pglite = await PGlite.create(dataDir ? { dataDir } : {})
  // The one connection is the owner's, so the application must not be able to change role or tenant from inside an
  // expression: it may not call set_config, and statements that would do so do not pass `transaction`.
  await pglite.exec(`set timezone = 'UTC'; revoke execute on function pg_catalog.set_config from public`)
  return databaseOn(driverOn(pglite, unlock))
}

function driverOn(pglite: PGlite, unlock: () => void): Driver {
  const turns = turnstile()
  const statements = statementsOf(pglite)
  return {
    kind: 'pglite',
    async acquire() {
      const release = await turns()
      return {
        release,
        execute: (query) => statements.execute(query),
        script: (text) => statements.script(text),
      }
    },
    async close() {
      await turns()
      await pglite.close()
      unlock()
    },
  }
}

/**
 * Lets one through at a time, in order of asking. All of it runs in this thread, so between two turns whatever else waits here
 * has its own: a long load of many transactions would else let no request of anybody through.
 */
function turnstile(): () => Promise<() => void> {
  let last: Promise<void> = Promise.resolve()
  return async () => {
    const before = last
    let release = (): void => {}
    last = new Promise((resolve) => {
      release = () => void setImmediate(resolve)
    })
    await before
    return release
  }
}
