/**
 * Taking back what was said of two: "different" is asked again, "the same" makes two of them again with what each said
 * before, a merge from the queue is undone. What somebody has done since is never overwritten.
 */
import { changeDocuments, readDocuments, rows, run, sql, type Tx, uuidArray } from '@tandem/db'
import { type DocumentCommand, follow, type Id, ok, type Result, refuse } from '@tandem/kernel'
import { lockPlanner } from '../engine/plan-load.ts'
import { undoMerge } from '../merges/commands.ts'
import { MERGED_KINDS } from '../merges/take-in.ts'
import { type Duplicate, duplicate, duplicateTransitions } from './definition.ts'
import { part } from './part.ts'

/** What stands in the joint of the two that a question was about. */
interface Standing {
  readonly id: Id
  /** The record that the document belongs to now. */
  readonly ownRecord: Id | null
  readonly change: string
  readonly bothActive: boolean
  /** The living merge of the two. */
  readonly merge: Id | null
  /** Another question of the same two is open. */
  readonly isAsked: boolean
  /** Something names the record, in a kind whose parts cannot be told apart. */
  readonly isNamed: boolean
}

export const undoDuplicate: DocumentCommand<Tx, Record<never, never>, Duplicate> = {
  name: 'undo',
  document: 'duplicate',
  on: 'one',
  label: { en: 'Undo', zh: '撤销' },
  input: {},
  async run(tx, by, inputs) {
    await lockPlanner(tx)
    const ids = inputs.map(({ id }) => id)
    const before = new Map((await readDocuments<Duplicate>(tx, duplicate, ids)).map((row) => [row.id, row]))
    const standing = new Map((await loadStanding(tx, ids)).map((row) => [row.id, row]))
    const decide = (row: Duplicate) => undone(row, standing.get(row.id))
    const results = await changeDocuments<Duplicate, unknown>(tx, by, duplicate, inputs, decide, 'duplicate-decision-undone')
    for (const result of results) {
      if (!result.ok) continue
      const was = before.get(result.value.id) as Duplicate
      const now = standing.get(was.id) as Standing
      if (was.state === 'linked') await part(tx, by, was)
      else if (was.state === 'merged') await undoMerge.run(tx, by, [{ id: now.merge as Id, input: {} }])
      else if (now.ownRecord === null)
        await run(tx, sql`update hub.change set state = 'duplicate' where id = ${was.change} and state = 'new'`)
    }
    return results
  },
}

/** What the row says afterwards; refused when it cannot be taken back. */
function undone(row: Duplicate, standing: Standing | undefined): Result<Partial<Duplicate>> {
  const state = follow(duplicateTransitions, 'duplicate', row.state, 'undo')
  if (!state.ok) return state
  if (!standing?.bothActive && row.state !== 'merged') return refuse('duplicate/changed-since', { kind: row.kind })
  if (standing?.isAsked) return refuse('duplicate/changed-since', { kind: row.kind })
  if (row.state === 'merged')
    return standing?.merge ? ok({ state: 'open' }) : refuse('duplicate/changed-since', { kind: row.kind })
  return row.state === 'linked' ? undoneSame(row, standing as Standing) : undoneDifferent(row, standing as Standing)
}

/** Two again, and known to be different: that can be taken back, too. */
function undoneSame(row: Duplicate, { ownRecord, isNamed }: Standing): Result<Partial<Duplicate>> {
  if (ownRecord !== row.record) return refuse('duplicate/changed-since', { kind: row.kind })
  if (row.kind !== 'customer' && isNamed) return refuse('duplicate/named', { kind: row.kind })
  return ok({ state: 'apart' })
}

/** Asked again; when each has become a record of its own the question is whether to merge them. */
function undoneDifferent(row: Duplicate, { ownRecord, change }: Standing): Result<Partial<Duplicate>> {
  if (row.type === 'merge') return ok({ state: 'open' })
  if (ownRecord === null) {
    return change === 'new' || change === 'duplicate'
      ? ok({ state: 'open' })
      : refuse('duplicate/changed-since', { kind: row.kind })
  }
  if (ownRecord === row.record) return refuse('duplicate/changed-since', { kind: row.kind })
  if (!MERGED_KINDS.has(row.kind)) return refuse('duplicate/not-to-merge', { kind: row.kind })
  return ok({ state: 'open', type: 'merge', ownRecord })
}

function loadStanding(tx: Tx, ids: readonly Id[]): Promise<Standing[]> {
  return rows(
    tx,
    sql<Standing>`
      select d.id, coalesce(d.own_record, l.record_id) as own_record, c.state as change,
        not exists (select from hub.record r where r.id in (d.record, d.own_record, l.record_id) and r.state <> 'active') as both_active,
        (select m.id from hub.merge m where m.state = 'merged'
           and ((m.loser = d.record and m.winner = d.own_record) or (m.loser = d.own_record and m.winner = d.record)) limit 1) as merge,
        exists (select from hub.duplicate o where o.state = 'open' and o.id <> d.id and o.system = d.system and o.kind = d.kind
                  and o.external_id = d.external_id and o.record = d.record) as is_asked,
        exists (select from hub.record n where n.kind = 'order' and n.state = 'active' and n.customer = r.customer
                  and d.record::text in (n.values ->> 'billingAddress', n.values ->> 'shippingAddress'))
          or d.kind = 'item' as is_named
      from hub.duplicate d join hub.change c on c.id = d.change join hub.record r on r.id = d.record
      left join hub.link l on l.system = d.system and l.kind = d.kind and l.external_id = d.external_id and not l.gone
      where d.id = any(${uuidArray(ids)}::uuid[])`,
  )
}
