import { rows, sql, type Tx, textArray } from '@tandem/db'

/** Holds names until the transaction ends, in one order for all: whoever asks for one of them meanwhile waits. */
export async function takeTurns(tx: Tx, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  await rows(
    tx,
    sql`select pg_advisory_xact_lock(key) from (
          select distinct hashtextextended(name, 0) as key from unnest(${textArray(names)}::text[]) as of (name)
          order by key) keys`,
  )
}
