/** What is known of the records that were written, read in the transaction that keeps what became of the writes. */
import { rows, sql, type Tx, uuidArray } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import type { Outcome } from '../connector.ts'
import type { Engine } from './engine.ts'
import { given } from './sets.ts'
import { JOINT, type Leased } from './write-key.ts'

export interface Told {
  readonly leased: Leased
  readonly outcome: Outcome
}

interface VersionNow {
  readonly id: Id
  readonly version: number
}

interface LinkNow {
  readonly recordId: Id
  readonly externalId: string
  readonly seen: string
  readonly kind: string
  readonly gone: boolean
  readonly born: string | null
}

export interface Now {
  readonly links: ReadonlyMap<Id, LinkNow>
  /** Who has the external ids that were answered, by `kind` and id. */
  readonly holders: ReadonlyMap<string, LinkNow>
  readonly mine: ReadonlySet<Id>
  /** Versions that were told of the documents since these deliveries were sent, those that the joint caused left out. */
  readonly toldSince: ReadonlyMap<Id, readonly string[]>
  /** Deliveries that named a document by an id which is another's now. */
  readonly namesGivenAway: ReadonlySet<Id>
  /** Deliveries with an open entry in the inbox. */
  readonly shown: ReadonlySet<Id>
  /** Versions of the records as they are now. */
  readonly versions: ReadonlyMap<Id, number>
  /** Records for which a newer delivery waits already. */
  readonly newer: ReadonlySet<Id>
}

export async function loadNow(tx: Tx, engine: Engine, system: string, told: readonly Told[]): Promise<Now> {
  const records = uuidArray(told.map(({ leased }) => leased.recordId))
  const answered = told.flatMap(({ leased: { kind }, outcome }) =>
    'done' in outcome ? [{ kind, externalId: outcome.done.externalId }] : [],
  )
  const [links, holders, mine, newer, versions] = await Promise.all([
    rows(
      tx,
      sql<LinkNow>`
        select record_id, external_id, seen, kind, gone, born from hub.link
        where system = ${system} and record_id = any(${records}::uuid[]) order by record_id for update`,
    ),
    answered.length === 0
      ? []
      : rows(
          tx,
          // One look into the index for each, which the limit keeps: a join was planned the other way round, all links of
          // the system for each, when the statistics were older than the system's first link.
          sql<LinkNow>`
            select l.* from ${given(answered, 'kind text, external_id text')}, lateral (
              select record_id, external_id, seen, kind, gone, born from hub.link
              where system = ${system} and kind = given.kind and external_id = given.external_id limit 1) l`,
        ),
    rows(
      tx,
      sql<{ id: Id; namesGivenAway: boolean; isShown: boolean; toldSince: string[] | null }>`
        select id, names_given_away, exists (select from hub.inbox_entry e where e.delivery = d.id and e.state in ('open', 'retried')) as is_shown,
          case when d.sent_seen is not null then array(
            select c.version from (
              select system, version, cause_system, kept_mark from hub.change where record_id = d.record_id order by seq desc limit 20) c
            where c.system = d.system and c.cause_system is distinct from ${JOINT} and c.kept_mark >= d.sent_mark) end as told_since
        from hub.delivery d
        where id = any(${uuidArray(told.map(({ leased }) => leased.id))}::uuid[]) and state = 'sending'
          and worker = ${engine.worker} order by id for update`,
    ),
    rows(
      tx,
      sql<{ recordId: Id }>`
        select record_id from hub.delivery
        where system = ${system} and record_id = any(${records}::uuid[]) and state in ('pending', 'waiting')`,
    ),
    // After the links are locked: whoever plans a newer version sees what was agreed by this write, or is seen here.
    rows(tx, sql<VersionNow>`select id, version from hub.record where id = any(${records}::uuid[]) and state <> 'merged'`),
  ])
  return {
    links: new Map(links.map((link) => [link.recordId, link])),
    holders: new Map(holders.map((link) => [`${link.kind} ${link.externalId}`, link])),
    mine: new Set(mine.map(({ id }) => id)),
    toldSince: new Map(mine.map(({ id, toldSince }) => [id, toldSince ?? []])),
    namesGivenAway: new Set(mine.flatMap(({ id, namesGivenAway }) => (namesGivenAway ? [id] : []))),
    shown: new Set(mine.flatMap(({ id, isShown }) => (isShown ? [id] : []))),
    newer: new Set(newer.map(({ recordId }) => recordId)),
    versions: new Map(versions.map(({ id, version }) => [id, version])),
  }
}
