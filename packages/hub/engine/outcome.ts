/** Keeping what became of writes: links, bases, deliveries, and the inbox for what a person must see. One transaction. */
import { run, sql, type Tx, uuidArray } from '@tandem/db'
import { epochMs, type Id, type Instant } from '@tandem/kernel'
import type { Outcome, Values } from '../connector.ts'
import { type GivenAway, giveIdsAway, readNaming } from '../deletions/given-away.ts'
import { closeEntries, openEntries, type Trouble } from '../inbox/open.ts'
import { renameMerged } from '../merges/rename.ts'
import { type Asked, askAgain, askAgainUnlessWaiting } from './ask-again.ts'
import { isReborn } from './birth.ts'
import { backoffMs, type Engine, jointContext, later, step } from './engine.ts'
import { insertLinks, type MadeLink } from './made-links.ts'
import { loadNow, type Now, type Told } from './outcome-now.ts'
import { replaceDeliveries } from './plan-write.ts'
import { among, given, meeting } from './sets.ts'
import { CREATING, SENDING } from './under-way.ts'
import { wakeAfterWrites, wakeWaiting } from './wake-waiting.ts'
import { type Leased, REFERENCE_GONE } from './write-key.ts'

interface DeliveryNext {
  readonly id: Id
  readonly state: 'done' | 'parked' | 'pending' | 'superseded' | 'sending' | 'waiting'
  readonly dueAt: Instant
  readonly reason: string | null
  readonly waitsFor?: Id
}

interface Consequences {
  readonly deliveries: DeliveryNext[]
  readonly newLinks: MadeLink[]
  /** Ids of deleted documents that their system has given to what we created. */
  readonly givenAway: GivenAway[]
  readonly movedOn: { recordId: Id; seen: string; base: Values; leased: Leased }[]
  /** Links that the echo of the write has brought up to date already. */
  readonly echoed: Id[]
  /** Of which somebody's edit was read while this was under way. What was sent is agreed all the same: its echo is still to come. */
  readonly overtaken: { recordId: Id; leased: Leased }[]
  /** Documents that somebody else wrote meanwhile: read again. */
  readonly recheck: Asked[]
  /** Documents that name another than they were to: read again, and put right. */
  readonly misnaming: Asked[]
  readonly troubles: Trouble[]
  /** Records that have moved on while they were being written, and of which nothing else is on its way. */
  readonly behind: { system: string; kind: string; recordId: Id; version: number }[]
  /** Records whose next delivery waits as long as this one has to. */
  readonly putOff: { recordId: Id; until: Instant }[]
}

/** Answers how many writes are surely done. What another worker has taken over meanwhile is left to it. */
export async function recordOutcomes(engine: Engine, system: string, told: readonly Told[]): Promise<number> {
  if (told.length === 0) return 0
  const result = await step(engine, async (tx) => {
    const now = await loadNow(tx, engine, system, told)
    const mine = told.filter(({ leased }) => now.mine.has(leased.id))
    const consequences: Consequences = {
      deliveries: [],
      newLinks: [],
      givenAway: [],
      movedOn: [],
      echoed: [],
      overtaken: [],
      recheck: [],
      misnaming: [],
      troubles: [],
      behind: [],
      putOff: [],
    }
    for (const one of mine) follow(engine, system, one, now, consequences)
    const writing = write(tx, engine, system, consequences, now.shown)
    const woken = wake(tx, engine, system, mine, consequences)
    await writing
    const agreed = new Set([...consequences.newLinks, ...consequences.movedOn].map(({ leased }) => leased.id))
    return { ...consequences, agreed, woken, isNewerWaiting: now.newer.size > 0 }
  })
  for (const { leased, outcome } of told) {
    if ('done' in outcome && result.agreed.has(leased.id)) engine.echoes.wrote(system, leased, outcome.done)
  }
  const [changes, deliveries] = await Promise.all(result.woken)
  if (changes.some((count) => count > 0)) engine.wake.plan()
  if (deliveries > 0 || result.isNewerWaiting) engine.wake.push(system)
  wakeOthers(engine, system, result)
  return result.deliveries.filter(({ state }) => state === 'done').length
}

