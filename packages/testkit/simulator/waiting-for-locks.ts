/** Who waits for whom in the database of a story: what is outside and waits for a lock cannot go on before others do. */
import { type Database, rows, sql } from '@tandem/db'

/**
 * How many of the application's sessions wait for a lock that another of them has. What waits for the database's own work
 * (analyzing, vacuuming) goes on by itself, and that work may wait, too: neither tells anything of a story.
 */
export async function blockedIn(database: Database): Promise<number> {
  const [found] = await database.asOwner((tx) =>
    rows(
      tx,
      sql<{ count: number }>`
        with ours as (
          select pid from pg_stat_activity
          where datname = current_database() and backend_type = 'client backend' and usename <> current_user)
        select count(*)::int as count from ours where pg_blocking_pids(pid) && array(select pid from ours)`,
    ),
  )
  return found?.count ?? 0
}

/**
 * Whoever closes a ring of waiting is found at once. By default that takes a second, in which the others of a story would
 * do as much as the machine is fast.
 */
export async function findRingsAtOnce(database: Database): Promise<void> {
  await database.script(`
    do $$ begin execute format('alter database %I set deadlock_timeout = ''1ms''', current_database()); end $$`)
}
