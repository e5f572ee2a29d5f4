/** Giving a statement many rows of keys at once. */
import { sql, uuidArray } from '@tandem/db'

export { given } from '@tandem/db'

/**
 * The ids of given rows once more, beside the join with them: `where d.id = given.id and d.id = ${among(ids)}`. However few
 * rows the planner takes a table to have, whose statistics may be older than what it holds, it then reads only these.
 */
export function among(ids: readonly string[]): ReturnType<typeof sql> {
  return sql`any(${uuidArray(ids)}::uuid[])`
}

/** One text for a document of a system: the key of maps. */
export function documentKey(system: string, kind: string, externalId: string): string {
  return `${system}\u0000${kind}\u0000${externalId}`
}
