/**
 * What is there, by ids alone: for systems that cannot tell what was deleted. What is gone there is read again, and so taken
 * in as deleted; what is there and nobody ever told of is read, too, so that no gap of a reading of changes stays.
 */
import { rows, sql, textArray } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import { askAgain } from '../engine/ask-again.ts'
import { type Engine, glance, type Joined, readKinds, step } from '../engine/engine.ts'
import type { KindName } from '../kinds.ts'

const PAGE = 1_000

/** Answers how many documents are to be read again. */
export async function checkPresence(engine: Engine, joined: Joined): Promise<number> {
  const { connector, system } = joined
  if (!connector.ids) return 0
  let count = 0
  for (const kind of readKinds(joined)) {
    if (await isComplete(engine, system, kind)) count += await checkKind(engine, joined, kind)
  }
  if (count > 0) engine.wake.recheck(system)
  return count
}

/** What is still being read for the first time cannot be missed yet. */
async function isComplete(engine: Engine, system: string, kind: KindName): Promise<boolean> {
  const [found] = await glance(engine, (tx) =>
    rows(
      tx,
      sql<{ ready: boolean }>`
        select c.ready and s.state = 'active' as ready from hub.cursor c join hub.system s on s.name = c.system
        where c.system = ${system} and c.kind = ${kind}`,
    ),
  )
  return found?.ready ?? false
}

async function checkKind(engine: Engine, { connector, system }: Joined, kind: KindName): Promise<number> {
  let count = 0
  for (let after = ''; ; ) {
    const there = (await connector.ids?.(kind, after, PAGE)) ?? []
    const isEnd = there.length < PAGE
    const upTo = isEnd ? null : (there.at(-1) as string)
    count += await step(engine, async (tx) => {
      const end = upTo === null ? sql`` : sql`and l.external_id <= ${upTo}`
      const gone = await rows(
        tx,
        sql<{ externalId: string; recordId: Id }>`
          select l.external_id, l.record_id from hub.link l
          where l.system = ${system} and l.kind = ${kind} and not l.gone and l.external_id > ${after} ${end}
            and l.external_id <> all(${textArray(there)}::text[])
            and not exists (select from hub.change c where c.system = l.system and c.kind = l.kind
                            and c.external_id = l.external_id and c.state in ('new', 'recheck'))`,
      )
      const untold = await rows(
        tx,
        sql<{ externalId: string }>`
          select e.id as external_id from unnest(${textArray(there)}::text[]) as e(id)
          where not exists (select from hub.link l where l.system = ${system} and l.kind = ${kind} and l.external_id = e.id)
            and not exists (select from hub.alias a where a.system = ${system} and a.kind = ${kind} and a.external_id = e.id)
            and not exists (select from hub.change c where c.system = ${system} and c.kind = ${kind} and c.external_id = e.id)`,
      )
      const known = gone.map((one) => ({ ...one, kind, values: {} }))
      const fresh = untold.map(({ externalId }) => ({ externalId, recordId: null, kind, values: {} }))
      await askAgain(tx, engine, system, [...known, ...fresh])
      return known.length + fresh.length
    })
    if (isEnd) return count
    after = there.at(-1) as string
  }
}
