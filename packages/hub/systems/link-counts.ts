/** How many documents of each system are linked: what came and went, added up. */
import { rows, run, sql, type Tx } from '@tandem/db'

export interface LinkCount {
  readonly system: string
  readonly kind: string
  readonly count: number
}

export function linkCounts(tx: Tx): Promise<LinkCount[]> {
  return rows(tx, sql<LinkCount>`select system, kind, sum(count)::bigint as count from hub.link_count group by system, kind`)
}

/** So many rows are added up at each question. */
const MANY = 200

/** Puts one row in the place of many. */
export async function foldLinkCounts(tx: Tx): Promise<void> {
  await run(
    tx,
    sql`with folded as (
          delete from hub.link_count where (select count(*) from hub.link_count) > ${MANY} returning system, kind, count)
        insert into hub.link_count (system, kind, count)
        select system, kind, sum(count)::bigint from folded group by system, kind`,
  )
}
