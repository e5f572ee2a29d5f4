/** How the joint stands: per system and kind, what was read, what is still to be planned and written. */
import { rows, sql, type Tx } from '@tandem/db'
import { epochMs, type Id, type Instant, ok, type Query } from '@tandem/kernel'
import { UNSETTLED_CHANGES, UNSETTLED_DELIVERIES } from '../flows/unsettled.ts'
import { type LinkCount, linkCounts } from './link-counts.ts'

export interface SystemStatus {
  readonly id: Id
  readonly version: number
  readonly system: string
  readonly side: 'crm' | 'erp'
  readonly label: { readonly en: string; readonly zh: string }
  readonly state: 'active' | 'paused'
  readonly pauseReason: string | null
  /** False: it was joined once; what was agreed with it is kept. */
  readonly isJoined: boolean
  /** When it last answered a question of the joint; null: never. */
  readonly heardAt: Instant | null
  /** Age of the oldest thing taken in from or wanted in it that is not settled, in milliseconds; 0 when all is. */
  readonly lagMs: number
  readonly openInbox: number
  readonly kinds: readonly KindStatus[]
}

export interface KindStatus {
  readonly kind: string
  readonly pulledAt: Instant | null
  /** Its stock has been read completely once. */
  readonly complete: boolean
  readonly trouble: string | null
  readonly linked: number
  readonly changes: { readonly unplanned: number; readonly waiting: number; readonly parked: number; readonly duplicates: number }
  readonly deliveries: {
    readonly pending: number
    readonly waiting: number
    readonly sending: number
    readonly parked: number
  }
}

interface SystemRow {
  readonly id: Id
  readonly version: number
  readonly name: string
  readonly side: 'crm' | 'erp'
  readonly labelEn: string
  readonly labelZh: string
  readonly capabilities: Readonly<Record<string, unknown>>
  readonly state: 'active' | 'paused'
  readonly pauseReason: string | null
  readonly joined: boolean
  readonly heardAt: Instant | null
  readonly openInbox: number
}

interface CountRow {
  readonly system: string
  readonly kind: string
  readonly state: string
  readonly count: number
  readonly oldest: Instant | null
}

interface CursorRow {
  readonly system: string
  readonly kind: string
  readonly pulledAt: Instant | null
  readonly complete: boolean
  readonly trouble: string | null
}

export async function systemStatus(tx: Tx, now: Instant): Promise<SystemStatus[]> {
  const [systems, cursors, changes, deliveries, links] = await Promise.all([
    rows(
      tx,
      sql<SystemRow>`
        select s.*, (select count(*) from hub.inbox_entry e where e.system = s.name and e.state = 'open') as open_inbox
        from hub.system s order by s.side, s.name`,
    ),
    rows(tx, sql<CursorRow>`select system, kind, pulled_at, complete, trouble from hub.cursor`),
    rows(
      tx,
      sql<CountRow>`
        select system, kind, state, count(*) as count, min(pulled_at) as oldest from ${UNSETTLED_CHANGES} c
        group by system, kind, state`,
    ),
    rows(
      tx,
      sql<CountRow>`
        select system, kind, state, count(*) as count, min(created_at) as oldest from ${UNSETTLED_DELIVERIES} d
        group by system, kind, state`,
    ),
    linkCounts(tx),
  ])
  return systems.map((system) => {
    const mine = <T extends { system: string }>(list: readonly T[]): T[] => list.filter((row) => row.system === system.name)
    return statusOf(system, now, mine(cursors), mine(changes), mine(deliveries), mine(links))
  })
}

function statusOf(
  system: SystemRow,
  now: Instant,
  cursors: readonly CursorRow[],
  changes: readonly CountRow[],
  deliveries: readonly CountRow[],
  links: readonly LinkCount[],
): SystemStatus {
  const unsettled = [...changes, ...deliveries].filter(({ state }) => state !== 'parked' && state !== 'duplicate')
  const oldest = unsettled.flatMap(({ oldest: since }) => (since ? [epochMs(since)] : []))
  const kinds = Object.keys(system.capabilities).map((kind): KindStatus => {
    const cursor = cursors.find((row) => row.kind === kind)
    const count = (list: readonly CountRow[], ...states: string[]): number =>
      list.filter((row) => row.kind === kind && states.includes(row.state)).reduce((sum, row) => sum + row.count, 0)
    return {
      kind,
      pulledAt: cursor?.pulledAt ?? null,
      complete: cursor?.complete ?? true,
      trouble: cursor?.trouble ?? null,
      linked: links.find((row) => row.kind === kind)?.count ?? 0,
      changes: {
        unplanned: count(changes, 'new', 'recheck'),
        waiting: count(changes, 'waiting'),
        parked: count(changes, 'parked'),
        duplicates: count(changes, 'duplicate'),
      },
      deliveries: {
        pending: count(deliveries, 'pending'),
        waiting: count(deliveries, 'waiting'),
        sending: count(deliveries, 'sending'),
        parked: count(deliveries, 'parked'),
      },
    }
  })
  const { id, version, name, side, labelEn, labelZh, state, pauseReason, heardAt, joined: isJoined, openInbox } = system
  const lagMs = oldest.length === 0 ? 0 : Math.max(0, epochMs(now) - Math.min(...oldest))
  const label = { en: labelEn, zh: labelZh }
  return { id, version, system: name, side, label, state, pauseReason, isJoined, heardAt, lagMs, openInbox, kinds }
}

export const systemsQuery: Query<Tx, Record<never, never>, readonly SystemStatus[]> = {
  name: 'systems',
  label: { en: 'Joined systems', zh: '接入系统' },
  input: {},
  run: async (tx, by) => ok(await systemStatus(tx, by.now)),
}
