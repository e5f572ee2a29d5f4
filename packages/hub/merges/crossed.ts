/** Two systems merged the same two the other way round: each keeps its own document, and both are the one record. */
import { insertRows, rows, run, sql, type Tx } from '@tandem/db'
import type { Context, Id } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import type { ChangeRow } from '../engine/plan-load.ts'
import { wantIn } from './carry-out.ts'

interface Known {
  readonly loser: Id | null
  readonly seen: string
  readonly base: Values
}

/** The document that system kept takes the place of the one it merged away. False: it is merged there itself. */
export async function crossed(tx: Tx, by: Context, change: ChangeRow, into: string, record: Id): Promise<boolean> {
  const { system, kind, externalId, version } = change
  const kept = await rows(
    tx,
    sql<Known>`
      delete from hub.alias where system = ${system} and kind = ${kind} and external_id = ${into} and not there
      returning loser, seen, base`,
  )
  const [known] = kept
  if (!known) return false
  const lost = await rows(
    tx,
    sql<Known>`select null::uuid as loser, seen, base from hub.link
               where system = ${system} and kind = ${kind} and external_id = ${externalId} and record_id = ${record} for update`,
  )
  await run(
    tx,
    sql`update hub.link set external_id = ${into}, seen = ${known.seen}, base = ${JSON.stringify(known.base)}::jsonb, wrote = '{}', born = null
        where system = ${system} and kind = ${kind} and external_id = ${externalId} and record_id = ${record}`,
  )
  const about = { system, kind, externalId, recordId: record, loser: known.loser, intoId: into }
  await insertRows(tx, 'hub.alias', [{ ...about, seen: version, base: lost[0]?.base ?? known.base, there: true }])
  await wantIn(tx, by, [{ system, kind, recordId: record, version: 1, changeId: null }])
  return true
}
