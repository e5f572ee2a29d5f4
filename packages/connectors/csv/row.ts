/** One row as the input of a command, with everything that is wrong with it: pure. */
import { type Json, type Refusal, type Result, refuse } from '@tandem/kernel'
import { problemOf } from './clean.ts'
import { convertCell } from './convert.ts'
import type { ColumnPlan, ImportPlan } from './mapping.ts'
import type { SourceRow } from './read-csv.ts'

/** What is wrong with one cell, or with the row as a whole (no column). */
export interface CellProblem {
  readonly column: string | null
  readonly value: string | null
  readonly refusal: Refusal
}

export interface RowDraft {
  readonly source: SourceRow
  /** References hold the text they are looked up by until `resolveReferences`. */
  readonly input: Record<string, Json>
  readonly problems: CellProblem[]
  /** What is not as the rules of quality want it; the row comes in all the same. */
  readonly warnings: CellProblem[]
  /** What the rules of quality put into its standard form. */
  readonly cleaned: Cleaned[]
}

export interface Cleaned {
  readonly column: string | null
  readonly from: string
  readonly to: string
}

/** An empty cell empties an optional field and leaves any other as it is: a new document then misses it. */
export function mapRow(plan: ImportPlan, source: SourceRow): RowDraft {
  const draft: RowDraft = { source, input: {}, problems: [], warnings: [], cleaned: [] }
  if (source.cells.length !== plan.header.length) {
    const refusal = refuse('import/wrong-column-count', { found: source.cells.length, expected: plan.header.length }).refusal
    draft.problems.push({ column: null, value: null, refusal })
    return draft
  }
  for (const column of plan.columns) {
    const text = cleanText(plan, column, draft)
    if (text === undefined) continue
    if (text === '') {
      if (column.field.optional) draft.input[column.name] = null
      continue
    }
    const style = source.plain?.has(column.index) ? { ...column.style, ...PLAIN } : column.style
    const reader = plan.target.texts?.[column.name]
    const value: Result<Json> = reader ? reader(text, draft.input) : convertCell(column.field, text, style)
    if (value.ok) draft.input[column.name] = value.value
    else draft.problems.push({ column: column.column, value: text, refusal: value.refusal })
  }
  return draft
}

/** The cell as the rules of quality want it; undefined when they do not let it in. */
function cleanText(plan: ImportPlan, column: ColumnPlan, draft: RowDraft): string | undefined {
  const given = cellText(column, draft.source)
  const verdict = plan.clean(column.column, column.name, given)
  const refusal = problemOf(verdict)
  if (refusal) {
    const problem = { column: column.column, value: given, refusal }
    if (verdict.problem?.grade === 'error') {
      draft.problems.push(problem)
      return undefined
    }
    draft.warnings.push(problem)
  }
  if (verdict.text !== given) draft.cleaned.push({ column: column.column, from: given, to: verdict.text })
  return verdict.text
}

const PLAIN = { decimal: '.', dateFormat: 'YYYY-MM-DD' } as const

export function cellText(column: ColumnPlan, source: SourceRow): string {
  const text = column.column === null ? column.constant : (source.cells[column.index] ?? '')
  return unguarded(text.trim())
}

/** Takes off the apostrophe that keeps a spreadsheet from running a text as a formula; our own export puts it there. */
function unguarded(text: string): string {
  return /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text
}
