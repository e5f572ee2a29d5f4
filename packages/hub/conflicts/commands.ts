import { changeDocuments, type Tx } from '@tandem/db'
import { type DocumentCommand, follow, type Id, type Json, type On, ok, type Result, refuse } from '@tandem/kernel'
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

function decided(row: Conflict, { choice, value = null }: On<Decision>['input']): Result<Partial<Conflict>> {
  const state = follow(conflictTransitions, 'conflict', row.state, 'decide')
  if (!state.ok) return state
  const decision = choice === 'kept' ? row.kept : choice === 'other' ? row.other : value
  const read = readValues(kindOf(row.kind).fields, { [row.field]: decision })
  if (!read.ok) return refuse('conflict/not-a-value', { field: row.field, because: read.refusal.code })
  return ok({ state: state.value, decision: read.value[row.field] ?? null })
}
