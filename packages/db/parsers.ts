/** How PostgreSQL's values become ours, the same for both drivers: exact, and never in this machine's time zone. */
import { Fault } from '@tandem/kernel'

const INT8 = 20
const DATE = 1082
const TIMESTAMPTZ = 1184
const NUMERIC = 1700
const JSON_TYPES = [114, 3802] as const

export const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [INT8]: parseInt8,
  [DATE]: (text) => text,
  [TIMESTAMPTZ]: parseInstant,
  [NUMERIC]: parseNumeric,
  [JSON_TYPES[0]]: (text) => JSON.parse(text),
  [JSON_TYPES[1]]: (text) => JSON.parse(text),
}

/** JSON parameters may be given as text already; everything else here goes out as its text. */
export const serializers: Readonly<Record<number, (value: unknown) => string>> = {
  [INT8]: String,
  [DATE]: String,
  [TIMESTAMPTZ]: String,
  [NUMERIC]: String,
  [JSON_TYPES[0]]: toJson,
  [JSON_TYPES[1]]: toJson,
}

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
