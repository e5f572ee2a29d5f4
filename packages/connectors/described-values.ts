/** Values of a described system in the joint's form and back. */
import type { Values } from '@tandem/hub'
import { type DateFormat, Decimal, type Field, type Fields, isInstant, isPlainDate, type Json, parseDate } from '@tandem/kernel'
import type { FieldPlace, FieldPlaces } from './described.ts'

/** What was read, by the joint's fields. `valueAt` finds a place in it; what it does not find is empty. */
export function toJoint(fields: Fields, places: FieldPlaces, valueAt: (at: string) => Json | undefined): Values {
  const values: Record<string, Json> = {}
  for (const [name, place] of Object.entries(places)) {
    const field = fields[name] as Field
    const raw = place.at === undefined ? (place.constant ?? null) : (valueAt(place.at) ?? null)
    const known = place.values?.find(([theirs]) => theirs === raw || String(theirs) === String(raw))
    values[name] = known ? known[1] : jointValue(field, raw, place)
  }
  return values
}

/** What cannot be read stays as it is: the joint then says what is wrong with it. */
function jointValue(field: Field, raw: Json, { format }: FieldPlace): Json {
  if (raw === null || raw === '') return null
  switch (field.kind) {
    case 'text':
    case 'choice':
    case 'reference':
      return typeof raw === 'object' ? JSON.stringify(raw) : String(raw)
    case 'flag':
      return flagOf(raw)
    case 'integer':
      return typeof raw === 'string' && /^-?\d{1,15}(\.0+)?$/.test(raw) ? Number(raw) : raw
    case 'amount':
    case 'price':
    case 'quantity':
    case 'percent':
      return decimalOf(raw)
    case 'date':
      return typeof raw === 'string' ? dateOf(raw, format) : raw
    case 'instant':
      return typeof raw === 'string' && isInstant(raw) ? raw : String(raw)
    default:
      return raw
  }
}

function flagOf(raw: Json): Json {
  const text = String(raw).toLowerCase()
  if (['true', '1', 'yes', 'y', 't'].includes(text)) return true
  return ['false', '0', 'no', 'n', 'f'].includes(text) ? false : raw
}

/** A double of JSON has at most 15 digits that mean something. */
function decimalOf(raw: Json): Json {
  const text = typeof raw === 'number' ? String(Number(raw.toPrecision(15))) : typeof raw === 'string' ? raw : undefined
  const parsed = text === undefined ? undefined : (Decimal.parse(text) ?? Decimal.parse(exponentless(text)))
  return parsed ? parsed.toString() : raw
}

function exponentless(text: string): string {
  return /^-?\d+(\.\d+)?e[+-]?\d+$/i.test(text) ? Number(text).toFixed(20).replace(/0+$/, '').replace(/\.$/, '') : text
}

function dateOf(text: string, format: string | undefined): Json {
  const read = format ? parseDate(text, format as DateFormat) : isPlainDate(text.slice(0, 10)) ? text.slice(0, 10) : undefined
  return read ?? text
}

/** The joint's values as the system writes them, by place; those of `only`, or all. */
export function toTheirs(fields: Fields, places: FieldPlaces, values: Values, only?: readonly string[]): Map<string, Json> {
  const theirs = new Map<string, Json>()
  for (const [name, place] of Object.entries(places)) {
    if (place.at === undefined || place.readOnly || !(name in values) || (only && !only.includes(name))) continue
    const value = values[name] ?? null
    const known = place.values?.find(([, ours]) => ours === value)
    theirs.set(place.at, known ? known[0] : theirValue(fields[name] as Field, value, place))
  }
  return theirs
}

function theirValue(field: Field, value: Json, { format }: FieldPlace): Json {
  if (field.kind !== 'date' || !format || typeof value !== 'string') return value
  const [year = '', month = '', day = ''] = value.split('-')
  return format.replace('YYYY', year).replace('YY', year.slice(2)).replace('MM', month).replace('DD', day)
}