/** Lets go on what waited for the new documents. Answers how many changes and deliveries that will be; not to be awaited before the commit. */
function wake(
  tx: Tx,
  engine: Engine,
  system: string,
  mine: readonly Told[],
  { newLinks: created }: Consequences,
): [changes: Promise<number[]>, deliveries: Promise<number>] {
  // Whatever came of creations: documents that might have been theirs can be told apart now.
  const ended = (isCreation: boolean) => [
    ...new Set(mine.filter(({ leased }) => (leased.sentSeen === null) === isCreation).map(({ leased }) => leased.kind)),
  ]
  const ids = created.map(({ recordId }) => recordId)
  const changes = Promise.all([
    wakeWaiting(tx, created),
    wakeAfterWrites(tx, system, ended(true), CREATING),
    wakeAfterWrites(tx, system, ended(false), SENDING),
  ])
  const deliveries = wakeDeliveries(tx, system, ids, engine.now())
  tx.post(changes, deliveries)
  return [changes, deliveries]
}

function wakeOthers(engine: Engine, system: string, result: Consequences): void {
  const { deliveries, recheck, misnaming, behind, givenAway } = result
  if (behind.length > 0) engine.wake.push(system)
  if (recheck.length + misnaming.length + givenAway.length > 0) engine.wake.recheck(system)
  const now = engine.now()
  for (const { state, dueAt } of deliveries) {
    if (state === 'pending' || state === 'sending') engine.wake.push(system, epochMs(dueAt) - epochMs(now))
  }
}

function follow(engine: Engine, system: string, { leased, outcome }: Told, now: Now, result: Consequences): void {
  if ('done' in outcome) followDone(engine, system, leased, outcome.done, now, result)
  else if ('refused' in outcome) followRefused(engine, system, leased, outcome.refused, now, result)
  else followUnclear(engine, system, leased, outcome, now, result)
}

function followDone(
  engine: Engine,
  system: string,
  leased: Leased,
  done: Extract<Outcome, { done: unknown }>['done'],
  now: Now,
  result: Consequences,
): void {
  const { recordId, kind, sent } = leased
  const link = now.links.get(recordId)
  const holder = now.holders.get(`${kind} ${done.externalId}`)
  if (!link && holder && !holder.gone && isReborn(holder.born, done.born)) {
    // Its id was that of another one which must be gone: when that is planned, its system is asked for this outcome again.
    result.recheck.push({ kind, externalId: done.externalId, recordId: holder.recordId, values: leased.write.values })
    const dueAt = later(engine.now(), backoffMs(engine, leased.attempts))
    result.deliveries.push({ id: leased.id, state: 'sending', dueAt, reason: 'joint/id-given-away' })
    return
  }
  if (link ? link.externalId !== done.externalId : holder !== undefined && holder.recordId !== recordId && !holder.gone) {
    const details = { system, kind, first: link?.externalId ?? done.externalId, second: done.externalId }
    result.troubles.push(troubleOf(system, leased, 'joint/created-twice', details))
    result.deliveries.push({ id: leased.id, state: 'parked', dueAt: engine.now(), reason: 'joint/created-twice' })
    return
  }
  result.deliveries.push({ id: leased.id, state: 'done', dueAt: engine.now(), reason: null })
  if (now.namesGivenAway.has(leased.id)) result.misnaming.push({ kind, externalId: done.externalId, recordId, values: sent })
  const version = now.versions.get(recordId) ?? 0
  // What was agreed when it moved on may have been what it says now, so that nothing was wanted there.
  if (version > leased.version && !now.newer.has(recordId)) result.behind.push({ system, kind, recordId, version })
  const agreed = { recordId, seen: done.version, base: sent, leased }
  if (!link && holder?.gone) result.givenAway.push({ system, kind, externalId: done.externalId, recordId: holder.recordId })
  if (!link) result.newLinks.push({ ...agreed, system, kind, externalId: done.externalId, born: done.born ?? null })
  else if (link.seen === leased.sentSeen) {
    result.movedOn.push(agreed)
    // Read while this was under way, and nothing new by what was known then: before it arrived, or set back since.
    if (now.toldSince.get(leased.id)?.some((told) => told !== done.version)) {
      result.recheck.push({ kind, externalId: done.externalId, recordId, values: leased.write.values })
    }
  } else if (link.seen === done.version) result.echoed.push(recordId)
  else {
    result.overtaken.push({ recordId, leased })
    result.recheck.push({ kind, externalId: done.externalId, recordId, values: leased.write.values })
  }
}

function followRefused(
  engine: Engine,
  system: string,
  leased: Leased,
  refused: Extract<Outcome, { refused: unknown }>['refused'],
  now: Now,
  result: Consequences,
): void {
  const dueAt = engine.now()
  // A newer version is on its way already: whether that is refused, too, will show.
  if (now.newer.has(leased.recordId)) {
    result.deliveries.push({ id: leased.id, state: 'superseded', dueAt, reason: refused.code })
    return
  }
  result.deliveries.push({ id: leased.id, state: 'parked', dueAt, reason: refused.code })
  result.troubles.push(troubleOf(system, leased, refused.code, refused.details))
}

