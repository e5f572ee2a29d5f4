/** Rules of quality on the way in: those of the mapping for a column, then those of the company for the field. */

import type { Database } from '@tandem/db'
import {
  bookOf,
  type Check,
  type Dictionary,
  dictionaryOf,
  type FieldRule,
  inspect,
  loadBook,
  type QualityBook,
  readCheck,
  readWords,
  type Verdict,
} from '@tandem/hub'
import { type Id, type Json, ok, type Refusal, type Result, refuse } from '@tandem/kernel'
import type { ImportTarget } from './target.ts'

/** A check as a mapping writes it: `{ "check": "case", "as": "upper" }`, with what happens when it is broken. */
export type ColumnCheck = Check & { readonly grade?: 'error' | 'warning' }

export type Cleaner = (column: string | null, field: string, text: string) => Verdict

export const NO_RULES: QualityBook = bookOf([], () => undefined)

/** A side's documents by another name than the joint's kinds. */
const KINDS: Readonly<Record<string, string>> = { party: 'customer', 'sales-order': 'order' }

/** The company's rules for what is imported. */
export function companyRules(database: Database, tenant: Id, { definition }: ImportTarget): Promise<QualityBook> {
  return database.read(tenant, (tx) => loadBook(tx, KINDS[definition.name] ?? definition.name))
}

export interface OwnChecks {
  readonly columns: ReadonlyMap<string, readonly FieldRule[]>
  readonly dictionary: (name: string) => Dictionary | undefined
}

export function cleanerOf(own: OwnChecks, company: QualityBook): Cleaner {
  return (column, field, text) => {
    const first = inspect((column !== null && own.columns.get(column)) || [], text, own.dictionary)
    if (first.problem) return first
    const second = company.inspect(field, first.text)
    return { ...second, changes: [...first.changes, ...second.changes] }
  }
}

/** Reads checks by column, and dictionaries. Refuses `import/bad-mapping` and says where. */
export function readChecks(
  columns: Readonly<Record<string, Json>>,
  dictionaries: Readonly<Record<string, Json>>,
): Result<OwnChecks> {
  const books = new Map<string, Dictionary>()
  for (const [name, given] of Object.entries(dictionaries)) {
    const words = readWords(given)
    if (!words.ok) return bad(`dictionaries.${name}`, words.refusal)
    books.set(name, dictionaryOf(words.value))
  }
  const read = new Map<string, FieldRule[]>()
  for (const [column, checks] of Object.entries(columns)) {
    if (!Array.isArray(checks)) return refuse('import/bad-mapping', { at: `${column}.checks`, problem: 'it must be a list' })
    for (const one of checks as readonly Json[]) {
      const rule = readRule(one)
      if (!rule.ok) return bad(`${column}.checks`, rule.refusal)
      const { check } = rule.value
      if (check.check === 'dictionary' && !books.has(check.dictionary)) {
        return refuse('import/bad-mapping', { at: `${column}.checks`, problem: `there is no dictionary ${check.dictionary}` })
      }
      read.set(column, [...(read.get(column) ?? []), rule.value])
    }
  }
  return ok({ columns: read, dictionary: (name) => books.get(name) })
}

function readRule(given: Json): Result<FieldRule> {
  const { check = '', grade = 'error', ...options } = (given ?? {}) as { readonly [key: string]: Json }
  const read = readCheck(String(check), options)
  return read.ok ? ok({ id: null, grade: grade === 'warning' ? 'warning' : 'error', check: read.value }) : read
}

function bad(at: string, { code, details }: Refusal) {
  const problem = Object.entries(details).map(([name, value]) => `${name}: ${String(value)}`)
  return refuse('import/bad-mapping', { at, problem: `${code} (${problem.join(', ')})` })
}

/** What is wrong in the words of an import: with what was likely meant, when something was. */
export function problemOf({ problem }: Verdict): Refusal | undefined {
  if (!problem) return undefined
  const { code, details, suggestion } = problem
  if (!suggestion) return { code, details }
  const likeness = String(Math.round(suggestion.likeness * 1000) / 10)
  return { code: 'import/did-you-mean', details: { ...details, suggestion: [suggestion.to, ...suggestion.others], likeness } }
}
