/** What people send as rows of a mapping, read into its form: anything else is named, never guessed. */
import { Decimal, type Json } from '@tandem/kernel'
import type { MappingRow, Step } from './definition.ts'

type Loose = Readonly<Record<string, Json | undefined>>
type Test = (value: Json | undefined) => boolean

const isText: Test = (value) => typeof value === 'string'
const isFilled: Test = (value) => typeof value === 'string' && value !== ''
const isCount: Test = (value) => Number.isSafeInteger(value) && (value as number) >= 0
const isTexts: Test = (value) => Array.isArray(value) && value.length > 0 && value.every(isText)
const isPairs: Test = (value) =>
  Array.isArray(value) && value.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isText))
const isPlain: Test = (value) => ['string', 'number', 'boolean'].includes(typeof value)
const isDecimal: Test = (value) => typeof value === 'string' && Decimal.parse(value)?.isZero() === false
const isZone: Test = (value) => typeof value === 'string' && isTimeZone(value)
const isFormat: Test = (value) =>
  typeof value === 'string' && ['YYYY', 'MM', 'DD'].every((part) => value.split(part).length === 2)
const orNone =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value)

/** What each step needs to know. */
const PARTS: Readonly<Record<Step['do'], Readonly<Record<string, Test>>>> = {
  trim: {},
  upper: {},
  lower: {},
  tax: {},
  'decimal-text': {},
  phone: { country: orNone(isText) },
  replace: { from: isFilled, to: isText },
  prefix: { text: isFilled },
  suffix: { text: isFilled },
  'without-prefix': { text: isFilled },
  'without-suffix': { text: isFilled },
  lookup: { table: isPairs, otherwise: orNone(isText) },
  split: { by: isFilled, at: isCount },
  join: { paths: isTexts, by: isText },
  scale: { factor: isDecimal },
  round: { digits: (value) => isCount(value) && (value as number) <= 6 },
  'parse-date': { format: isFormat },
  'format-date': { format: isFormat },
  day: { zone: isZone },
  flag: { yes: isTexts, no: isTexts },
  'from-flag': { yes: isText, no: isText },
  default: { value: isPlain },
  constant: { value: isPlain },
  jsonata: { expression: isFilled },
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** The rows, or the number of the first that has not the form of one; -1 when it is no list at all. */
export function readRows(given: Json): readonly MappingRow[] | number {
  if (!Array.isArray(given)) return -1
  const bad = given.findIndex((row) => !isRow(row))
  return bad >= 0 ? bad : (given as unknown as MappingRow[])
}

function isRow(given: Json): boolean {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false
  const { field, native, direction, in: inward, out } = given as Loose
  const isNative = native === null || isFilled(native)
  return isFilled(field) && isNative && ['both', 'in', 'out'].includes(String(direction)) && isSteps(inward) && isSteps(out)
}

function isSteps(given: Json | undefined): boolean {
  return given === undefined || (Array.isArray(given) && given.every(isStep))
}

function isStep(given: Json): boolean {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false
  const step = given as Loose
  const parts = Object.hasOwn(PARTS, String(step.do)) ? PARTS[step.do as Step['do']] : undefined
  return parts !== undefined && Object.entries(parts).every(([name, test]) => test(step[name]))
}
