/** Where a value stands in a document: in a field, in an object of the system's own, in a line. */
import type { Field, Fields, Json } from '@tandem/kernel'
import type { Values } from './connector.ts'

export type Steps = readonly (string | number)[]

/** `lines[3].quantity` -> lines, 3, quantity. */
export function stepsOf(path: string): Steps {
  return [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([step, index]) => (index === undefined ? step : Number(index)))
}

export function fieldAt(fields: Fields, steps: Steps): Field | undefined {
  const [name, , ...inside] = steps
  const field = fields[String(name)]
  if (steps.length <= 1 || field?.kind !== 'lines') return steps.length === 1 ? field : undefined
  return fieldAt(field.of, inside)
}

export function valueAt(values: Values, steps: Steps): Json | undefined {
  let value: unknown = values
  for (const step of steps) value = (value as Record<string, unknown> | null | undefined)?.[step]
  return value as Json | undefined
}

export function withValue(whole: Json, [step, ...rest]: Steps, to: Json): Json {
  if (step === undefined) return to
  const copy = structuredClone(whole) as Record<string, Json>
  copy[step] = withValue(copy[step] ?? null, rest, to)
  return copy
}

/** The value of a place as `placesOf` names it. */
export function valueIn(values: Values, place: string): Json | undefined {
  return place in values ? values[place] : valueAt(values, stepsOf(place))
}

/** The document with another value there. */
export function withValueIn(values: Values, place: string, to: Json): Values {
  if (place in values) return { ...values, [place]: to }
  const [head, ...inside] = stepsOf(place)
  return { ...values, [String(head)]: withValue(values[String(head)] ?? null, inside, to) }
}

/**
 * The places in a document that a field of a rule means: `phone` itself, `contact.mail` inside an object, and `lines.unit` in each
 * line. None for what the document does not tell.
 */
export function placesOf(values: Values, field: string): string[] {
  if (field in values) return [field]
  const at = field.indexOf('.')
  const whole = at < 0 ? undefined : values[field.slice(0, at)]
  if (!Array.isArray(whole)) return at < 0 ? [] : [field]
  return whole.map((_, i) => `${field.slice(0, at)}[${i}]${field.slice(at)}`)
}

/** Whether a field of a rule is the joint's: one of its fields, or one of its lines. */
export function isFieldOf(fields: Fields, field: string): boolean {
  if (field in fields) return true
  const [head = '', ...inside] = field.split('.')
  const lines = fields[head]
  return lines?.kind === 'lines' && isFieldOf(lines.of, inside.join('.'))
}
