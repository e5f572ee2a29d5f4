/** How every flow stands now: what waits, how old the oldest is, how fast it goes, what failed, how a first load goes on. */
import { rows, sql, type Tx } from '@tandem/db'
import { epochMs, type Id, type Instant, ok, type Query } from '@tandem/kernel'
import type { Breakdown } from './definition.ts'
import { UNSETTLED_CHANGES, UNSETTLED_DELIVERIES } from './unsettled.ts'

export interface FlowState {
  readonly id: Id
  readonly version: number
  readonly system: string
  readonly side: 'crm' | 'erp'
  readonly kind: string
  readonly direction: 'in' | 'out'
  readonly state: 'active' | 'paused'
  readonly pauseReason: string | null
  readonly pausedBy: string | null
  readonly pausedAt: Instant | null
  readonly breakdown: Breakdown | null
  readonly tryAt: Instant | null
  /** On its way: to be planned (in), to be written (out). */
  readonly pending: number
  /** Waits for something it refers to. */
  readonly waiting: number
  /** Needs a person. */
  readonly parked: number
  /** Age of the oldest pending or waiting thing. */
  readonly lagMs: number
  /** Done and failed within the last minute. */
  readonly doneAMinute: number
  readonly failedAMinute: number
  /** Time the pending ones take at the rate of the last minute; null: nothing flows. */
  readonly restMs: number | null
  /** Documents read so far, and whether all there was has been read once. Of flows from a system only. */
  readonly read: number | null
  readonly complete: boolean | null
  /** Since when reading waits for what is behind. */
  readonly heldBackSince: Instant | null
}

interface FlowRow extends Omit<FlowState, 'lagMs' | 'restMs'> {
  readonly oldest: Instant | null
}

export async function flowStates(tx: Tx, now: Instant): Promise<FlowState[]> {
  const found = await rows(
    tx,
    sql<FlowRow>`
      with behind as (
        select system, kind, 'in' as direction, count(*) filter (where state in ('new', 'recheck')) as pending,
               count(*) filter (where state = 'waiting') as waiting,
               count(*) filter (where state in ('parked', 'duplicate')) as parked,
               min(pulled_at) filter (where state in ('new', 'recheck', 'waiting')) as oldest
        from ${UNSETTLED_CHANGES} c group by system, kind
        union all
        select system, kind, 'out', count(*) filter (where state in ('pending', 'sending')),
               count(*) filter (where state = 'waiting'), count(*) filter (where state = 'parked'),
               min(created_at) filter (where state <> 'parked')
        from ${UNSETTLED_DELIVERIES} d group by system, kind),
      rate as (
        select system, kind, direction, sum(done)::integer as done, sum(failed)::integer as failed from hub.flow_rate
        where at > ${now}::timestamptz - interval '60 seconds' group by system, kind, direction)
      select f.id, f.version, f.system, s.side, f.kind, f.direction, f.state, f.pause_reason, f.paused_by, f.paused_at,
             f.breakdown, f.try_at, coalesce(b.pending, 0) as pending, coalesce(b.waiting, 0) as waiting,
             coalesce(b.parked, 0) as parked, b.oldest, coalesce(r.done, 0) as done_a_minute,
             coalesce(r.failed, 0) as failed_a_minute, c.read_count as read, c.complete,
             c.held_back_since
      from hub.flow f join hub.system s on s.name = f.system
      left join behind b on b.system = f.system and b.kind = f.kind and b.direction = f.direction
      left join rate r on r.system = f.system and r.kind = f.kind and r.direction = f.direction
      left join hub.cursor c on c.system = f.system and c.kind = f.kind and f.direction = 'in'
      order by s.side, f.system, f.direction, f.kind`,
  )
  return found.map(({ oldest, ...flow }) => {
    const lagMs = oldest ? Math.max(0, epochMs(now) - epochMs(oldest)) : 0
    const restMs = flow.doneAMinute > 0 ? Math.round((flow.pending * 60_000) / flow.doneAMinute) : flow.pending === 0 ? 0 : null
    return { ...flow, lagMs, restMs }
  })
}

export const flowStatesQuery: Query<Tx, Record<never, never>, readonly FlowState[]> = {
  name: 'flow-states',
  label: { en: 'How every flow stands', zh: '各数据流状态' },
  input: {},
  run: async (tx, by) => ok(await flowStates(tx, by.now)),
}

export interface InboxMoney {
  readonly system: string
  readonly kind: string
  readonly currency: string | null
  readonly open: number
  readonly money: string | null
}

/** Open entries and the money they block, for measuring. */
export function inboxMoney(tx: Tx): Promise<InboxMoney[]> {
  return rows(
    tx,
    sql<InboxMoney>`select system, kind, currency, count(*) as open, sum(money) as money from hub.inbox_entry
                    where state = 'open' group by system, kind, currency order by system, kind, currency`,
  )
}
