/** Versions of documents that were told before. */
import { rows, sql, type Tx } from '@tandem/db'
import type { Change } from '../connector.ts'
import { given } from './sets.ts'

export interface Repeat {
  readonly externalId: string
  readonly version: string
  readonly turn: number
  /** Nothing newer is known of the document. */
  readonly isLatest: boolean
}

/** Which of the reported versions were told before, by `repeatKey`, and whether they still are the newest known. */
export async function loadRepeats(
  tx: Tx,
  system: string,
  kind: string,
  changes: readonly Pick<Change, 'externalId' | 'version'>[],
): Promise<Map<string, Repeat>> {
  if (changes.length === 0) return new Map()
  const told = changes.map(({ externalId, version }) => ({ externalId, version }))
  const found = await rows(
    tx,
    sql<Repeat>`
      select c.external_id, c.version, max(c.turn) as turn, bool_or(not exists (
          select from hub.change n where n.system = ${system} and n.kind = ${kind} and n.external_id = c.external_id
            and n.seq > c.seq and n.origin = 'pull'
            and (n.version <> c.version or n.turn > c.turn)))
        -- A later write of ours may not be kept as a change: its echo said nothing.
        and not exists (
          select from hub.link l where l.system = ${system} and l.kind = ${kind} and l.external_id = c.external_id
            and l.seen <> c.version)
        -- Nor may the outcome of one be recorded yet, which somebody has set back since.
        and not exists (
          select from hub.link l join hub.delivery d on d.record_id = l.record_id and d.system = l.system and d.state = 'sending'
          where l.system = ${system} and l.kind = ${kind} and l.external_id = c.external_id) as is_latest
      from ${given(told, 'external_id text, version text')}, lateral (
        select external_id, version, turn, seq from hub.change
        where system = ${system} and kind = ${kind} and external_id = given.external_id and version = given.version
        offset 0) c
      group by c.external_id, c.version`,
  )
  return new Map(found.map((repeat) => [repeatKey(repeat.externalId, repeat.version), repeat]))
}

export function repeatKey(externalId: string, version: string): string {
  return `${externalId}\u0000${version}`
}
