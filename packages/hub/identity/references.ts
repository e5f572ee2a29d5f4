/** References inside values: a record's id in the joint, an external id in a system. */
import type { Fields, Json } from '@tandem/kernel'
import type { Values } from '../connector.ts'

export interface Reference {
  readonly kind: string
  readonly id: string
}

/** All references of a document, those inside its lines too, in order of its fields. */
export function referencesIn(fields: Fields, values: Values): Reference[] {
  const found: Reference[] = []
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name]
    if (value === null || value === undefined) continue
    if (field.kind === 'reference') found.push({ kind: field.to, id: value as string })
    if (field.kind === 'lines') for (const line of value as Values[]) found.push(...referencesIn(field.of, line))
  }
  return found
}

/** The same values with every reference replaced, the very same where there are none. `replace` must know them all. */
export function mapReferences(fields: Fields, values: Values, replace: (reference: Reference) => string): Values {
  const isPlain = Object.entries(values).every(
    ([name, value]) => value !== undefined && (value === null || !REFERRING.has(fields[name]?.kind ?? '')),
  )
  return isPlain ? values : mapped(fields, values, replace)
}

const REFERRING = new Set(['reference', 'lines'])

function mapped(fields: Fields, values: Values, replace: (reference: Reference) => string): Values {
  const result: Record<string, Json> = {}
  for (const [name, value] of Object.entries(values)) {
    const field = fields[name]
    if (value === null || value === undefined) result[name] = null
    else if (field?.kind === 'reference') result[name] = replace({ kind: field.to, id: value as string })
    else if (field?.kind === 'lines') result[name] = (value as Values[]).map((line) => mapped(field.of, line, replace))
    else result[name] = value
  }
  return result
}
