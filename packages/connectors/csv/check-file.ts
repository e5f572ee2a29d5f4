/** Holds any file against rules of quality without importing it: a score by column, and the file as it should be. */
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Suggestion, Verdict } from '@tandem/hub'
import { type Json, ok, RefusedFault, type Result, refuse } from '@tandem/kernel'
import { csvLine, guarded } from '../csv-line.ts'
import { cleanerOf, NO_RULES, type OwnChecks, readChecks } from './clean.ts'
import { openSource, rowsOf } from './source.ts'

/** `{ "columns": { "product": [checks] }, "dictionaries": { "products": words, or { "file", "column" } } }` */
export interface FileChecks {
  readonly columns: Readonly<Record<string, Json>>
  readonly dictionaries?: Readonly<Record<string, Json>>
}

export interface CheckJob {
  readonly file: string
  readonly checks: FileChecks
  /** Where the file in its standard form goes, CSV; suggestions at least as alike as `acceptFrom` are taken. */
  readonly to?: string
  readonly acceptFrom?: number
}

export interface ColumnReport {
  readonly column: string
  readonly checked: number
  readonly empty: number
  /** As they are. */
  readonly good: number
  /** Put into the standard form by a rule. */
  readonly formed: number
  /** Wrong, and something is suggested. */
  readonly suggested: number
  readonly wrong: number
  /** The different values that are not good, the most frequent first. */
  readonly values: readonly ValueReport[]
}

export interface ValueReport {
  readonly value: string
  readonly count: number
  readonly to: string | null
  readonly code: string | null
  readonly likeness: number | null
  readonly reason: Suggestion['reason'] | 'form' | null
}

export interface FileReport {
  readonly rows: number
  readonly columns: readonly ColumnReport[]
}

const MOST_VALUES = 1_000

/** Refuses what is wrong with the file or the checks as a whole. */
export async function checkFile(job: CheckJob): Promise<Result<FileReport>> {
  const opened = await openSource(job.file)
  if (!opened.ok) return opened
  const { header } = opened.value
  const dictionaries = await wordsOf(job.checks.dictionaries ?? {})
  if (!dictionaries.ok) return dictionaries
  const own = readChecks(job.checks.columns, dictionaries.value)
  if (!own.ok) return own
  const stranger = [...own.value.columns.keys()].find((column) => !header.includes(column))
  if (stranger !== undefined) return refuse('import/unknown-column', { column: stranger, columns: [...header] })
  const tallies = tallyOf(own.value, header)
  let count = 0
  const accept = job.acceptFrom ?? 2
  async function* cleaned(): AsyncGenerator<string> {
    yield `\uFEFF${csvLine([...header])}`
    if (!opened.ok) return
    for await (const { cells } of rowsOf(opened.value)) {
      count += 1
      const row = [...cells]
      for (const tally of tallies) row[tally.index] = tally.take(cells[tally.index] ?? '', accept)
      yield csvLine(row.map(guarded))
    }
  }
  try {
    if (job.to) await pipeline(Readable.from(cleaned()), createWriteStream(job.to))
    else for await (const _ of cleaned());
  } catch (error) {
    if (error instanceof RefusedFault) return { ok: false, refusal: error.refusal }
    throw error
  }
  return ok({ rows: count, columns: tallies.map((tally) => tally.report()) })
}

function tallyOf(own: OwnChecks, header: readonly string[]) {
  const clean = cleanerOf(own, NO_RULES)
  return [...own.columns.keys()].map((column) => {
    const values = new Map<string, Omit<ValueReport, 'count'> & { count: number }>()
    const sums = { checked: 0, empty: 0, good: 0, formed: 0, suggested: 0, wrong: 0 }
    return {
      index: header.indexOf(column),
      /** Counts a cell, and answers what it becomes. */
      take(cell: string, accept: number): string {
        const verdict = clean(column, '', cell)
        const is = judged(cell, verdict)
        sums.checked += 1
        sums[is] += 1
        if (is === 'good' || is === 'empty') return cell
        const known = values.get(cell)
        if (known) known.count += 1
        else if (values.size < MOST_VALUES) values.set(cell, { ...reportOf(cell, verdict), count: 1 })
        const { suggestion } = verdict.problem ?? {}
        return suggestion && suggestion.others.length === 0 && suggestion.likeness >= accept ? suggestion.to : verdict.text
      },
      report: (): ColumnReport => ({ column, ...sums, values: [...values.values()].sort((a, b) => b.count - a.count) }),
    }
  })
}

function judged(cell: string, { text, problem }: Verdict): 'empty' | 'good' | 'formed' | 'suggested' | 'wrong' {
  if (problem) return problem.suggestion ? 'suggested' : 'wrong'
  if (cell.trim() === '') return 'empty'
  return text === cell ? 'good' : 'formed'
}

function reportOf(value: string, { text, problem }: Verdict): Omit<ValueReport, 'count'> {
  if (!problem) return { value, to: text, code: null, likeness: 1, reason: 'form' }
  const { suggestion, code } = problem
  return { value, to: suggestion?.to ?? null, code, likeness: suggestion?.likeness ?? null, reason: suggestion?.reason ?? null }
}

/** Words given as a column of another file: its different values. */
async function wordsOf(given: Readonly<Record<string, Json>>): Promise<Result<Record<string, Json>>> {
  const words: Record<string, Json> = {}
  for (const [name, value] of Object.entries(given)) {
    const { file, column } = (typeof value === 'object' && value !== null ? value : {}) as { file?: Json; column?: Json }
    if (typeof file !== 'string' || typeof column !== 'string') {
      words[name] = value
      continue
    }
    const read = await columnOf(file, column)
    if (!read.ok) return read
    words[name] = read.value
  }
  return ok(words)
}

async function columnOf(file: string, column: string): Promise<Result<string[]>> {
  const opened = await openSource(file)
  if (!opened.ok) return opened
  const index = opened.value.header.indexOf(column)
  if (index < 0) return refuse('import/unknown-column', { column, columns: [...opened.value.header] })
  const values = new Set<string>()
  for await (const { cells } of rowsOf(opened.value)) values.add((cells[index] ?? '').trim())
  values.delete('')
  return ok([...values])
}
