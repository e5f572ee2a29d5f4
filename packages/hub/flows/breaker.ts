/**
 * The circuit breaker: a flow in which most writes fail is paused by the joint itself. From then on one write now and
 * then shows whether it is well again; the first that succeeds resumes it.
 */
import { changeDocuments, rows, sql, type Tx } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import type { Tally } from '../engine/controls.ts'
import { type Engine, type Joined, jointContext, later, step } from '../engine/engine.ts'
import { pushOne } from '../engine/push.ts'
import { given } from '../engine/sets.ts'
import { paused, resumed } from './commands.ts'
import { type Breakdown, type Flow, flow } from './definition.ts'
import { flushHeard } from './heartbeat.ts'
import { flushTallies } from './rates.ts'

const FIRST_TRY_MS = 30_000
const LONGEST_TRY_MS = 600_000

/** Counts, and pauses what fails too often. Run now and then. Answers how many flows it paused. */
export async function watchFlows(engine: Engine): Promise<number> {
  await flushHeard(engine)
  const counted = await flushTallies(engine)
  const failing = counted.filter(({ direction, failed }) => direction === 'out' && failed > 0)
  if (failing.length === 0) return 0
  return step(engine, (tx) => breakFlows(tx, engine, failing))
}

async function breakFlows(tx: Tx, engine: Engine, failing: readonly Tally[]): Promise<number> {
  const by = jointContext(engine)
  const named = failing.map(({ system, kind }) => ({ system, kind }))
  const broken = await rows(
    tx,
    sql<{ id: Id; system: string; kind: string; tried: number; failed: number; seconds: number }>`
      select f.id, f.system, f.kind, counted.tried, counted.failed, s.auto_pause_seconds as seconds
      from ${given(named, 'system text, kind text')}
      join hub.system s on s.name = given.system and s.auto_pause_percent is not null
      join hub.flow f on f.system = given.system and f.kind = given.kind and f.direction = 'out' and f.state = 'active',
      lateral (
        select coalesce(sum(r.done + r.failed), 0)::integer as tried, coalesce(sum(r.failed), 0)::integer as failed
        from hub.flow_rate r
        where r.system = f.system and r.kind = f.kind and r.direction = 'out'
          and r.at > ${by.now}::timestamptz - make_interval(secs => s.auto_pause_seconds)
          -- What failed before somebody resumed it is forgiven.
          and r.at > f.updated_at - interval '10 seconds') counted
      where counted.failed >= s.auto_pause_least and counted.failed * 100 >= counted.tried * s.auto_pause_percent`,
  )
  const lastOf = ({ system, kind }: { system: string; kind: string }) =>
    failing.find((one) => one.system === system && one.kind === kind)?.last ?? ''
  const inputs = broken.map((one) => {
    const { id, tried, failed, seconds } = one
    return { id, input: { tried, failed, seconds, last: lastOf(one) } }
  })
  const decide = (row: Flow, breakdown: Breakdown) =>
    paused(row, null, { by: 'joint', at: by.now }, { breakdown, tryAt: later(by.now, FIRST_TRY_MS) })
  const results = await changeDocuments<Flow, Breakdown>(tx, by, flow, inputs, decide, 'flow-auto-paused')
  return results.filter(({ ok }) => ok).length
}

/** Tries one write in each flow of a system that the joint has paused, when it is time. Answers how many it tried. */
export async function tryBroken(engine: Engine, joined: Joined): Promise<number> {
  const due = await step(engine, (tx) => claimTries(tx, engine, joined.system))
  for (const { id, kind } of due) {
    const came = await pushOne(engine, joined, kind)
    const isWell = came === 'done' || (came === 'nothing' && !(await hasWaiting(engine, joined.system, kind)))
    if (isWell) await resumeByItself(engine, id)
  }
  if (due.length > 0) engine.wake.push(joined.system)
  return due.length
}

/** Only one worker tries; the next try is put off already, in case that this one is never heard of again. */
function claimTries(tx: Tx, engine: Engine, system: string): Promise<Pick<Flow, 'id' | 'kind'>[]> {
  const now = engine.now()
  return rows(
    tx,
    sql<Pick<Flow, 'id' | 'kind'>>`
      update hub.flow set tries = tries + 1, version = version + 1, updated_at = ${now}, updated_by = 'joint',
             try_at = ${now}::timestamptz + least(${LONGEST_TRY_MS}, ${FIRST_TRY_MS} * power(2, least(tries, 10))) * interval '1 millisecond'
      where system = ${system} and direction = 'out' and state = 'paused' and try_at <= ${now}
        and exists (select from hub.system s where s.name = ${system} and s.state = 'active')
      returning id, kind`,
  )
}

function hasWaiting(engine: Engine, system: string, kind: string): Promise<boolean> {
  return step(engine, async (tx) => {
    const found = await rows(
      tx,
      sql`select 1 from hub.delivery where system = ${system} and kind = ${kind} and state in ('pending', 'sending') limit 1`,
    )
    return found.length > 0
  })
}

async function resumeByItself(engine: Engine, id: Id): Promise<void> {
  await step(engine, (tx) =>
    changeDocuments<Flow, undefined>(tx, jointContext(engine), flow, [{ id, input: undefined }], resumed, 'flow-resumed'),
  )
}
