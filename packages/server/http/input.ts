/** Input from outside against its schema: the value, or a refusal that says for each field what is wrong and what to do. */
import { type Details, type Field, type Fields, ok, type Result, refuse } from '@tandem/kernel'
import type { z } from 'zod'

const MOST_ERRORS = 100

interface FieldRefusal {
  readonly pointer: string
  readonly code: string
  readonly details: Details
}

type Issue = z.core.$ZodIssue

/** Checks a value; refuses `input/invalid` with `errors`, a list of pointers with codes. `at` is the pointer of the value. */
export function checkInput<T>(schema: z.ZodType<T>, value: unknown, at = ''): Result<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  return invalid(parsed.error.issues.flatMap((issue) => errorsOf(issue, value, at)))
}

export function invalid(errors: readonly FieldRefusal[]): Result<never> {
  const fields = errors.slice(0, 3).map(({ pointer }) => pointer || '/')
  return refuse('input/invalid', {
    fields: errors.length > 3 ? [...fields, '...'] : fields,
    errors: errors.slice(0, MOST_ERRORS) as unknown as Details[],
  })
}

function errorsOf(issue: Issue, value: unknown, at: string): FieldRefusal[] {
  const pointer = at + issue.path.map((key) => `/${escaped(String(key))}`).join('')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: `${pointer}/${escaped(key)}`, code: 'input/unknown-field', details: {} }))
  }
  return [{ pointer, ...reasonOf(issue, given(value, issue.path)) }]
}

function reasonOf(issue: Issue, value: unknown): { code: string; details: Details } {
  if (value === undefined) return { code: 'input/missing', details: {} }
  if (value === null) return { code: 'input/not-empty', details: {} }
  if (issue.code === 'custom') return issue.params as { code: string; details: Details }
  switch (issue.code) {
    case 'invalid_value':
      return { code: 'input/not-a-choice', details: { choices: issue.values.map(String) } }
    case 'too_big':
      return tooBig(issue)
    case 'too_small':
      return typeof value === 'number' ? outOfRange() : { code: 'input/too-short', details: { min: Number(issue.minimum) } }
    case 'invalid_type':
      return wrongType(issue.expected, value)
    default:
      return { code: 'input/wrong-type', details: { expected: issue.code } }
  }
}

function tooBig(issue: z.core.$ZodIssueTooBig): { code: string; details: Details } {
  if (issue.origin === 'string') return { code: 'input/too-long', details: { max: Number(issue.maximum) } }
  return issue.origin === 'array' ? { code: 'input/too-many', details: { max: Number(issue.maximum) } } : outOfRange()
}

function wrongType(expected: string, value: unknown): { code: string; details: Details } {
  if (expected === 'string' && typeof value === 'number') return { code: 'input/number-not-text', details: {} }
  if (expected === 'int') return outOfRange()
  return { code: 'input/wrong-type', details: { expected } }
}

function outOfRange(): { code: string; details: Details } {
  return { code: 'input/out-of-range', details: { min: -(2 ** 31), max: 2 ** 31 - 1 } }
}

function given(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value)
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

/**
 * The parameters of a query as input: whole numbers and flags are read from their text, lines and JSON from JSON text.
 * What cannot be read is passed on as text, so that the schema says what is wrong with it.
 */
export function fromQuery(fields: Fields, query: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(query).map(([name, value]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    return [name, field && typeof value === 'string' ? fromText(field, value) : value]
  })
  return Object.fromEntries(entries)
}

function fromText(field: Field, text: string): unknown {
  switch (field.kind) {
    case 'flag':
      return text === 'true' ? true : text === 'false' ? false : text
    case 'integer':
      return /^-?\d{1,15}$/.test(text) ? Number(text) : text
    case 'lines':
    case 'json':
      return fromJson(text)
    default:
      return text
  }
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
