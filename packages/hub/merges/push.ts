/** Merging and un-merging documents in the systems that have not: natively, or else by archiving and restoring. */
import { rows, run, sql, type Tx } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import type { Outcome, Values, Write } from '../connector.ts'
import { backoffMs, type Engine, type Joined, jointContext, later, step } from '../engine/engine.ts'
import type { KindName } from '../kinds.ts'
import { lookAgain, wentAlong } from './look-again.ts'
import { restoreLink } from './take-in.ts'
import { openEntry } from './trouble.ts'

interface Task {
  readonly kind: KindName
  readonly externalId: string
  readonly loser: Id
  readonly recordId: Id
  readonly intoId: string
  readonly task: 'merge' | 'unmerge'
  readonly undo: boolean
  readonly key: string
  readonly seen: string
  readonly base: Values
  readonly attempts: number
  readonly wasSending: boolean
}

const AT_ONCE = 20
const TOLD_AFTER = 3

/** One after the other, since one may build on the one before. Answers how many were tried. */
export async function pushMerges(engine: Engine, joined: Joined): Promise<number> {
  const tasks = await lease(engine, joined.system)
  for (const task of tasks) await settle(engine, joined, task, await attempt(engine, joined, task))
  return tasks.length
}

function lease(engine: Engine, system: string): Promise<Task[]> {
  const now = engine.now()
  return step(
    engine,
    (tx) =>
      rows(
        tx,
        sql<Task>`
          with due as (
            select system, kind, external_id, sending as was_sending from hub.alias a
            where system = ${system} and task is not null and due_at <= ${now}
              and exists (select from hub.system s where s.name = ${system} and s.state = 'active')
            order by seq limit ${AT_ONCE} for update skip locked)
          update hub.alias a set sending = true, attempts = a.attempts + 1, due_at = ${later(now, engine.limits.leaseMs)}
          from due where a.system = due.system and a.kind = due.kind and a.external_id = due.external_id
          returning a.kind, a.external_id, a.loser, a.record_id, a.task,
                    -- What it was to be merged into may have been merged, too, since.
                    coalesce((select l.external_id from hub.link l where l.system = a.system and l.record_id = a.record_id and not l.gone),
                             a.into_id) as into_id,
                    a.undo, a.key, a.seen, a.base, a.attempts,
                    due.was_sending`,
      ),
    'durable',
  )
}

async function attempt(engine: Engine, { connector, capabilities, system }: Joined, task: Task): Promise<Outcome> {
  const isNative = capabilities.kinds[task.kind]?.merge ?? false
  try {
    const [now] = isNative ? [] : await connector.read(task.kind, [task.externalId])
    const write = writeOf(task, isNative, now?.version ?? task.seen)
    const known = task.wasSending ? (await connector.probe(task.kind, [write]))[0] : undefined
    const [outcome] = known ? [known] : await connector.apply(task.kind, [write])
    return outcome ?? { unknown: { reason: 'no outcome was told' } }
  } catch (fault) {
    engine.fault(fault, `merge ${system} ${task.kind}`)
    return { unknown: { reason: fault instanceof Error ? fault.message : String(fault) } }
  }
}

function writeOf({ key, externalId, intoId, task, base }: Task, isNative: boolean, seen: string): Write {
  if (isNative) return { key, externalId, mergeInto: task === 'merge' ? intoId : null, values: {}, changed: [] }
  const status = task === 'merge' ? 'archived' : (base.status ?? 'active')
  return { key, externalId, seen, values: { status }, changed: ['status'] }
}

function settle(engine: Engine, { system }: Joined, task: Task, outcome: Outcome): Promise<void> {
  return step(engine, async (tx) => {
    const at = sql`system = ${system} and kind = ${task.kind} and external_id = ${task.externalId} and key = ${task.key}`
    if ('done' in outcome) return done(tx, engine, system, task, outcome.done.version)
    const wait = Math.max('later' in outcome ? outcome.later.afterMs : 0, backoffMs(engine, task.attempts))
    const isUnknown = 'unknown' in outcome
    await run(tx, sql`update hub.alias set sending = ${isUnknown}, due_at = ${later(engine.now(), wait)} where ${at}`)
    if ('refused' in outcome && task.attempts === 1) await openEntry(tx, jointContext(engine), system, task, outcome.refused)
    if (!('refused' in outcome) && task.attempts === TOLD_AFTER * engine.limits.attempts) {
      const details = { system, attempts: task.attempts, reason: isUnknown ? outcome.unknown.reason : outcome.later.reason }
      await openEntry(tx, jointContext(engine), system, task, { code: 'joint/no-answer', details })
    }
  })
}

async function done(tx: Tx, engine: Engine, system: string, task: Task, version: string): Promise<void> {
  const by = jointContext(engine)
  const { kind, externalId, loser, key } = task
  const at = sql`system = ${system} and kind = ${kind} and external_id = ${externalId} and key = ${key}`
  await run(
    tx,
    sql`update hub.inbox_entry set state = 'done', reason = 'merged', version = version + 1, updated_at = ${by.now}, updated_by = 'joint'
        where record = ${loser} and system = ${system} and change is null and delivery is null and state in ('open', 'retried')`,
  )
  if (task.task === 'unmerge') {
    const [still] = await rows(tx, sql`select 1 from hub.alias where ${at} and task = 'unmerge' for update`)
    if (still) await restoreLink(tx, by, { system, kind, externalId, loser }, version)
    return
  }
  await run(
    tx,
    sql`update hub.alias set there = true, seen = ${version}, sending = false, write_mark = nextval('hub.write_mark'),
               task = case when undo then 'unmerge' end, undo = false, attempts = 0, due_at = ${by.now},
               key = case when undo then key || ':1' else key end
        where ${at} and task = 'merge'`,
  )
  await lookAgain(tx, by, system, await wentAlong(tx, loser))
}
