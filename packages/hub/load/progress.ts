/** How the first load of every kind of every system goes on: n of N, how fast, until when. */
import { rows, run, sql, type Tx } from '@tandem/db'
import { epochMs, type Instant, ok, type Query } from '@tandem/kernel'
import type { Connector } from '../connector.ts'
import { type Engine, later, step } from '../engine/engine.ts'
import { UNSETTLED_CHANGES, UNSETTLED_DELIVERIES } from '../flows/unsettled.ts'
import type { KindName } from '../kinds.ts'

export interface FirstLoad {
  readonly system: string
  readonly kind: string
  /** Waiting to begin, paused by a person or the joint, being read, being planned, being written elsewhere, done. */
  readonly state: 'waiting' | 'paused' | 'reading' | 'planning' | 'writing' | 'done'
  readonly read: number
  /** How many there are; null: the system does not say. */
  readonly total: number | null
  readonly unplanned: number
  /** Still to be written in other systems. */
  readonly unwritten: number
  /** Possible duplicates that wait for a decision. */
  readonly duplicates: number
  readonly needsPerson: number
  readonly beganAt: Instant | null
  /** When everything there was had been read. */
  readonly completedAt: Instant | null
  readonly doneAMinute: number
  /** At the rate of the last minute; null: nobody can say. */
  readonly restMs: number | null
  readonly endsAt: Instant | null
  readonly trouble: string | null
}

interface LoadRow extends Omit<FirstLoad, 'state' | 'restMs' | 'endsAt' | 'doneAMinute'> {
  readonly complete: boolean
  readonly ready: boolean
  readonly isPaused: boolean
  readonly readAMinute: number
  readonly writtenAMinute: number
}

export async function firstLoads(tx: Tx, now: Instant): Promise<FirstLoad[]> {
  const found = await rows(
    tx,
    sql<LoadRow>`
      with rate as (
        select system, kind, direction, sum(done)::integer as done from hub.flow_rate
        where at > ${later(now, -60_000)} group by system, kind, direction),
      change as (
        select system, kind, count(*) filter (where state in ('new', 'recheck', 'waiting'))::integer as unplanned,
               count(*) filter (where state = 'parked')::integer as parked, count(*) filter (where state = 'duplicate')::integer as duplicates
        from ${UNSETTLED_CHANGES} c group by system, kind),
      delivery as (select kind, system, created_at from ${UNSETTLED_DELIVERIES} d where state <> 'parked')
      select c.system, c.kind, c.complete, c.ready, c.read_count::integer as read,
             case when c.total is null then null else greatest(c.total, case when c.complete then 0 else c.read_count end)::integer end as total,
             c.began_at, c.completed_at, c.trouble,
             s.state = 'paused' or coalesce(f.state = 'paused', false) as is_paused,
             coalesce(n.unplanned, 0) as unplanned, coalesce(n.parked, 0) as needs_person, coalesce(n.duplicates, 0) as duplicates,
             (select count(*)::integer from delivery d where d.kind = c.kind and d.system <> c.system
                and d.created_at < coalesce(c.completed_at, ${now}::timestamptz) + interval '1 minute') as unwritten,
             coalesce((select r.done from rate r where r.system = c.system and r.kind = c.kind and r.direction = 'in'), 0) as read_a_minute,
             coalesce((select sum(r.done) from rate r where r.system <> c.system and r.kind = c.kind and r.direction = 'out'), 0)::integer as written_a_minute
      from hub.cursor c join hub.system s on s.name = c.system and s.joined
      left join hub.flow f on f.system = c.system and f.kind = c.kind and f.direction = 'in'
      left join change n on n.system = c.system and n.kind = c.kind
      order by s.side, c.system, c.kind`,
  )
  return found.map((row) => loadOf(row, now))
}

function loadOf({ complete, ready, isPaused, readAMinute, writtenAMinute, ...row }: LoadRow, now: Instant): FirstLoad {
  const state = stateOf({ ...row, complete, ready, isPaused })
  const [left, doneAMinute] =
    state === 'reading'
      ? [row.total === null ? null : row.total - row.read, readAMinute]
      : [row.unplanned + row.unwritten, writtenAMinute]
  const restMs = restOf(state, left, doneAMinute, row, now)
  return {
    ...row,
    read: Math.min(row.read, row.total ?? row.read),
    state,
    doneAMinute,
    restMs,
    endsAt: restMs === null || state === 'done' ? null : later(now, restMs),
  }
}

function stateOf(
  row: Pick<LoadRow, 'complete' | 'ready' | 'isPaused' | 'beganAt' | 'unplanned' | 'unwritten'>,
): FirstLoad['state'] {
  const { complete, ready, isPaused, beganAt, unplanned, unwritten } = row
  if (complete && ready && unwritten === 0) return 'done'
  if (isPaused) return 'paused'
  if (beganAt === null) return 'waiting'
  if (!complete) return 'reading'
  return !ready || unplanned > 0 ? 'planning' : 'writing'
}

/** When nothing flowed within the last minute, the rate since the beginning counts, as far as anything was read. */
function restOf(
  state: FirstLoad['state'],
  left: number | null,
  doneAMinute: number,
  { read, beganAt }: Pick<FirstLoad, 'read' | 'beganAt'>,
  now: Instant,
): number | null {
  if (state === 'done') return 0
  if (left === null || state === 'paused' || state === 'waiting') return null
  if (doneAMinute > 0) return Math.round((left * 60_000) / doneAMinute)
  const sinceMs = beganAt ? epochMs(now) - epochMs(beganAt) : 0
  return state === 'reading' && read > 0 && sinceMs > 0 ? Math.round((left * sinceMs) / read) : null
}

export const firstLoadsQuery: Query<Tx, Record<never, never>, readonly FirstLoad[]> = {
  name: 'first-loads',
  label: { en: 'How the first loads go on', zh: '首次加载进度' },
  input: {},
  run: async (tx, by) => ok(await firstLoads(tx, by.now)),
}

/** Asks a system once how much there is, when the reading of a kind begins. Who does not say is read all the same. */
export async function noteTotal(engine: Engine, connector: Connector, kind: KindName): Promise<void> {
  if (!connector.count) return
  const total = await connector.count(kind).catch(() => undefined)
  if (total === undefined) return
  await step(engine, (tx) =>
    run(tx, sql`update hub.cursor set total = ${total} where system = ${connector.system} and kind = ${kind} and total is null`),
  )
}