/** Not now, or nobody knows: tried again after a while, for ever; after many tries a person is told. */
function followUnclear(
  engine: Engine,
  system: string,
  leased: Leased,
  outcome: Extract<Outcome, { later: unknown } | { unknown: unknown }>,
  now: Now,
  result: Consequences,
): void {
  const isLater = 'later' in outcome
  const isKnown = isLater && !mayStillArrive(engine, leased, outcome.later.reason)
  const reason = isLater ? outcome.later.reason : outcome.unknown.reason
  const wait = Math.max(isLater ? outcome.later.afterMs : 0, backoffMs(engine, leased.attempts))
  const dueAt = later(engine.now(), wait)
  const isSuperseded = isKnown && now.newer.has(leased.recordId)
  if (isSuperseded) {
    result.deliveries.push({ id: leased.id, state: 'superseded', dueAt, reason })
    result.putOff.push({ recordId: leased.recordId, until: dueAt })
  } else if (isKnown && reason === REFERENCE_GONE && leased.lacks) {
    result.deliveries.push({ id: leased.id, state: 'waiting', dueAt, reason, waitsFor: leased.lacks })
  } else {
    result.deliveries.push({ id: leased.id, state: isKnown ? 'pending' : 'sending', dueAt, reason })
  }
  const { externalId } = leased.write
  if (isLater && reason === 'stale' && externalId !== undefined) {
    result.recheck.push({ kind: leased.kind, externalId, recordId: leased.recordId, values: leased.write.values })
  }
  // What a newer delivery takes the place of is nobody's trouble any more: that one counts its own tries.
  if (leased.attempts === engine.limits.attempts && reason !== REFERENCE_GONE && !isSuperseded) {
    const details = { system, attempts: leased.attempts, reason }
    result.troubles.push(troubleOf(system, leased, isLater ? 'joint/not-accepted' : 'joint/no-answer', details))
  }
}

/**
 * Put off now, and sent before: the first of the two may be on its way all the same, so that it still has to be asked
 * about. What overwrites nothing newer arrives in vain, and what has a document meanwhile is no creation any more. What is not
 * sent again, because it names what is gone, has not arrived by the last try either: it then waits for what it names.
 */
function mayStillArrive({ limits }: Engine, { sentBefore, attempts }: Leased, reason: string): boolean {
  if (reason === REFERENCE_GONE) return attempts < limits.attempts
  return sentBefore && reason !== 'stale' && reason !== 'linked-meanwhile'
}

function troubleOf(system: string, leased: Leased, code: string, details: Trouble['details']): Trouble {
  return {
    code,
    details,
    system,
    kind: leased.kind,
    values: leased.sent,
    externalId: leased.write.externalId ?? null,
    record: leased.recordId,
    change: null,
    delivery: leased.id,
  }
}

/** `shown` are the deliveries with an entry in the inbox. What need not be waited for travels with the commit. */
async function write(tx: Tx, engine: Engine, system: string, result: Consequences, shown: ReadonlySet<Id>): Promise<void> {
  const by = jointContext(engine)
  const over = result.deliveries.filter(({ id, state }) => (state === 'done' || state === 'superseded') && shown.has(id))
  tx.post(
    writeLinks(tx, engine, system, result),
    writeDeliveries(tx, result.deliveries, by.now),
    putOff(tx, system, result.putOff),
    replaceDeliveries(
      tx,
      by,
      [],
      result.behind.map((one) => ({ ...one, changeId: null })),
    ),
  )
  await Promise.all([
    askAgainUnlessWaiting(tx, engine, system, result.recheck),
    askAgain(tx, engine, system, result.misnaming, 'repair'),
    readNaming(tx, engine, result.givenAway),
    openEntries(tx, by, result.troubles),
    closeEntries(
      tx,
      by,
      'delivery',
      over.map(({ id }) => id),
      'delivered',
    ),
  ])
}

