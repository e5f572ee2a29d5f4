/** Cleansing: what a finding suggests becomes the record's value in every system, and can be taken back. */
import { changeDocuments, rows, sql, type Tx, uuidArray } from '@tandem/db'
import { type DocumentCommand, type Fields, follow, type Id, type Json, type On, ok, type Result, refuse } from '@tandem/kernel'
import { type Edit, editRecords } from '../conflicts/edit-record.ts'
import type { Values } from '../connector.ts'
import { lockPlanner } from '../engine/plan-load.ts'
import { readValues } from '../engine/values.ts'
import { kindOf } from '../kinds.ts'
import { fieldAt, stepsOf, valueIn, withValueIn } from '../path.ts'
import { findingTransitions, type QualityFinding, qualityFinding } from './definition.ts'
import { textOf, valueFrom } from './inspect.ts'

const applyFields = {
  value: {
    ...{ kind: 'text', optional: true, max: 500, label: { en: 'Another value', zh: '其他值' } },
    help: { en: 'Left out: as suggested', zh: '留空则采用建议值' },
  },
} as const satisfies Fields

interface Applying {
  readonly value?: string | null | undefined
}

/** Refused when the record says something else by now, so that nothing newer is written over. */
export const applyFinding: DocumentCommand<Tx, typeof applyFields, QualityFinding> = {
  name: 'apply',
  document: 'quality-finding',
  on: 'one',
  label: { en: 'Apply', zh: '采用' },
  input: applyFields,
  async run(tx, by, inputs) {
    await lockPlanner(tx)
    const records = await recordsOf(tx, idsOf(inputs))
    const now = new Map<Id, Values>()
    const decide = (row: QualityFinding, input: Applying): Result<Partial<QualityFinding>> => {
      const to = wanted(row, input, now.get(row.record) ?? records.get(row.id))
      if (!to.ok) return to
      now.set(row.record, to.value.record)
      return ok({ state: to.value.state, applied: to.value.text })
    }
    const results = await changeDocuments<QualityFinding, Applying>(
      tx,
      by,
      qualityFinding,
      inputs,
      decide,
      'quality-finding-applied',
    )
    await editRecords(
      tx,
      by,
      results.flatMap((result) => editOf(result, now)),
    )
    return results
  },
}

/** Takes a cleansing back: the record says again what it said. Refused when somebody has changed it since. */
export const undoFinding: DocumentCommand<Tx, Record<never, never>, QualityFinding> = {
  name: 'undo',
  document: 'quality-finding',
  on: 'one',
  label: { en: 'Undo', zh: '撤销' },
  input: {},
  async run(tx, by, inputs) {
    await lockPlanner(tx)
    const records = await recordsOf(tx, idsOf(inputs))
    const now = new Map<Id, Values>()
    const decide = (row: QualityFinding): Result<Partial<QualityFinding>> => {
      const state = follow(findingTransitions, 'quality-finding', row.state, 'undo')
      if (!state.ok) return state
      const record = now.get(row.record) ?? records.get(row.id)
      const says = saidIn(record, row)
      if (!record || says !== row.applied) return changedSince(row, says)
      now.set(row.record, withValueIn(record, row.field, valueFor(row, row.value)))
      return ok({ state: state.value })
    }
    const results = await changeDocuments<QualityFinding, unknown>(
      tx,
      by,
      qualityFinding,
      inputs,
      decide,
      'quality-finding-undone',
    )
    await editRecords(
      tx,
      by,
      results.flatMap((result) => editOf(result, now)),
    )
    return results
  },
}

export const ignoreFinding: DocumentCommand<Tx, Record<never, never>, QualityFinding> = {
  name: 'ignore',
  document: 'quality-finding',
  on: 'one',
  label: { en: 'Leave as it is', zh: '保持原样' },
  input: {},
  run: (tx, by, inputs) => changeDocuments(tx, by, qualityFinding, inputs, moved('ignore'), 'quality-finding-ignored'),
}

export const reopenFinding: DocumentCommand<Tx, Record<never, never>, QualityFinding> = {
  name: 'reopen',
  document: 'quality-finding',
  on: 'one',
  label: { en: 'Reopen', zh: '重新打开' },
  input: {},
  run: (tx, by, inputs) => changeDocuments(tx, by, qualityFinding, inputs, moved('reopen'), 'quality-finding-reopened'),
}

function moved(command: 'ignore' | 'reopen') {
  return (row: QualityFinding): Result<Partial<QualityFinding>> => {
    const state = follow(findingTransitions, 'quality-finding', row.state, command)
    return state.ok ? ok({ state: state.value }) : state
  }
}

function idsOf(inputs: readonly On<unknown>[]): Id[] {
  return inputs.map(({ id }) => id)
}

/** The values of the findings' records as they are now; merged and deleted ones are left out. */
async function recordsOf(tx: Tx, ids: readonly Id[]): Promise<Map<Id, Values>> {
  const found = await rows(
    tx,
    sql<{ id: Id; values: Values }>`
      select f.id, r.values from hub.quality_finding f join hub.record r on r.id = f.record and r.state = 'active'
      where f.id = any(${uuidArray(ids)}::uuid[])`,
  )
  return new Map(found.map(({ id, values }) => [id, values]))
}

interface Wanted {
  readonly state: QualityFinding['state']
  readonly text: string
  /** With it. */
  readonly record: Values
}

function wanted(row: QualityFinding, { value }: Applying, record: Values | undefined): Result<Wanted> {
  const state = follow(findingTransitions, 'quality-finding', row.state, 'apply')
  if (!state.ok) return state
  const text = value ?? row.suggestion
  if (text === null) return refuse('quality-finding/no-suggestion', { subject: row.subject, field: row.field })
  const now = saidIn(record, row)
  if (!record || now !== row.value) return changedSince(row, now)
  const head = headOf(row)
  const read = readValues(kindOf(row.kind).fields, { [head]: withValueIn(record, row.field, valueFor(row, text))[head] ?? null })
  if (!read.ok) return refuse('quality-finding/not-a-value', { field: row.field, value: text, because: read.refusal.code })
  const kept = { ...record, [head]: read.value[head] ?? null }
  return ok({ state: state.value, text: saidIn(kept, row) ?? text, record: kept })
}

function saidIn(record: Values | undefined, { field }: QualityFinding): string | undefined {
  return textOf(record && valueIn(record, field))
}

/** The field of the record that is edited: of a line, all lines. */
function headOf({ field }: QualityFinding): string {
  return String(stepsOf(field)[0])
}

function changedSince({ subject, field, value }: QualityFinding, now: string | undefined) {
  return refuse('quality-finding/changed-since', { subject, field, found: value, now: now ?? '' })
}

function valueFor({ kind, field }: QualityFinding, text: string): Json {
  return valueFrom(fieldAt(kindOf(kind).fields, stepsOf(field))?.kind, text)
}

function editOf(result: Result<QualityFinding>, now: ReadonlyMap<Id, Values>): Edit[] {
  if (!result.ok) return []
  const [{ record }, head] = [result.value, headOf(result.value)]
  return [{ recordId: record, values: { [head]: now.get(record)?.[head] ?? null }, settled: [], rule: 'quality' }]
}
