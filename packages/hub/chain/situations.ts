/** How documents of the money chain stand in the joint: known or not, something under way, waiting for a person. */
import { rows, sql, type Tx } from '@tandem/db'
import type { Id, Instant } from '@tandem/kernel'
import { given } from '../engine/sets.ts'
import type { Standing, Why } from './judge.ts'

export interface Asked {
  readonly system: string
  readonly kind: string
  readonly externalId: string
  readonly version: string
}

interface Row {
  readonly n: number
  readonly record: Id | null
  readonly isSeen: boolean | null
  readonly changeState: string | null
  readonly changeSince: Instant | null
  readonly deliveryState: string | null
  readonly deliverySince: Instant | null
  readonly isIgnored: boolean
  readonly isDisputed: boolean
}

/** By hand is what remains when nothing else is known; `isSeen` false: the joint has not been told of this version. */
export interface Situation extends Standing {
  readonly isSeen: boolean
}

export async function situationsOf(tx: Tx, documents: readonly Asked[]): Promise<Situation[]> {
  if (documents.length === 0) return []
  const found = await rows(
    tx,
    sql<Row>`
      select given.n, l.record_id as record, l.seen = given.version as is_seen,
             c.state as change_state, c.pulled_at as change_since, d.state as delivery_state, d.created_at as delivery_since,
             coalesce(c.state = 'ignored' or e.state = 'ignored', false) as is_ignored,
             coalesce(r.disputed <> '{}', false) as is_disputed
      from ${given(
        documents.map((one, n) => ({ n, ...one })),
        'n integer, system text, kind text, external_id text, version text',
      )}
      left join hub.link l on l.system = given.system and l.kind = given.kind and l.external_id = given.external_id
      left join hub.record r on r.id = l.record_id
      left join lateral (
        select n.id, n.state, n.pulled_at from hub.change n
        where n.system = given.system and n.kind = given.kind and n.external_id = given.external_id
          and n.state in ('new', 'recheck', 'waiting', 'parked', 'duplicate', 'ignored')
        order by n.seq desc limit 1) c on true
      left join lateral (
        select n.id, n.state, n.created_at from hub.delivery n
        where n.record_id = l.record_id and n.state in ('pending', 'waiting', 'sending', 'parked')
        order by n.state = 'parked' desc, n.seq limit 1) d on true
      left join lateral (
        select i.state from hub.inbox_entry i where i.delivery = d.id or i.change = c.id order by i.created_at desc limit 1) e on true`,
  )
  const byNumber = new Map(found.map((row) => [row.n, row]))
  return documents.map((_, n) => situationOf(byNumber.get(n) as Row))
}

function situationOf(row: Row): Situation {
  const why = whyOf(row)
  const since = row.changeState ? row.changeSince : row.deliverySince
  return { record: row.record, why, since, isSeen: row.isSeen ?? false }
}

function whyOf({ changeState, deliveryState, isIgnored, isDisputed }: Row): Why {
  if (isIgnored) return 'ignored'
  if (changeState === 'parked' || deliveryState === 'parked') return 'in-the-inbox'
  if (changeState === 'duplicate') return 'possible-duplicate'
  if (isDisputed) return 'conflict'
  return changeState || deliveryState ? 'on-its-way' : 'by-hand'
}
