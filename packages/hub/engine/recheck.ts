/** Reading documents again that were put down for it. */
import { rows, sql, type Tx, textArray, uuidArray } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import type { Change } from '../connector.ts'
import { closeEntries } from '../inbox/open.ts'
import type { KindName } from '../kinds.ts'
import { type Engine, glance, type Joined, jointContext, step } from './engine.ts'
import { lockPlanner } from './plan-load.ts'
import { insertChanges, loadCursors, readChange, type Taken } from './pull.ts'
import { loadRepeats, repeatKey } from './repeats.ts'
import { given } from './sets.ts'

interface Recheck {
  readonly id: Id
  readonly seq: number
  readonly kind: KindName
  readonly externalId: string
  readonly version: string
  readonly turn: number
  readonly at: Change['at']
  readonly actor: string
  readonly origin: 'pull' | 'recheck' | 'repair' | 'merge'
}

/** Reads again the documents put down for it. Answers how many were looked at. */
export async function recheckOnce(engine: Engine, joined: Joined): Promise<number> {
  const { readMark, active, byKind } = await loadCursors(engine, joined.system)
  if (!active) return 0
  const paused = [...byKind].flatMap(([kind, { isPaused }]) => (isPaused ? [kind] : []))
  const due = await glance(engine, (tx) =>
    rows(
      tx,
      sql<Recheck>`
        select id, seq, kind, external_id, version, turn, at, actor, origin from hub.change
        where system = ${joined.system} and state = 'recheck' and kind <> all(${textArray(paused)}::text[]) order by kind, seq limit ${engine.limits.pullPage}`,
    ),
  )
  for (const kind of new Set(due.map((change) => change.kind))) {
    const group = due.filter((change) => change.kind === kind)
    try {
      const ids = [...new Set(group.map(({ externalId }) => externalId))]
      await keepReadings(engine, joined, kind, group, await joined.connector.read(kind, ids), readMark)
    } catch (fault) {
      engine.fault(fault, `read ${joined.system} ${kind}`)
      return 0
    }
  }
  if (due.length > 0) engine.wake.plan()
  return due.length
}

/** What was read takes the place of the entries that asked for it; a document that is gone is reported as deleted. */
async function keepReadings(
  engine: Engine,
  joined: Joined,
  kind: KindName,
  group: readonly Recheck[],
  snapshots: Awaited<ReturnType<Joined['connector']['read']>>,
  readMark: number,
): Promise<void> {
  const { system } = joined
  const found = new Map(snapshots.map((snapshot) => [snapshot.externalId, snapshot]))
  const isBehind = await step(engine, async (tx) => {
    // The mark moves on: whatever was read before can be told from what is kept here.
    await Promise.all([lockPlanner(tx), rows(tx, sql`select nextval('hub.write_mark')`)])
    const putBack = await putBackOvertaken(tx, system, kind, group)
    const mine = await takeRequests(tx, group, putBack)
    const turns = await loadRepeats(tx, system, kind, snapshots)
    const last = new Map(mine.map((change) => [change.externalId, change]))
    const taken = [...last.values()].map(({ externalId, version, turn, at, actor, origin }): Taken => {
      const snapshot = found.get(externalId) ?? { externalId, version, values: {}, deleted: true as const }
      const repeat = turns.get(repeatKey(externalId, snapshot.version))?.turn ?? (snapshot.version === version ? turn : 0)
      const { row, trouble } = readChange(
        engine,
        system,
        kind,
        { ...snapshot, at, actor: found.get(externalId)?.by ?? actor },
        readMark,
      )
      const next = { ...row, turn: repeat + 1, origin: origin === 'pull' ? 'recheck' : origin }
      return trouble ? { row: next, trouble: { ...trouble, change: next.id } } : { row: next }
    })
    await insertChanges(tx, engine, taken)
    await closeEntries(
      tx,
      jointContext(engine),
      'change',
      mine.map(({ id }) => id),
      'read again',
    )
    return putBack.size > 0
  })
  if (isBehind) engine.wake.recheck(system)
}

/**
 * Documents of which something was kept after they were put down to be read: nobody knows which of the two was read later,
 * and what is older must not count after what is newer. They are put down anew.
 */
async function putBackOvertaken(tx: Tx, system: string, kind: string, group: readonly Recheck[]): Promise<Set<Id>> {
  const asked = group.map(({ id, externalId, seq }) => ({ id, externalId, seq }))
  const overtaken = await rows(
    tx,
    sql<{ id: Id }>`
      update hub.change r set seq = default
      from ${given(asked, 'id uuid, external_id text, seq bigint')}
      where r.id = given.id and r.state = 'recheck' and exists (
        select from hub.change c where c.system = ${system} and c.kind = ${kind} and c.external_id = given.external_id
          and c.seq > given.seq and c.state <> 'recheck')
      returning r.id`,
  )
  return new Set(overtaken.map(({ id }) => id))
}

/** Those that another worker has not dealt with meanwhile. */
async function takeRequests(tx: Tx, group: readonly Recheck[], putBack: ReadonlySet<Id>): Promise<Recheck[]> {
  const ids = group.flatMap(({ id }) => (putBack.has(id) ? [] : [id]))
  const taken = await rows(
    tx,
    sql<{ id: Id }>`
      update hub.change set state = 'superseded' where id = any(${uuidArray(ids)}::uuid[]) and state = 'recheck' returning id`,
  )
  const mine = new Set(taken.map(({ id }) => id))
  return group.filter(({ id }) => mine.has(id))
}
