/** For the proof: documents that a system which cannot merge keeps beside the one they were merged into. */
import { rows, sql, type Tx, textArray } from '@tandem/db'
import type { Snapshot } from '../connector.ts'

export async function mergedAway(tx: Tx, system: string, kind: string, page: readonly Snapshot[]): Promise<Set<string>> {
  if (page.length === 0) return new Set()
  const found = await rows(
    tx,
    sql<{ externalId: string }>`
      select external_id from hub.alias where system = ${system} and kind = ${kind} and there
        and external_id = any(${textArray(page.map(({ externalId }) => externalId))}::text[])`,
  )
  return new Set(found.map(({ externalId }) => externalId))
}
