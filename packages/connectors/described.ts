/**
 * A kind as people describe it: which of the joint's fields is which column or property of a system that has no connector
 * of its own. Data, checked when the connection is tried. What it cannot say, a mapping of the joint can.
 */
import { type Kind, kindNames, kindOf } from '@tandem/hub'
import { type Fields, type Json, ok, type Result, refuse } from '@tandem/kernel'

/** Where a field stands, and how its values are written there. */
export interface FieldPlace {
  /** A column, or a path of properties: `billing.city`. Absent: the value is always `constant`. */
  readonly at?: string
  readonly constant?: Json
  /** Pairs of theirs and ours: `[["Y", true], ["N", false]]`. What is not among them stays as it is. */
  readonly values?: readonly (readonly [Json, Json])[]
  /** How dates are written when they are text: `DD.MM.YYYY`. */
  readonly format?: string
  /** Said when reading, never written. */
  readonly readOnly?: boolean
}

export type FieldPlaces = Readonly<Record<string, FieldPlace>>

/** Reads `{ "code": "client_no", "onHold": { "at": "blocked", "values": [...] } }` for the fields of a kind or its lines. */
export function readPlaces(kind: string, fields: Fields, given: Json, at: string): Result<FieldPlaces> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return wrong(at, 'an object of field: column')
  const places: Record<string, FieldPlace> = {}
  for (const [name, one] of Object.entries(given as Readonly<Record<string, Json>>)) {
    const field = fields[name]
    if (!field || field.kind === 'lines') return wrong(`${at}.${name}`, `a field of ${kind}: ${simpleFields(fields).join(', ')}`)
    const place = typeof one === 'string' ? { at: one } : one
    if (!isPlace(place)) return wrong(`${at}.${name}`, '"column", or { "at", "constant", "values", "format", "readOnly" }')
    places[name] = place
  }
  return ok(places)
}

function simpleFields(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([name, { kind }]) => (kind === 'lines' ? [] : [name]))
}

const KNOWN = new Set(['at', 'constant', 'values', 'format', 'readOnly'])

function isPlace(given: unknown): given is FieldPlace {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false
  const { at, constant, values } = given as FieldPlace
  const isPairs =
    values === undefined || (Array.isArray(values) && values.every((pair) => Array.isArray(pair) && pair.length === 2))
  const stands = typeof at === 'string' && at !== ''
  return Object.keys(given).every((name) => KNOWN.has(name)) && isPairs && (stands || constant !== undefined)
}

/** Names a place in a description and what should stand there. */
export function wrong(at: string, must: string) {
  return refuse('described/wrong', { at, must })
}

export function describedKind(name: string): Result<Kind> {
  return (kindNames as readonly string[]).includes(name)
    ? ok(kindOf(name))
    : wrong(`kinds.${name}`, `one of ${kindNames.join(', ')}`)
}

export function isObject(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
