/** Why a difference is there: on its way, parked, for a person to decide, or behind the joint's back. */
import { rows, sql, type Tx } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { given } from '../engine/sets.ts'
import { subjectOf } from '../engine/values.ts'
import type { KindName } from '../kinds.ts'
import type { Finding } from './compare.ts'
import type { Difference, Why } from './proof.ts'

interface Situation {
  readonly recordId: Id | null
  readonly externalId: string | null
  /** The unfinished change of the document, if any, and whether a person ignores it. */
  readonly change: string | null
  readonly delivery: string | null
  readonly isIgnored: boolean
  readonly disputed: readonly string[] | null
  /** What is agreed of the document; null: nobody knows it. */
  readonly values: Values | null
}

export async function explain(tx: Tx, system: string, kind: KindName, findings: readonly Finding[]): Promise<Difference[]> {
  if (findings.length === 0) return []
  const situations = await loadSituations(tx, system, kind, findings)
  return findings.map((finding) => {
    const { recordId: record, externalId, field, agreed, found } = finding
    const situation = situations.get(`${record} ${externalId}`)
    const subject = subjectOf(situation?.values ?? ((field === null ? found : null) as Values | null) ?? {}, externalId)
    return { record, system, externalId, subject, field, agreed, found, why: whyOf(finding, situation) }
  })
}

function whyOf(finding: Finding, situation: Situation | undefined): Why {
  if (finding.field !== null && situation?.disputed?.includes(finding.field)) return 'conflict'
  if (situation?.isIgnored) return 'ignored'
  if (situation?.change === 'parked' || situation?.delivery === 'parked') return 'parked'
  if (situation?.change === 'duplicate') return 'duplicate'
  if (situation?.change) return 'pending-change'
  if (situation?.delivery) return 'pending-delivery'
  return finding.isKept ? 'kept-differently' : 'drift'
}

async function loadSituations(
  tx: Tx,
  system: string,
  kind: KindName,
  findings: readonly Finding[],
): Promise<Map<string, Situation>> {
  const asked = new Map(findings.map(({ recordId, externalId }) => [`${recordId} ${externalId}`, { recordId, externalId }]))
  const found = await rows(
    tx,
    sql<Situation>`
      select given.record_id, given.external_id, c.state as change, d.state as delivery, r.disputed, r.values,
             (c.state = 'ignored' or coalesce(e.state = 'ignored', false)) is true as is_ignored
      from ${given([...asked.values()], 'record_id uuid, external_id text')}
      left join hub.record r on r.id = given.record_id
      left join lateral (
        select n.id, n.state from hub.change n
        where n.system = ${system} and n.kind = ${kind} and n.external_id = given.external_id
          and n.state in ('new', 'recheck', 'waiting', 'parked', 'duplicate', 'ignored')
        order by n.seq desc limit 1) c on true
      left join lateral (
        select n.id, n.state from hub.delivery n
        where n.record_id = given.record_id and n.system = ${system} and n.state in ('pending', 'waiting', 'sending', 'parked')
        order by n.seq desc limit 1) d on true
      left join lateral (
        select i.state from hub.inbox_entry i where i.delivery = d.id or i.change = c.id order by i.created_at desc limit 1) e on true`,
  )
  return new Map(found.map((situation) => [`${situation.recordId} ${situation.externalId}`, situation]))
}
