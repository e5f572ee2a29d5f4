/** A mapping at work: native values to the joint's and back. Pure. */

import type { Fields } from '@tandem/kernel'
import { type Json, ok, type Result } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { CUSTOM, readValues } from '../engine/values.ts'
import type { MappingRow, Step } from './definition.ts'
import { inverseOf, runSteps, valueAt } from './transforms.ts'

/** Rows made ready: those of the document, each with those of its lines. */
export interface Compiled {
  readonly revision: number
  readonly rows: readonly Ready[]
  /** The kind's fields and the company's own, to check what comes out. */
  readonly fields: Fields
}

export interface Ready {
  readonly field: string
  readonly native: string | null
  readonly inward: readonly Step[] | undefined
  readonly outward: readonly Step[] | undefined
  readonly lines: readonly Ready[]
}

export function compile(revision: number, rows: readonly MappingRow[], fields: Fields): Compiled {
  const top = rows.filter(({ field }) => parentOf(field) === undefined)
  return {
    revision,
    fields,
    rows: top.map((row) => ({
      ...readyRow(row, row.field),
      lines: rows.flatMap((line) => (parentOf(line.field) === row.field ? [readyRow(line, nameIn(line.field))] : [])),
    })),
  }
}

/** `lines.quantity` -> `lines`; a custom field stands by itself. */
export function parentOf(field: string): string | undefined {
  const dot = field.indexOf('.')
  return dot < 0 || field.startsWith(CUSTOM) ? undefined : field.slice(0, dot)
}

export function nameIn(field: string): string {
  return field.slice(field.indexOf('.') + 1)
}

function readyRow({ native, direction, in: inward = [], out }: MappingRow, field: string): Ready {
  return {
    field,
    native,
    inward: direction === 'out' ? undefined : inward,
    outward: direction === 'in' || native === null ? undefined : (out ?? inverseOf(inward) ?? []),
    lines: [],
  }
}

/**
 * What a system told, as the joint says it. Refused for the first field that cannot be, naming it. `putRight` looks at what
 * was made of it before its types are checked.
 */
export async function mapIn(
  { rows, fields }: Compiled,
  native: Values,
  putRight: (values: Values) => Result<Values> = ok,
): Promise<Result<Values>> {
  const mapped = await rowsIn(rows, native)
  const right = mapped.ok ? putRight(mapped.value) : mapped
  return right.ok ? readValues(fields, right.value) : right
}

async function rowsIn(rows: readonly Ready[], native: Values): Promise<Result<Values>> {
  const values: Record<string, Json> = {}
  for (const { field, native: path, inward, lines } of rows) {
    if (!inward) continue
    const given = path === null ? null : valueAt(native, path)
    const result = lines.length > 0 ? await linesIn(lines, given) : await runSteps(inward, given, native)
    if (!result.ok) return named(result, field)
    values[field] = result.value
  }
  return ok(values)
}

async function linesIn(rows: readonly Ready[], given: Json): Promise<Result<Json>> {
  const lines: Json[] = []
  for (const line of Array.isArray(given) ? given : []) {
    const result = await rowsIn(rows, line as Values)
    if (!result.ok) return result
    lines.push(result.value as Json)
  }
  return ok(lines)
}

function named(result: Result<never> | Result<Json>, field: string): Result<never> {
  if (result.ok) throw new RangeError('only what is refused is named')
  const { code, details } = result.refusal
  const inner = typeof details.field === 'string' ? `${field}.${details.field}` : field
  return { ok: false, refusal: { code, details: { ...details, field: inner } } }
}

export interface Outward {
  readonly values: Values
  readonly changed: readonly string[]
}

/** What the joint says, in the system's terms. Fields it does not take are left out, also of what has changed. */
export async function mapOut({ rows }: Compiled, values: Values, changed: readonly string[]): Promise<Result<Outward>> {
  const result = await rowsOut(rows, values)
  if (!result.ok) return result
  const wanted = new Set(changed)
  const paths = rows.flatMap(({ field, native, outward }) => (outward && native && wanted.has(field) ? [rootOf(native)] : []))
  return ok({ values: result.value, changed: [...new Set(paths)] })
}

async function rowsOut(rows: readonly Ready[], values: Values): Promise<Result<Values>> {
  const native: Record<string, Json> = {}
  for (const { field, native: path, outward, lines } of rows) {
    if (!outward || path === null) continue
    const value = values[field] ?? null
    const result = lines.length > 0 ? await linesOut(lines, value) : await runSteps(outward, value, values)
    if (!result.ok) return named(result, field)
    put(native, path, result.value)
  }
  return ok(native)
}

async function linesOut(rows: readonly Ready[], given: Json): Promise<Result<Json>> {
  const lines: Json[] = []
  for (const line of Array.isArray(given) ? given : []) {
    const result = await rowsOut(rows, line as Values)
    if (!result.ok) return result
    lines.push(result.value as Json)
  }
  return ok(lines)
}

/** What a connector is told has changed: the top of a path. */
function rootOf(path: string): string {
  return path.split('.')[0] as string
}

/** Sets the value at a path, copying what it changes below the top. */
export function put(target: Record<string, Json>, path: string, value: Json): void {
  const names = path.split('.')
  let at = target
  for (const name of names.slice(0, -1)) {
    const inner = at[name]
    const next = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? { ...(inner as Values) } : {}
    at[name] = next as Json
    at = next as Record<string, Json>
  }
  at[names.at(-1) as string] = value
}
