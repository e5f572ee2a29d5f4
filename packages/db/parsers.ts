/** How PostgreSQL's values become ours, the same for both drivers: exact, and never in this machine's time zone. */
import { Fault } from '@tandem/kernel'
import { arrayParser, arrayText } from './arrays.ts'

/** Types by their fixed oid, with the oid of their array: how their text is read. What is not here stays the driver's. */
const TYPES: readonly { readonly oid: number; readonly array: number; readonly parse: (text: string) => unknown }[] = [
  { oid: 16, array: 1000, parse: (text) => text === 't' },
  { oid: 20, array: 1016, parse: parseInt8 },
  { oid: 23, array: 1007, parse: Number },
  { oid: 25, array: 1009, parse: String },
  { oid: 114, array: 199, parse: JSON.parse },
  { oid: 1082, array: 1182, parse: String },
  { oid: 1184, array: 1185, parse: parseInstant },
  { oid: 1700, array: 1231, parse: parseNumeric },
  { oid: 2950, array: 2951, parse: String },
  { oid: 3802, array: 3807, parse: JSON.parse },
]
const JSON_TYPES = new Set([114, 3802])

export const parsers: Readonly<Record<number, (text: string) => unknown>> = Object.fromEntries(
  TYPES.flatMap(({ oid, array, parse }) => [
    [oid, (text: string) => parse(text)],
    [array, arrayParser((text) => parse(text))],
  ]),
)

/** Values go out as their text. JSON and arrays may be given as text already. */
export const serializers: Readonly<Record<number, (value: unknown) => string>> = Object.fromEntries(
  TYPES.flatMap(({ oid, array }) => [
    [oid, JSON_TYPES.has(oid) ? toJson : String],
    [array, (value: unknown) => (typeof value === 'string' ? value : arrayText(value))],
  ]),
)

function toJson(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Fault(`the whole number ${text} is too large: select it as text`)
  return value
}

/** `2026-11-22 15:38:00.12+00` -> `2026-11-22T15:38:00.12Z`; sessions run in UTC. */
function parseInstant(text: string): string {
  return `${text.slice(0, 10)}T${text.slice(11).replace(/\+00$/, '')}Z`
}

/** The shortest exact text, so that equal numbers are equal texts: `12.500000` -> `12.5`. */
function parseNumeric(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

const names = new Map<string, string>()

/** `unit_price` -> `unitPrice`, remembered. */
export function camelCase(column: string): string {
  let name = names.get(column)
  if (name === undefined) {
    name = column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    names.set(column, name)
  }
  return name
}
