/** Giving a statement many rows of keys at once. */
import { run, sql, type Tx, uuidArray } from '@tandem/db'

export { given } from '@tandem/db'

/**
 * The ids of given rows once more, beside the join with them: `where d.id = given.id and d.id = ${among(ids)}`. However few
 * rows the planner takes a table to have, whose statistics may be older than what it holds, it then reads only these.
 */
export function among(ids: readonly string[]): ReturnType<typeof sql> {
  return sql`any(${uuidArray(ids)}::uuid[])`
}

/** So many rows are told in another form than few (`packed`): their statement is planned by itself. */
export const MANY = 20

/**
 * Runs a statement that joins many given rows with as many of a table, both named by their ids: there each row meets its own
 * by a hash. The engine's steps go by keys otherwise, which here means comparing every given row with every other. `work` must
 * send the statement at once.
 */
export async function meeting<T>(tx: Tx, count: number, work: () => Promise<T>): Promise<T> {
  if (count < MANY) return work()
  tx.post(run(tx, sql`set local enable_hashjoin = on`))
  const working = work()
  tx.post(run(tx, sql`set local enable_hashjoin = off`))
  return working
}

/** One text for a document of a system: the key of maps. */
export function documentKey(system: string, kind: string, externalId: string): string {
  return `${system}\u0000${kind}\u0000${externalId}`
}
