/**
 * Back-pressure: reading a kind waits while too much of the same or greater urgency is not planned or not delivered yet.
 * What is less urgent never holds it up: an order is read in the middle of a back-fill. What is paused, or may not be
 * written yet because its system is still being read, is not counted: it may pile up as far as the disk goes.
 */
import { rows, run, sql, textArray } from '@tandem/db'
import { epochMs } from '@tandem/kernel'
import { type Engine, glance, type Joined, readKinds, step } from '../engine/engine.ts'
import { type KindName, kindOf } from '../kinds.ts'

/** Looked at no more often than this, or than every so many pages. */
const LOOK_MS = 500
const LOOK_PAGES = 10

/** The kinds of a system whose reading has to wait now. */
export async function heldBack(engine: Engine, joined: Joined): Promise<ReadonlySet<KindName>> {
  const sofar = engine.controls.pressure.get(joined.system)
  const now = epochMs(engine.now())
  const isFresh = sofar && sofar.held.size === 0 && now - sofar.lookedAt < LOOK_MS && sofar.pages < LOOK_PAGES
  if (isFresh) {
    engine.controls.pressure.set(joined.system, { ...sofar, pages: sofar.pages + 1 })
    return sofar.held
  }
  const held = await look(engine, joined)
  const before = sofar?.held ?? new Set()
  engine.controls.pressure.set(joined.system, { held, lookedAt: now, pages: 0 })
  if (held.size !== before.size || [...held].some((kind) => !before.has(kind))) await show(engine, joined.system, [...held])
  return held
}

async function look(engine: Engine, joined: Joined): Promise<ReadonlySet<KindName>> {
  const kinds = readKinds(joined)
  const urgencies = [...new Set(kinds.map((kind) => kindOf(kind).priority))]
  const full = await glance(engine, (tx) =>
    rows(
      tx,
      sql<{ priority: number }>`
        select u.priority from unnest(${textArray(urgencies)}::integer[]) as u(priority)
        join hub.system s on s.name = ${joined.system}
        where exists (
            select from hub.change c where c.state = 'new' and c.priority <= u.priority offset s.most_unplanned limit 1)
          or exists (
            select from hub.delivery d
            where d.state = 'pending' and d.priority <= u.priority and d.system = any(array(
                select o.name from hub.system o where o.state = 'active' and o.name <> s.name))
              and not exists (select from hub.flow f where f.system = d.system and f.kind = d.kind and f.direction = 'out'
                              and f.state = 'paused')
              and not exists (select from hub.cursor r where r.system = d.system and r.kind = d.kind and not r.ready)
            offset s.most_undelivered limit 1)`,
    ),
  )
  const least = Math.min(...full.map(({ priority }) => priority))
  return new Set(kinds.filter((kind) => kindOf(kind).priority >= least))
}

/** So that people see that reading waits, and since when. */
function show(engine: Engine, system: string, held: readonly string[]): Promise<unknown> {
  return step(engine, (tx) =>
    run(
      tx,
      sql`update hub.cursor set held_back_since =
            case when kind = any(${textArray(held)}::text[]) then coalesce(held_back_since, ${engine.now()}) end
          where system = ${system} and (held_back_since is not null or kind = any(${textArray(held)}::text[]))`,
    ),
  )
}
