/**
 * Rules of quality at work on what systems tell: on a system's own fields before a mapping reads them, on the joint's behind
 * it and before their types are checked. What is sure is put right, what breaks a rule of grade `error` is not taken in.
 */
import { sql, type Tx } from '@tandem/db'
import { type Field, type Fields, type Json, ok, type Result, refuse } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { fieldAt, isFieldOf, placesOf, stepsOf, valueIn, withValueIn } from '../path.ts'
import { loadRules, type Rule } from './book.ts'
import type { Dictionaries, Problem } from './checks.ts'
import { bookOf, type QualityBook, textOf, valueFrom } from './inspect.ts'

/** A rule that counts for every system. */
export const EVERY_SYSTEM = '*'

export interface Arrival {
  /** On fields of the system's own. */
  own(values: Values): Result<Values>
  /** On the joint's. */
  joint(values: Values): Result<Values>
}

/** By system and kind. Undefined: no rule looks at what that system tells. */
export type Arrivals = (system: string, kind: string) => Arrival | undefined

export const NO_ARRIVALS: Arrivals = () => undefined

/** `fieldsOf`: the joint's fields of a kind, the company's own among them. */
export async function loadArrivals(tx: Tx, fieldsOf: (kind: string) => Fields): Promise<Arrivals> {
  const { rules, dictionaries } = await loadRules(tx, sql`source is not null`)
  if (rules.length === 0) return NO_ARRIVALS
  const known = new Map<string, Arrival | undefined>()
  return (system, kind) => {
    const key = `${system} ${kind}`
    if (!known.has(key)) {
      const mine = rules.filter((rule) => rule.kind === kind && (rule.source === system || rule.source === EVERY_SYSTEM))
      known.set(key, mine.length === 0 ? undefined : arrivalOf(mine, dictionaries, fieldsOf(kind)))
    }
    return known.get(key)
  }
}

function arrivalOf(rules: readonly Rule[], dictionaries: Dictionaries, fields: Fields): Arrival {
  const own = bookOf(
    rules.filter(({ field }) => !isFieldOf(fields, field)),
    dictionaries,
  )
  const joint = bookOf(
    rules.filter(({ field }) => isFieldOf(fields, field)),
    dictionaries,
  )
  return {
    own: (values) => putRight(own, {}, values),
    joint: (values) => putRight(joint, fields, values),
  }
}

/** A field that was not told says nothing, so nothing is asked of it. Refused for the first that breaks a rule, naming it. */
function putRight(book: QualityBook, fields: Fields, values: Values): Result<Values> {
  let right = values
  for (const field of book.fields.keys()) {
    for (const place of placesOf(values, field)) {
      const value = valueIn(values, place)
      const text = value === undefined ? undefined : textOf(value)
      if (text === undefined) continue
      const { text: to, problem } = book.inspect(field, text)
      if (problem?.grade === 'error') return broken(problem, place, text)
      if (to !== text) right = withValueIn(right, place, asTold(fieldAt(fields, stepsOf(place)), value as Json, to))
    }
  }
  return ok(right)
}

function broken({ code, details, suggestion }: Problem, field: string, value: string): Result<never> {
  const meant = suggestion && {
    suggestion: [suggestion.to, ...suggestion.others],
    likeness: String(Math.round(suggestion.likeness * 1000) / 10),
  }
  return refuse(code, { ...details, ...meant, field, value })
}

/** A field of the system's own stays of the type that it had, where the text can be that. */
function asTold(field: Field | undefined, before: Json, to: string): Json {
  if (field) return valueFrom(field.kind, to)
  if (typeof before === 'number') return valueFrom('integer', to)
  return typeof before === 'boolean' ? valueFrom('flag', to) : to
}
