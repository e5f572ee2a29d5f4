/** A mapping at work: native values to the joint's and back. Pure. */

import type { Fields } from '@tandem/kernel'
import { type Json, ok, type Result, refuse } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { readValues } from '../engine/values.ts'
import type { MappingRow, Step } from './definition.ts'
import { nameIn, parentOf, saidBy } from './names.ts'
import { inverseOf, runSteps, valueAt } from './transforms.ts'

/** Rows made ready: those of the document, each with those of its lines. */
export interface Compiled {
  readonly revision: number
  readonly rows: readonly Ready[]
  /** The kind's fields and the company's own, to check what comes out. */
  readonly fields: Fields
  /** What is made up on the way in and has no place there, by field: a unit or currency that is always the same. */
  readonly always: ReadonlyMap<string, Json>
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
    always: new Map(rows.flatMap(alwaysOf)),
    rows: top.map((row) => ({
      ...readyRow(row, row.field),
      lines: rows.flatMap((line) => (parentOf(line.field) === row.field ? [readyRow(line, nameIn(line.field))] : [])),
    })),
  }
}

function alwaysOf({ field, native, direction, in: steps = [] }: MappingRow): [string, Json][] {
  const last = steps.at(-1)
  return last?.do === 'constant' && (native === null || direction === 'in') ? [[field, last.value]] : []
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

/**
 * What the joint says, in the system's terms. Fields it does not take are left out, also of what has changed. Refused with
 * `joint/other-unit` when a quantity or amount is in another unit or currency than the only one that it is kept in there.
 */
export async function mapOut(compiled: Compiled, values: Values, changed: readonly string[]): Promise<Result<Outward>> {
  const { rows } = compiled
  const other = changed.length > 0 && compiled.always.size > 0 ? inOtherUnit(compiled, values, new Set(changed)) : undefined
  if (other) return other
  const result = await rowsOut(rows, values)
  if (!result.ok) return result
  const wanted = new Set(changed)
  const paths = rows.flatMap(({ field, native, outward }) => (outward && native && wanted.has(field) ? [rootOf(native)] : []))
  return ok({ values: result.value, changed: [...new Set(paths)] })
}

function inOtherUnit({ rows, fields, always }: Compiled, values: Values, changed: ReadonlySet<string>) {
  for (const { field, outward, lines } of rows) {
    if (!outward) continue
    for (const name of lines.length === 0 ? [field] : lines.flatMap((line) => (line.outward ? [`${field}.${line.field}`] : []))) {
      const beside = saidBy(name, fields)
      const wanted = beside === undefined ? undefined : always.get(beside)
      if (beside === undefined || wanted === undefined) continue
      if (!changed.has(field) && !changed.has(parentOf(beside) ?? beside)) continue
      const value = unitsOf(name, beside, values).find((one) => one !== null && one !== wanted)
      if (value !== undefined) return refuse('joint/other-unit', { field: name, beside, value, wanted })
    }
  }
  return undefined
}

/** The units or currencies of the values of a field, in a document or in its lines; of empty ones none. */
function unitsOf(name: string, beside: string, values: Values): Json[] {
  const of = (field: string): readonly Values[] => {
    const parent = parentOf(field)
    if (parent === undefined) return [values]
    return Array.isArray(values[parent]) ? (values[parent] as unknown as readonly Values[]) : []
  }
  const filled = of(name).filter((one) => (one[parentOf(name) === undefined ? name : nameIn(name)] ?? null) !== null)
  if (parentOf(beside) === undefined) return filled.length > 0 ? [values[beside] ?? null] : []
  const says = of(beside)
  // What becomes of lines names them by number; within a line its own unit counts.
  const lines =
    parentOf(name) === parentOf(beside) ? filled : says.filter((line) => filled.some((one) => one.lineNumber === line.lineNumber))
  return lines.map((line) => line[nameIn(beside)] ?? null)
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
