/**
 * Stories told side by side. A story mostly waits for its database, so several take little longer than one; each lane has
 * a database of its own, in which a story asks who waits for a lock.
 */
import { type Database, type Migrations, migrate, openPostgres } from '@tandem/db'
import { freshDatabaseUrl } from '../fresh-database.ts'
import { findRingsAtOnce } from './waiting-for-locks.ts'

export interface Lanes {
  /** Does the work for each item, as many at a time as there are lanes. Answers in the order of the items. */
  each<I, R>(items: readonly I[], work: (database: Database, item: I) => Promise<R>): Promise<R[]>
  close(): Promise<void>
}

export async function openLanes(count: number, serverUrl: string, contexts: readonly Migrations[]): Promise<Lanes> {
  const databases = await Promise.all(
    Array.from({ length: count }, async () => {
      const database = openPostgres(await freshDatabaseUrl(serverUrl), 12)
      await migrate(database, contexts)
      await findRingsAtOnce(database)
      return database
    }),
  )
  return {
    async each(items, work) {
      const results: Awaited<ReturnType<typeof work>>[] = []
      const left = items.entries()
      await Promise.all(
        databases.map(async (database) => {
          for (const [i, item] of left) results[i] = await work(database, item)
        }),
      )
      return results
    },
    close: async () => void (await Promise.all(databases.map((database) => database.close()))),
  }
}
