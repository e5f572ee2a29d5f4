import { changeDocuments, type Tx } from '@tandem/db'
import { type DocumentCommand, follow, type Id, ok, type Result, refuse } from '@tandem/kernel'
import { lockPlanner } from '../engine/plan-load.ts'
import { type Duplicate, duplicate, duplicateTransitions } from '../identity/definition.ts'
import { mergeRecords } from './carry-out.ts'
import { type Merge, merge, mergeTransitions } from './definition.ts'
import { MERGED_KINDS } from './take-in.ts'
import { unmergeRecords } from './undo.ts'

/** Makes two of one again, in every system. */
export const undoMerge: DocumentCommand<Tx, Record<never, never>, Merge> = {
  name: 'unmerge',
  document: 'merge',
  on: 'one',
  label: { en: 'Undo the merge', zh: '撤销合并' },
  input: {},
  async run(tx, by, inputs) {
    await lockPlanner(tx)
    const decide = (row: Merge): Result<Partial<Merge>> => {
      const state = follow(mergeTransitions, 'merge', row.state, 'unmerge')
      return state.ok ? ok({ state: state.value }) : state
    }
    const results = await changeDocuments<Merge, unknown>(tx, by, merge, inputs, decide, 'records-unmerged')
    await unmergeRecords(
      tx,
      by,
      results.flatMap((result) => (result.ok ? [result.value] : [])),
      null,
    )
    return results
  },
}

const mergeFields = {
  keep: { kind: 'choice', of: ['known', 'found'], label: { en: 'Which one stays', zh: '保留哪一个' } },
} as const

/** Two documents of one system are the same: one of them is merged into the other, there and everywhere. */
export const mergeDuplicate: DocumentCommand<Tx, typeof mergeFields, Duplicate> = {
  name: 'merge',
  document: 'duplicate',
  on: 'one',
  label: { en: 'Merge', zh: '合并' },
  input: mergeFields,
  async run(tx, by, inputs) {
    await lockPlanner(tx)
    const results = await changeDocuments<Duplicate, { readonly keep: 'known' | 'found' }>(
      tx,
      by,
      duplicate,
      inputs,
      decided,
      'duplicate-merged',
    )
    const asked = results.flatMap((result, i) => {
      if (!result.ok) return []
      const { record, ownRecord } = result.value
      const [loser, winner] = inputs[i]?.input.keep === 'known' ? [ownRecord, record] : [record, ownRecord]
      const who = { system: null, mergedBy: by.actor.id, at: by.now, version: null }
      return [{ loser: loser as Id, winner: winner as Id, ...who }]
    })
    await mergeRecords(tx, by, asked)
    return results
  },
}

function decided(row: Duplicate): Result<Partial<Duplicate>> {
  if (row.type !== 'merge' || row.ownRecord === null || !MERGED_KINDS.has(row.kind)) {
    return refuse('duplicate/not-to-merge', { kind: row.kind })
  }
  const state = follow(duplicateTransitions, 'duplicate', row.state, 'merge')
  return state.ok ? ok({ state: state.value }) : state
}