async function writeLinks(tx: Tx, engine: Engine, system: string, result: Consequences): Promise<void> {
  const { newLinks, movedOn, echoed, overtaken } = result
  if (newLinks.length + movedOn.length + echoed.length + overtaken.length === 0) return
  const now = engine.now()
  const mark = sql`(select nextval('hub.write_mark'))`
  await Promise.all([
    giveIdsAway(tx, result.givenAway),
    insertLinks(tx, newLinks, now),
    movedOn.length > 0 &&
      meeting(tx, movedOn.length, () =>
        run(
          tx,
          sql`update hub.link l set seen = given.seen, base = given.base, wrote = given.wrote,
                   wrote_version = given.wrote_version, write_mark = ${mark}, written_at = ${now},
                   gone = given.gone
            from ${given(
              movedOn.map(({ leased: { changed, version, deletes }, ...link }) => {
                return { ...link, wrote: changed, wroteVersion: version, gone: deletes }
              }),
              'record_id uuid, seen text, base jsonb, wrote text[], wrote_version integer, gone boolean',
            )}
            where l.record_id = given.record_id and l.system = ${system}
              and l.record_id = ${among(movedOn.map(({ recordId }) => recordId))}`,
        ),
      ),
    echoed.length > 0 &&
      run(
        tx,
        sql`update hub.link set write_mark = ${mark}, written_at = ${now}
            where system = ${system} and record_id = any(${uuidArray(echoed)}::uuid[])`,
      ),
    writeOvertaken(tx, system, overtaken, now),
    renameMerged(
      tx,
      system,
      [...newLinks, ...movedOn].map(({ recordId }) => recordId),
    ),
  ])
}

async function writeOvertaken(tx: Tx, system: string, overtaken: Consequences['overtaken'], now: Instant): Promise<void> {
  if (overtaken.length === 0) return
  const agreed = overtaken.map(({ recordId, leased: { sent, changed, version } }) => ({
    recordId,
    sent: Object.fromEntries(changed.map((name) => [name, sent[name] ?? null])),
    wrote: changed,
    wroteVersion: version,
  }))
  await run(
    tx,
    sql`update hub.link l set base = l.base || given.sent, wrote = given.wrote, wrote_version = given.wrote_version,
             write_mark = (select nextval('hub.write_mark')), written_at = ${now}
        from ${given(agreed, 'record_id uuid, sent jsonb, wrote text[], wrote_version integer')}
        where l.record_id = given.record_id and l.system = ${system}`,
  )
}

function writeDeliveries(tx: Tx, deliveries: readonly DeliveryNext[], now: Instant): Promise<unknown> {
  const [first] = deliveries
  // Mostly all are done, and then their ids say everything: nothing is due any more.
  if (first && deliveries.every(({ state }) => state === 'done')) {
    return run(
      tx,
      sql`update hub.delivery set state = 'done', due_at = ${first.dueAt}, reason = null, sent = null, done_at = ${now}
          where id = any(${uuidArray(deliveries.map(({ id }) => id))}::uuid[])`,
    )
  }
  return meeting(tx, deliveries.length, () =>
    run(
      tx,
      sql`update hub.delivery d set state = given.state, due_at = given.due_at, reason = given.reason, waits_for = given.waits_for,
               sent = case when given.state = 'sending' then d.sent end,
               done_at = case when given.state in ('done', 'superseded') then ${now}::timestamptz end
        from ${given(
          deliveries.map((next) => ({ ...next, waitsFor: next.waitsFor ?? null })),
          'id uuid, state text, due_at timestamptz, reason text, waits_for text',
        )}
        where d.id = given.id and d.id = ${among(deliveries.map(({ id }) => id))}`,
    ),
  )
}

async function putOff(tx: Tx, system: string, waiting: Consequences['putOff']): Promise<void> {
  if (waiting.length === 0) return
  await run(
    tx,
    sql`update hub.delivery d set due_at = greatest(d.due_at, given.until)
        from ${given(waiting, 'record_id uuid, until timestamptz')}
        where d.record_id = given.record_id and d.record_id = ${among(waiting.map(({ recordId }) => recordId))}
          and d.system = ${system} and d.state in ('pending', 'waiting')`,
  )
}

async function wakeDeliveries(tx: Tx, system: string, recordIds: readonly Id[], now: Instant): Promise<number> {
  if (recordIds.length === 0) return 0
  // One statement for each state: an index of its own leads to the waiting of each.
  const woken = (['waiting', 'stays'] as const).map((state) =>
    run(
      tx,
      sql`update hub.delivery set state = 'pending', waits_for = null, due_at = ${now}
          where state = ${sql.lit(state)} and system = ${system} and waits_for = any(${uuidArray(recordIds)}::text[])`,
    ),
  )
  return sum(await Promise.all(woken))
}

const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0)
