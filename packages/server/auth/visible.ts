/**
 * What somebody is shown of what they may read. Sensitive fields are named by the definitions; what is made of them in
 * answers to questions, by the lists here. Taken out by name, at any depth: in documents, lines, events and answers alike.
 */
import type { Definition, Fields } from '@tandem/kernel'
import { type Access, SENSITIVE, type Sensitive } from './grants.ts'

/** Names in answers that no definition has. */
const IN_ANSWERS: Readonly<Record<Sensitive, readonly string[]>> = {
  cost: ['averageCost', 'unitCost', 'stockValue', 'margin', 'marginPercent', 'marginRate'],
  credit: ['creditUsed', 'creditAvailable'],
}

/** Names that are sensitive in the answer to one question only. */
const IN_ANSWER_TO: Readonly<Record<string, Readonly<Partial<Record<Sensitive, readonly string[]>>>>> = {
  'erp.stock': { cost: ['value'] },
}

/** By each kind the names that give it away. */
export type Secrets = Readonly<Record<Sensitive, ReadonlySet<string>>>

export function secretsOf(definitions: readonly Definition[]): Secrets {
  const named = definitions.flatMap(({ fields }) => sensitiveFields(fields))
  const entries = SENSITIVE.map((kind) => {
    const own = named.flatMap(([name, sensitive]) => (sensitive === kind ? [name] : []))
    return [kind, new Set([...own, ...IN_ANSWERS[kind]])]
  })
  return Object.fromEntries(entries) as Secrets
}

function sensitiveFields(fields: Fields): [string, Sensitive][] {
  return Object.entries(fields).flatMap(([name, field]): [string, Sensitive][] => [
    ...(field.sensitive ? [[name, field.sensitive] as [string, Sensitive]] : []),
    ...(field.kind === 'lines' ? sensitiveFields(field.of) : []),
  ])
}

const views = new WeakMap<Definition, Map<string, Definition>>()

/** The definition without what is hidden: what it does not have cannot be listed, filtered by or sorted by. */
export function viewOf(definition: Definition, { hidden }: Access): Definition {
  if (hidden.length === 0) return definition
  const known = views.get(definition) ?? new Map<string, Definition>()
  views.set(definition, known)
  const key = hidden.join()
  const view = known.get(key) ?? { ...definition, fields: without(definition.fields, hidden) }
  known.set(key, view)
  return view
}

function without(fields: Fields, hidden: readonly Sensitive[]): Fields {
  const kept = Object.entries(fields).filter(([, { sensitive }]) => !sensitive || !hidden.includes(sensitive))
  return Object.fromEntries(
    kept.map(([name, field]) => [name, field.kind === 'lines' ? { ...field, of: without(field.of, hidden) } : field]),
  )
}

/** A value without what is hidden from somebody; the value itself where nothing is. `question` is `erp.stock`, say. */
export function concealed<T>(value: T, secrets: Secrets, { hidden }: Access, question = ''): T {
  if (hidden.length === 0) return value
  const more = IN_ANSWER_TO[question]
  const isSecret = (name: string) => hidden.some((kind) => secrets[kind].has(name) || more?.[kind]?.includes(name))
  return stripped(value, isSecret, hidden.includes('credit')) as T
}

function stripped(value: unknown, isSecret: (name: string) => boolean, noCredit: boolean): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    // A row about one field, as lineage and conflicts have them, tells that field's values under other names.
    const rows = value.filter((row) => !isSecret(String((row as { field?: unknown } | null)?.field ?? '')))
    return rows.map((row) => stripped(row, isSecret, noCredit))
  }
  const entries = Object.entries(value).filter(([name]) => !isSecret(name))
  const given = value as { ask?: unknown }
  if (noCredit && given.ask === 'credit') return stateOf(value)
  return Object.fromEntries(
    entries.map(([name, inner]) => [name, noCredit && name === 'credit' ? stateOf(inner) : stripped(inner, isSecret, noCredit)]),
  )
}

/** Of a customer's credit, whether there is some is no secret: orders wait for it. */
function stateOf(credit: unknown): unknown {
  if (typeof credit !== 'object' || credit === null) return credit
  return Object.fromEntries(Object.entries(credit).filter(([name]) => name === 'ask' || name === 'state'))
}
