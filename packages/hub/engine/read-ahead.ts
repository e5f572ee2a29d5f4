/** Everything that planning some changes asks first, in one breath: one round trip instead of one after the other. */
import { first, rows, sql, type Tx } from '@tandem/db'
import { type FoundCandidate, findCandidates } from './candidates.ts'
import { type Engine, writersOf } from './engine.ts'
import { type ChangeRow, type Known, loadKnown } from './plan-load.ts'
import { given } from './sets.ts'

export interface Ahead {
  /** Something was merged once, so that all has to be read in the light of it. */
  readonly merged: boolean
  /** Changes wait to be planned: newer ones must not overtake them. */
  readonly isBehind: boolean
  readonly known: Known
  /** The kinds that may be created in systems now, by `system kind`, with the mark at which such creations begin. */
  readonly flows: ReadonlyMap<string, number>
  /** Who shares a key with these documents; undefined: not asked yet. */
  readonly found: readonly FoundCandidate[] | undefined
}

/** So many documents are looked for before it is known whether they are strangers. */
const FEW = 50

/** `areNew`: most of them are strangers, for a system tells what it has for the first time. */
export async function readAhead(tx: Tx, engine: Engine, changes: readonly ChangeRow[], areNew = false): Promise<Ahead> {
  const foreign = changes.filter(({ causeChange, deleted }) => causeChange === null && !deleted)
  const asks = foreign.length > 0 && (areNew || foreign.length <= FEW)
  const [now, known, flows, found] = await Promise.all([
    jointNow(tx),
    loadKnown(tx, changes),
    foreign.length > 0 ? creatableFlows(tx, engine, foreign) : new Map<string, number>(),
    asks ? findCandidates(tx, foreign) : undefined,
  ])
  await engine.book.refresh(tx, now.rulesVersion)
  return { ...now, known, flows, found }
}

/** What holds for the whole joint. Ask under the planner's lock. */
export async function jointNow(tx: Tx): Promise<Pick<Ahead, 'merged' | 'isBehind'> & { readonly rulesVersion: number }> {
  const found = await first(
    tx,
    sql<{ merged: boolean; isBehind: boolean; rulesVersion: number }>`
      select rules_version, exists (select from hub.alias) as merged,
             (select true from hub.change where state = 'new' order by priority, seq limit 1) is true as is_behind
      from hub.planner`,
  )
  return found ?? { merged: false, isBehind: false, rulesVersion: 0 }
}

/** Where documents of the kinds of these changes may be made now. */
async function creatableFlows(tx: Tx, engine: Engine, changes: readonly ChangeRow[]): Promise<Map<string, number>> {
  const flows = [...new Set(changes.map(({ kind }) => kind))].flatMap((kind) =>
    writersOf(engine, kind).map(({ system }) => ({ system, kind })),
  )
  const found = await rows(
    tx,
    sql<{ system: string; kind: string; mark: number }>`
      select given.system, given.kind, nextval('hub.write_mark') as mark
      from ${given(flows, 'system text, kind text')}
      join hub.system s on s.name = given.system and s.state = 'active'
      where not exists (select from hub.cursor c where c.system = given.system and c.kind = given.kind and not c.ready)
        and not exists (select from hub.flow f where f.system = given.system and f.kind = given.kind and f.direction = 'out'
                        and f.state = 'paused')
        -- A quota is counted where writes are leased from the queue.
        and not exists (select from hub.quota q where q.system = given.system)`,
  )
  return new Map(found.map(({ system, kind, mark }) => [`${system} ${kind}`, mark]))
}
