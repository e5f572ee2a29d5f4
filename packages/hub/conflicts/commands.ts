import { changeDocuments, rows, sql, type Tx, uuidArray } from '@tandem/db'
import { type DocumentCommand, follow, type Id, type Json, type On, ok, type Result, refuse } from '@tandem/kernel'
import { lockPlanner } from '../engine/plan-load.ts'
import { readValues } from '../engine/values.ts'
import { kindOf } from '../kinds.ts'
import { type Conflict, conflict, conflictTransitions } from './definition.ts'
import { editRecords } from './edit-record.ts'

const decideFields = {
  choice: { kind: 'choice', of: ['kept', 'other', 'value'], label: { en: 'Which', zh: '采用' } },
  value: { kind: 'json', optional: true, label: { en: 'Another value', zh: '其他值' } },
} as const

interface Decision {
  readonly choice: 'kept' | 'other' | 'value'
  readonly value?: Json | null | undefined
}

/** One of the two values or a third one counts from now on, in all systems. Also turns over what a rule decided. */
export const decideConflict: DocumentCommand<Tx, typeof decideFields, Conflict> = {
  name: 'decide',
  document: 'conflict',
  on: 'one',
  label: { en: 'Decide', zh: '裁决' },
  input: decideFields,
  async run(tx, by, inputs) {
    const results = await changeDocuments<Conflict, Decision>(tx, by, conflict, inputs, decided, 'conflict-decided')
    const edits = results.flatMap((result) => {
      if (!result.ok) return []
      const { record, field, decision } = result.value
      return [{ recordId: record as Id, values: { [field]: decision }, settled: [field] }]
    })
    await editRecords(tx, by, edits)
    return results
  },
}

/**
 * Takes a decision back: the record says again what it said before it. What a person had to decide waits for a person
 * again; what a rule had decided goes by the rule. Refused when somebody has changed the field since.
 */
export const undoDecision: DocumentCommand<Tx, Record<never, never>, Conflict> = {
  name: 'undo',
  document: 'conflict',
  on: 'one',
  label: { en: 'Undo', zh: '撤销裁决' },
  input: {},
  async run(tx, by, inputs) {
    await lockPlanner(tx)
    const standing = await loadStanding(
      tx,
      inputs.map(({ id }) => id),
    )
    const decide = (row: Conflict) => undone(row, standing)
    const results = await changeDocuments<Conflict, unknown>(tx, by, conflict, inputs, decide, 'conflict-decision-undone')
    const edits = results.flatMap((result) => {
      if (!result.ok) return []
      const { record, field, kept, state } = result.value
      const disputed = state === 'open' ? [field] : []
      return [{ recordId: record as Id, values: { [field]: kept }, settled: [], disputed }]
    })
    await editRecords(tx, by, edits)
    return results
  },
}

/** Decisions that still stand: the record says what was decided, and nobody has disputed it since. */
async function loadStanding(tx: Tx, ids: readonly Id[]): Promise<ReadonlySet<Id>> {
  const found = await rows(
    tx,
    sql<{ id: Id }>`
      select c.id from hub.conflict c join hub.record r on r.id = c.record
      where c.id = any(${uuidArray(ids)}::uuid[]) and r.values -> c.field is not distinct from coalesce(c.decision, 'null'::jsonb)
        and not c.field = any(r.disputed)`,
  )
  return new Set(found.map(({ id }) => id))
}

function undone(row: Conflict, standing: ReadonlySet<Id>): Result<Partial<Conflict>> {
  const state = follow(conflictTransitions, 'conflict', row.state, 'undo')
  if (!state.ok) return state
  if (!standing.has(row.id)) return refuse('conflict/changed-since', { field: row.field })
  return ok({ state: row.rule === 'manual' ? state.value : 'by-rule', decision: null })
}

function decided(row: Conflict, { choice, value = null }: On<Decision>['input']): Result<Partial<Conflict>> {
  const state = follow(conflictTransitions, 'conflict', row.state, 'decide')
  if (!state.ok) return state
  const decision = choice === 'kept' ? row.kept : choice === 'other' ? row.other : value
  const read = readValues(kindOf(row.kind).fields, { [row.field]: decision })
  if (!read.ok) return refuse('conflict/not-a-value', { field: row.field, because: read.refusal.code })
  return ok({ state: state.value, decision: read.value[row.field] ?? null })
}
