/** What is wrong with a mapping, row by row, before it may be saved. Pure; what it is checked against is read elsewhere. */
import type { Details, Field, Fields } from '@tandem/kernel'
import type { NativeField } from '../connector.ts'
import { readValues } from '../engine/values.ts'
import type { MappingRow, Step } from './definition.ts'
import { expressionOf } from './expression.ts'
import { nameIn, parentOf, saidBy } from './names.ts'
import { inverseOf } from './transforms.ts'
import { afterStep, fits, type Type, typeOfField, typeOfNative, uncovered } from './types.ts'

export interface Problem {
  /** The number of the row; null when it is about the whole. */
  readonly row: number | null
  readonly code: string
  readonly details: Details
}

export interface Against {
  /** The joint's fields of the kind, custom ones among them. */
  readonly fields: Fields
  readonly native: readonly NativeField[]
}

export function checkRows(rows: readonly MappingRow[], against: Against): Problem[] {
  const seen = new Set<string>()
  return rows.flatMap((row, i) => {
    const problems: Omit<Problem, 'row'>[] = []
    const tell: Tell = (code, details) => {
      problems.push({ code, details: { field: row.field, ...details } })
    }
    if (seen.has(row.field)) tell('mapping/field-twice', {})
    seen.add(row.field)
    checkRow(row, rows, against, tell)
    return problems.map((problem) => ({ row: i, ...problem }))
  })
}

type Tell = (code: string, details: Details) => undefined

function checkRow(row: MappingRow, rows: readonly MappingRow[], against: Against, tell: Tell): undefined {
  const place = placeOf(row, rows, against)
  if (!place) return tell('mapping/unknown-field', {})
  if (!checkExpressions(row, tell)) return
  const native = row.native === null ? undefined : nativeAt(place.native, row.native)
  if (row.native !== null && !native) {
    return tell('mapping/unknown-native', { native: row.native, known: place.native.map(({ path }) => path).join(', ') })
  }
  if (place.field.kind === 'lines') {
    if (native?.kind !== 'lines') tell('mapping/wrong-type', { gives: native?.kind ?? 'nothing', wanted: 'lines' })
    return undefined
  }
  if (row.direction !== 'out') checkIn(row, place.field, native, tell)
  if (row.direction !== 'in' && native) checkOut(row, place.field, native, tell)
  if (native) checkMeaning(row, rows, { ...place, all: against.fields }, native, tell)
}

interface Place {
  readonly field: Field
  readonly fields: Fields
  readonly native: readonly NativeField[]
}

/** The field of a row, and where its native side is looked for: within the lines it belongs to. */
function placeOf(row: MappingRow, rows: readonly MappingRow[], { fields, native }: Against): Place | undefined {
  const parent = parentOf(row.field)
  if (parent === undefined) return fields[row.field] && { field: fields[row.field] as Field, fields, native }
  const lines = fields[parent]
  const parentRow = rows.find(({ field }) => field === parent)
  if (lines?.kind !== 'lines' || !parentRow?.native) return undefined
  const field = lines.of[nameIn(row.field)]
  return field && { field, fields: lines.of, native: nativeAt(native, parentRow.native)?.of ?? [] }
}

function nativeAt(native: readonly NativeField[], path: string): NativeField | undefined {
  return native.find((one) => one.path === path)
}

function checkExpressions({ in: inward = [], out = [] }: MappingRow, tell: Tell): boolean {
  for (const step of [...inward, ...out]) {
    if (step.do !== 'jsonata') continue
    try {
      expressionOf(step.expression)
    } catch (error) {
      tell('mapping/bad-expression', { because: String((error as { message?: unknown }).message ?? error) })
      return false
    }
  }
  return true
}

function checkIn({ in: steps = [] }: MappingRow, field: Field, native: NativeField | undefined, tell: Tell): void {
  const type = follow(steps, native ? typeOfNative(native) : { kind: 'nothing' }, tell)
  if (!type) return
  const wanted = typeOfField(field)
  if (type.constant === undefined ? !fits(type, wanted) : !isValue(field, type.constant)) {
    tell('mapping/wrong-type', { gives: shown(type), wanted: shown(wanted) })
  }
}

function isValue(field: Field, constant: string | number | boolean): boolean {
  return readValues({ value: field }, { value: constant }).ok
}

function checkOut({ in: inward = [], out }: MappingRow, field: Field, native: NativeField, tell: Tell): undefined {
  if (native.readOnly) return tell('mapping/read-only', { native: native.path })
  const steps = out ?? inverseOf(inward)
  if (!steps) return tell('mapping/no-way-back', { steps: inward.map((step) => step.do).join(', ') })
  // A constant is made up on the way in: what goes out is what the joint says.
  const type = follow(steps, typeOfField(field), tell)
  if (type && !fits(type, typeOfNative(native))) {
    tell('mapping/wrong-type', { gives: shown(type), wanted: shown(typeOfNative(native)) })
  }
}

function follow(steps: readonly Step[], from: Type, tell: Tell): Type | undefined {
  let type = from
  for (const step of steps) {
    const missing = uncovered(step, type)
    if (missing.length > 0) tell('mapping/choice-not-covered', { missing: missing.join(', ') })
    const next = afterStep(step, type)
    if (!next) {
      tell('mapping/wrong-step', { step: step.do, type: shown(type) })
      return undefined
    }
    type = next
  }
  return type
}

function shown({ kind, choices, constant }: Type): string {
  if (constant !== undefined) return String(constant)
  return choices ? choices.join('/') : kind
}

/** Units, currencies, scales and forms of dates that the system declares must be accounted for. */
function checkMeaning(
  row: MappingRow,
  rows: readonly MappingRow[],
  { field, all }: Place & { readonly all: Fields },
  native: NativeField,
  tell: Tell,
): void {
  const steps = row.in ?? []
  if (row.direction !== 'out' && native.scale !== undefined && !scales(steps, native.scale)) {
    tell('mapping/wrong-scale', { native: native.path, scale: native.scale })
  }
  if (row.direction !== 'out' && native.format !== undefined && field.kind === 'date') {
    const parsed = steps.find((step) => step.do === 'parse-date')
    if (parsed?.do !== 'parse-date' || parsed.format !== native.format) {
      tell('mapping/wrong-format', { native: native.path, format: native.format })
    }
  }
  const wanted = field.kind === 'quantity' ? native.unit : native.currency
  const beside = saidBy(row.field, all)
  if (wanted !== undefined && beside !== undefined) checkSaid(rows, beside, wanted, tell)
}

/** `100` there means 1 here: some step must divide by it. */
function scales(steps: readonly Step[], scale: string): boolean {
  return steps.some(
    (step) => step.do === 'scale' && inverseOf([step])?.some((back) => back.do === 'scale' && back.factor === scale),
  )
}

/** The field that says which unit or currency must always say that one. */
function checkSaid(rows: readonly MappingRow[], beside: string, wanted: string, tell: Tell): void {
  const last = rows.find(({ field }) => field === beside)?.in?.at(-1)
  if (last?.do !== 'constant' || last.value !== wanted) tell('mapping/wrong-unit', { beside, wanted })
}
