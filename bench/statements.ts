/** Where PostgreSQL's time goes: the dearest statements of a run, by `pg_stat_statements`. */
import { openPostgres, rows, sql } from '@tandem/db'

export const STATEMENT_FLAGS = [
  'shared_preload_libraries=pg_stat_statements',
  'pg_stat_statements.track=all',
  'pg_stat_statements.max=5000',
  'pg_stat_statements.track_planning=on',
]

interface Statement {
  readonly query: string
  readonly calls: number
  readonly ms: number
  readonly planMs: number
  readonly rows: number
}

/** Prints the `count` statements that took longest since the server's start. `postgres` is the server's URL. */
export async function printStatements(postgres: string, count: number): Promise<void> {
  const database = openPostgres(`${postgres}/postgres`, 1)
  try {
    await database.script('create extension if not exists pg_stat_statements')
    const found = await database.asOwner((tx) =>
      rows(
        tx,
        sql<Statement>`select query, calls, total_exec_time as ms, total_plan_time as plan_ms, rows from pg_stat_statements order by total_exec_time + total_plan_time desc limit ${count}`,
      ),
    )
    for (const { query, calls, ms, planMs, rows: touched } of found) {
      console.log(
        `${Number(ms).toFixed(0).padStart(8)} ms + ${Number(planMs).toFixed(0)} plan ${String(calls).padStart(8)} calls ${String(touched).padStart(8)} rows  ${short(query)}`,
      )
    }
  } finally {
    await database.close()
  }
}

const short = (query: string) => query.replace(/\s+/g, ' ').slice(0, 220)
