/** Who waits for whom in the database of a story: what is outside and waits for a lock cannot go on before others do. */
import { type Database, rows, sql } from '@tandem/db'

export interface Waiting {
  /** How many of the application's sessions wait for a lock that another of them has. */
  readonly count: number
  /** Several of them wait for the same session, and when that one ends, they go on at once. */
  readonly together: boolean
}

/**
 * What waits for the database's own work (analyzing, vacuuming) goes on by itself, and that work may wait, too: neither
 * tells anything of a story. Those who want the same thing stand in a queue, each behind the one before. But the queue for a
 * row is one for this version of it: where whoever has it has changed it, all of them go on to its new version at once, and
 * the faster is first there. The row by which one plans at a time is only locked, never changed in a story.
 */
export async function waitingIn(database: Database): Promise<Waiting> {
  const [found] = await database.asOwner((tx) =>
    rows(
      tx,
      sql<{ count: number; most: number; changed: boolean }>`
        with ours as (
          select pid from pg_stat_activity
          where datname = current_database() and backend_type = 'client backend' and usename <> current_user),
        waits as materialized (
          select distinct ours.pid, blocking.pid as for_whom
          from ours, unnest(pg_blocking_pids(ours.pid)) as blocking(pid) where blocking.pid in (select pid from ours))
        select (select count(distinct pid) from waits)::int as count,
               coalesce((select max(waiting) from (
                 select count(*) as waiting from waits w
                 where not exists (select from waits before join waits queued on queued.for_whom = before.pid
                                   where before.for_whom = w.for_whom and queued.pid = w.pid)
                 group by w.for_whom) t), 0)::int as most,
               exists (select from waits join pg_locks l using (pid) where not l.granted and l.locktype = 'tuple'
                         and l.relation is distinct from to_regclass('hub.planner')) as changed`,
    ),
  )
  return { count: found?.count ?? 0, together: (found?.most ?? 0) > 1 || found?.changed === true }
}

/**
 * Whoever closes a ring of waiting is found at once. By default that takes a second, in which the others of a story would
 * do as much as the machine is fast.
 */
export async function findRingsAtOnce(database: Database): Promise<void> {
  await database.script(`
    do $$ begin execute format('alter database %I set deadlock_timeout = ''1ms''', current_database()); end $$`)
}
