/** One value through all rules of its field, in order: what it becomes by itself, and what a person must look at. */
import type { Field, Json } from '@tandem/kernel'
import { type Check, type CheckName, type Dictionaries, type Problem, runCheck } from './checks.ts'

/** `error`: a row of a file with it is not taken in. `warning`: it is, and the audit finds it. */
export type Grade = 'error' | 'warning'

export interface FieldRule {
  /** Null for a rule that stands in a file, not in the database. */
  readonly id: string | null
  readonly grade: Grade
  readonly check: Check
}

export interface Verdict {
  /** The value in its standard form. */
  readonly text: string
  readonly changes: readonly {
    readonly rule: string | null
    readonly check: CheckName
    readonly from: string
    readonly to: string
  }[]
  /** The first thing that is wrong; the checks behind it were not made. */
  readonly problem?: Problem & { readonly rule: string | null; readonly check: CheckName; readonly grade: Grade }
}

export function inspect(rules: readonly FieldRule[], given: string, dictionaries: Dictionaries): Verdict {
  let text = given
  const changes: Verdict['changes'][number][] = []
  for (const { id, grade, check } of rules) {
    const { to, problem } = runCheck(check, text, dictionaries)
    if (problem) return { text, changes, problem: { ...problem, rule: id, check: check.check, grade } }
    if (to === undefined) continue
    changes.push({ rule: id, check: check.check, from: text, to })
    text = to
  }
  return { text, changes }
}

/** The rules of one kind, by field. */
export interface QualityBook {
  readonly fields: ReadonlyMap<string, readonly FieldRule[]>
  inspect(field: string, text: string): Verdict
}

export function bookOf(rules: readonly (FieldRule & { readonly field: string })[], dictionaries: Dictionaries): QualityBook {
  const fields = new Map<string, FieldRule[]>()
  for (const { field, ...rule } of rules) fields.set(field, [...(fields.get(field) ?? []), rule])
  return { fields, inspect: (field, text) => inspect(fields.get(field) ?? [], text, dictionaries) }
}

/** A value of a record as the text its rules look at. Lines and other structures have none. */
export function textOf(value: Json | undefined): string | undefined {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? undefined : String(value)
}

/** A text as a field of that kind keeps it: whole numbers are numbers, yes and no are flags, an empty text is nothing. */
export function valueFrom(kind: Field['kind'] | undefined, text: string): Json {
  if (text === '') return null
  if (kind === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text)
  return kind === 'flag' && (text === 'true' || text === 'false') ? text === 'true' : text
}
