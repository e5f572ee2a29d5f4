import { changeDocuments, rows, run, sql, type Tx, uuidArray } from '@tandem/db'
import { type Context, type DocumentCommand, follow, type Id, type Json, type On, ok, type Result, refuse } from '@tandem/kernel'
import { lockPlanner } from '../engine/plan-load.ts'
import { closeEntries } from '../inbox/open.ts'
import { hasStatus } from '../travel.ts'
import { type Deletion, deletion, deletionTransitions } from './definition.ts'
import { type Outcome, settleRecords } from './settle.ts'

const settleFields = {
  choice: { kind: 'choice', of: ['archive', 'delete', 'keep', 'restore'], label: { en: 'What to do', zh: '如何处理' } },
} as const

type Choice = 'archive' | 'delete' | 'keep' | 'restore'

/**
 * A person's word on a document that was deleted in one system: archive or delete it in the others, keep it there, or make
 * it anew where it was deleted.
 */
export const settleDeletion: DocumentCommand<Tx, typeof settleFields, Deletion> = {
  name: 'settle',
  document: 'deletion',
  on: 'one',
  label: { en: 'Settle', zh: '处理' },
  input: settleFields,
  async run(tx, by, inputs) {
    await lockPlanner(tx)
    const stuck = await cannotDelete(
      tx,
      inputs.flatMap(({ id, input }) => (input.choice === 'delete' ? [id] : [])),
    )
    const decide = (row: Deletion, input: On<{ choice: Choice }>['input']) => settled(row, input.choice, stuck)
    const results = await changeDocuments<Deletion, { choice: Choice }>(tx, by, deletion, inputs, decide, 'deletion-settled')
    const good = results.flatMap((result, i) => (result.ok ? [{ row: result.value, choice: inputs[i]?.input.choice }] : []))
    await settleRecords(
      tx,
      by,
      good.map(({ row, choice }): Outcome => outcomeOf(row, choice as Choice)),
    )
    await closeQuestions(
      tx,
      by,
      good.map(({ row }) => row.change as Id),
    )
    return results
  },
}

/** Takes a deletion that travelled back: the record is as it was, and made anew wherever its document is gone. */
export const undoDeletion: DocumentCommand<Tx, Record<never, never>, Deletion> = {
  name: 'undo',
  document: 'deletion',
  on: 'one',
  label: { en: 'Undo', zh: '撤销' },
  input: {},
  async run(tx, by, inputs) {
    await lockPlanner(tx)
    const decide = (row: Deletion) => {
      const state = follow(deletionTransitions, 'deletion', row.state, 'undo')
      return state.ok ? ok({ state: state.value }) : state
    }
    const results = await changeDocuments<Deletion, unknown>(tx, by, deletion, inputs, decide, 'deletion-undone')
    const outcomes = results.flatMap((result): Outcome[] => {
      if (!result.ok) return []
      const { record, statusBefore } = result.value
      return [{ recordId: record as Id, state: 'active', ...statusOf(statusBefore), remake: 'all' }]
    })
    await settleRecords(tx, by, outcomes)
    return results
  },
}

function settled(row: Deletion, choice: Choice, stuck: ReadonlyMap<Id, string>): Result<Partial<Deletion>> {
  const state = follow(deletionTransitions, 'deletion', row.state, 'settle')
  if (!state.ok) return state
  if (choice === 'archive' && !hasStatus(row.kind)) return refuse('deletion/cannot-archive', { kind: row.kind })
  const system = stuck.get(row.id)
  if (choice === 'delete' && system !== undefined) return refuse('deletion/cannot-delete', { kind: row.kind, system })
  return ok({ state: state.value, policy: choice })
}

function outcomeOf({ record, system }: Deletion, choice: Choice): Outcome {
  const recordId = record as Id
  if (choice === 'archive') return { recordId, state: 'active', status: 'archived', remake: [] }
  if (choice === 'delete') return { recordId, state: 'deleted', remake: [] }
  return { recordId, state: 'active', remake: choice === 'restore' ? [system] : [] }
}

function statusOf(status: Json): { readonly status?: string } {
  return typeof status === 'string' ? { status } : {}
}

/** Deletions whose document another system keeps and cannot delete, with that system. */
async function cannotDelete(tx: Tx, ids: readonly Id[]): Promise<Map<Id, string>> {
  if (ids.length === 0) return new Map()
  const found = await rows(
    tx,
    sql<{ id: Id; system: string }>`
      select d.id, min(s.name) as system from hub.deletion d join hub.link l on l.record_id = d.record and not l.gone
        join hub.system s on s.name = l.system
      where d.id = any(${uuidArray(ids)}::uuid[])
        and coalesce((s.capabilities -> d.kind ->> 'delete')::boolean, false) is false group by d.id`,
  )
  return new Map(found.map(({ id, system }) => [id, system]))
}

async function closeQuestions(tx: Tx, by: Context, changes: readonly Id[]): Promise<void> {
  if (changes.length === 0) return
  await Promise.all([
    run(
      tx,
      sql`update hub.change set state = 'planned', planned_at = ${by.now}
          where id = any(${uuidArray(changes)}::uuid[]) and state in ('parked', 'ignored')`,
    ),
    closeEntries(tx, by, 'change', changes, 'deletion settled'),
  ])
}
