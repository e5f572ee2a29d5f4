/** Values as the joint keeps them: checked against a kind's fields, in one form only, so that equal things are equal texts. */
import { Decimal, type Field, type Fields, isInstant, isPlainDate, type Json, ok, type Result, refuse } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { kindOf } from '../kinds.ts'

/** A company's own fields of a kind are values under keys that begin so: `custom.size`. */
export const CUSTOM = 'custom.'

/**
 * Checks what a connector reported and brings it into the one form: decimals shortest, empty optional texts null, unknown
 * fields dropped, fields left out left out. Refused for the first field that cannot be read, naming it. Custom values that
 * `fields` does not describe stay as they are: who reads them first, at the seam, knows their types.
 */
export function readValues(fields: Fields, given: Values, path = ''): Result<Values> {
  const read: Record<string, Json> = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = given[name]
    if (value === undefined) continue
    const result = readValue(field, value, path + name)
    if (!result.ok) return result
    read[name] = result.value
  }
  for (const name in given) if (name.startsWith(CUSTOM) && !(name in fields)) read[name] = given[name] ?? null
  return ok(read)
}

function readValue(field: Field, value: Json, path: string): Result<Json> {
  if (value === null || (value === '' && field.kind !== 'text')) {
    return field.optional ? ok(null) : refuse('joint/field-missing', { field: path })
  }
  switch (field.kind) {
    case 'text':
      return readText(field, value, path)
    case 'choice':
      return field.of.includes(value as string)
        ? ok(value)
        : refuse('joint/unknown-choice', { field: path, value: shown(value), allowed: field.of.join(', ') })
    case 'flag':
      return typeof value === 'boolean' ? ok(value) : wrongType(path, value, 'true/false')
    case 'integer':
      return Number.isSafeInteger(value) ? ok(value) : wrongType(path, value, 'a whole number')
    case 'date':
      return isPlainDate(value) ? ok(value) : wrongType(path, value, 'YYYY-MM-DD')
    case 'instant':
      return isInstant(value) ? ok(value) : wrongType(path, value, 'YYYY-MM-DDThh:mm:ssZ')
    case 'reference':
      return typeof value === 'string' ? ok(value) : wrongType(path, value, 'text')
    case 'lines':
      return readLines(field.of, value, path)
    case 'json':
    case 'custom':
      return ok(value)
    default:
      return readDecimal(DIGITS[field.kind], value, path)
  }
}

function readText(field: Field, value: Json, path: string): Result<Json> {
  if (typeof value !== 'string') return wrongType(path, value, 'text')
  return value === '' && field.optional ? ok(null) : ok(value)
}

/** Digits before and behind the point, as the tables of both sides have them. */
const DIGITS = { amount: [16, 4], price: [14, 6], quantity: [14, 6], percent: [5, 4] } as const

function readDecimal([whole, behind]: readonly [number, number], value: Json, path: string): Result<Json> {
  const number = typeof value === 'string' ? Decimal.parse(value) : undefined
  if (!number) return wrongType(path, value, "a decimal as text, '12.5'")
  const text = number.toString()
  const [before = '', after = ''] = text.replace('-', '').split('.')
  return before.length > whole || after.length > behind
    ? refuse('joint/too-many-digits', { field: path, value: text, whole, behind })
    : ok(text === '-0' ? '0' : text)
}

function readLines(of: Fields, value: Json, path: string): Result<Json> {
  if (!Array.isArray(value)) return wrongType(path, value, 'a list')
  const lines: Json[] = []
  for (const [i, line] of value.entries()) {
    if (typeof line !== 'object' || line === null || Array.isArray(line)) return wrongType(`${path}[${i}]`, line, 'a line')
    // Lines are compared as a whole, so a line must say all its fields.
    const whole = { ...Object.fromEntries(Object.keys(of).map((name) => [name, null])), ...(line as Values) }
    const read = readValues(of, whole, `${path}[${i}].`)
    if (!read.ok) return read
    lines.push(read.value as Json)
  }
  return ok(lines)
}

function wrongType(field: string, value: Json, expected: string) {
  return refuse('joint/wrong-type', { field, value: shown(value), expected })
}

function shown(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}...` : text
}

/** Whether two values say the same, whatever the order of their keys. Undefined is nobody's value and equals only itself. */
export function sameValue(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((value, i) => sameValue(value, b[i]))
  }
  if (Array.isArray(b)) return false
  const [left, right] = [a as Values, b as Values]
  const names = Object.keys(left)
  return names.length === Object.keys(right).length && names.every((name) => sameValue(left[name], right[name]))
}

/** The fields in which `next` says something else than `base`. What `next` leaves out is no difference. */
export function differingFields(base: Values, next: Values): string[] {
  return Object.keys(next).filter((name) => !sameValue(base[name] ?? null, next[name]))
}

/** The fields that a person calls a document by, the most telling first. */
export const SUBJECT_FIELDS = ['number', 'code', 'name', 'line1'] as const

/** What a person calls a document. */
export function subjectOf(values: Values, externalId: string | null): string {
  for (const name of SUBJECT_FIELDS) {
    const value = values[name]
    if (typeof value === 'string' && value !== '') return value
  }
  return externalId ?? '?'
}

const needed = new Map<string, ReadonlySet<string>>()

/** Fields that a kind cannot be without, remembered: it is asked at every echo. */
export function neededOf(kind: string): ReadonlySet<string> {
  let names = needed.get(kind)
  if (!names) {
    const fields = Object.entries<Field>(kindOf(kind).fields)
    names = new Set(fields.flatMap(([name, field]) => (field.optional ? [] : [name])))
    needed.set(kind, names)
  }
  return names
}
