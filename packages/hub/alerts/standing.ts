/** How things stand, as far as the rules ask: each is looked up only when a rule watches it. */
import { rows, sql, type Tx } from '@tandem/db'
import { epochMs, type Instant } from '@tandem/kernel'
import { later } from '../engine/engine.ts'
import { type FlowState, flowStates, type InboxMoney, inboxMoney } from '../flows/queries.ts'
import type { AlertRule } from './definition.ts'

export interface Standing {
  readonly flows: readonly FlowState[]
  readonly inbox: readonly InboxMoney[]
  readonly silence: readonly Silent[]
  readonly differences: readonly Differing[]
}

/** A system that is asked, and how long ago it last answered. */
export interface Silent {
  readonly system: string
  readonly silentMs: number
  readonly trouble: string | null
}

export interface Differing {
  readonly about: 'drift' | 'money' | 'proof'
  readonly system: string | null
  readonly kind: string | null
  readonly count: number
}

/** Drift that was found and has not been found again for so long is over. */
const DRIFT_MS = 600_000

export async function loadStanding(tx: Tx, now: Instant, watched: ReadonlySet<AlertRule['watches']>): Promise<Standing> {
  const [flows, inbox, silence, differences] = await Promise.all([
    watched.has('lag') || watched.has('auto-paused') ? flowStates(tx, now) : [],
    watched.has('inbox-count') || watched.has('inbox-money') ? inboxMoney(tx) : [],
    watched.has('silent') ? loadSilence(tx, now) : [],
    watched.has('proof') ? loadDifferences(tx, now) : [],
  ])
  return { flows, inbox, silence, differences }
}

/** A system whose reading is paused or held back is not asked, so it need not answer. */
async function loadSilence(tx: Tx, now: Instant): Promise<Silent[]> {
  const asked = await rows(
    tx,
    sql<{ system: string; heardAt: Instant; trouble: string | null }>`
      select s.name as system, coalesce(s.heard_at, s.created_at) as heard_at,
             (select c.trouble from hub.cursor c where c.system = s.name and c.trouble is not null order by c.trouble_at desc limit 1)
      from hub.system s
      where s.state = 'active' and s.joined and exists (
        select from hub.flow f join hub.cursor c on c.system = f.system and c.kind = f.kind
        where f.system = s.name and f.direction = 'in' and f.state = 'active' and c.held_back_since is null)
      order by s.name`,
  )
  return asked.map(({ heardAt, ...about }) => ({ ...about, silentMs: Math.max(0, epochMs(now) - epochMs(heardAt)) }))
}

/** Only what nothing explains: what is on its way is lag, what waits for a person stands in the queues. */
function loadDifferences(tx: Tx, now: Instant): Promise<Differing[]> {
  return rows(
    tx,
    sql<Differing>`
      select 'drift' as about, payload->>'system' as system, payload->>'kind' as kind, max((payload->>'count')::integer) as count
      from hub.event where type = 'drift-found' and at > ${later(now, -DRIFT_MS)} group by 2, 3
      union all
      select 'money', null, about, count(*)::integer from hub.chain where state = 'differs' group by about
      union all
      select 'proof', null, null, count(*)::integer
      from (select result from hub.proof where state = 'done' order by created_at desc limit 1) last,
           jsonb_array_elements(last.result->'kinds') kind, jsonb_array_elements(kind->'differences') one
      where one->>'why' in ('drift', 'kept-differently') having count(*) > 0
      order by 1, 2, 3`,
  )
}
