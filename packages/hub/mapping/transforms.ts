/** The steps a value takes on its way: what each does, and what undoes it. */
import {
  Decimal,
  type Details,
  dateIn,
  type Instant,
  isInstant,
  isPlainDate,
  type Json,
  ok,
  type Result,
  refuse,
} from '@tandem/kernel'
import type { Values } from '../connector.ts'
import type { Step } from './definition.ts'
import { expressionOf } from './expression.ts'

/** Runs a value through steps. Refuses `joint/mapping-failed`, naming the step that could not do it, or `joint/not-in-table`. */
export async function runSteps(steps: readonly Step[], value: Json, document: Values): Promise<Result<Json>> {
  let now: Result<Json> = ok(value)
  for (const step of steps) {
    if (!now.ok) return now
    now = step.do === 'jsonata' ? await evaluated(step.expression, now.value, document) : runStep(step, now.value, document)
  }
  return now
}

async function evaluated(expression: string, value: Json, document: Values): Promise<Result<Json>> {
  try {
    return ok(await expressionOf(expression).evaluate(value, document as Json))
  } catch (error) {
    return failed('jsonata', value, { because: String((error as { message?: unknown }).message ?? error).slice(0, 200) })
  }
}

type Plain = Exclude<Step, { do: 'jsonata' }>

function runStep(step: Plain, value: Json, document: Values): Result<Json> {
  if (step.do === 'constant') return ok(step.value)
  if (step.do === 'join') return ok(joined(step.paths, step.by, document))
  // An empty value stays empty, whatever is done to values.
  if (value === null || value === undefined || value === '') return ok(step.do === 'default' ? step.value : null)
  switch (step.do) {
    case 'default':
      return ok(value)
    case 'lookup':
      return lookedUp(step, value)
    case 'flag':
      return flagOf(step, value)
    case 'from-flag':
      return typeof value === 'boolean' ? ok(value ? step.yes : step.no) : failed(step.do, value)
    case 'decimal-text':
      return Number.isSafeInteger(value) ? ok(String(value)) : failed(step.do, value)
    case 'scale':
    case 'round':
      return calculated(step, value)
    case 'parse-date':
    case 'format-date':
    case 'day':
      return dated(step, value)
    default:
      return typeof value === 'string' ? written(step, value) : failed(step.do, value)
  }
}

type OfText = Extract<
  Plain,
  {
    do:
      | 'trim'
      | 'upper'
      | 'lower'
      | 'tax'
      | 'phone'
      | 'replace'
      | 'prefix'
      | 'suffix'
      | 'without-prefix'
      | 'without-suffix'
      | 'split'
  }
>

function written(step: OfText, text: string): Result<Json> {
  switch (step.do) {
    case 'trim':
      return ok(text.trim())
    case 'upper':
      return ok(text.toUpperCase())
    case 'lower':
      return ok(text.toLowerCase())
    case 'tax':
      return ok(text.replace(/[\s.\-/]/g, '').toUpperCase())
    case 'phone':
      return ok(phoneOf(text, step.country))
    case 'replace':
      return ok(text.replaceAll(step.from, step.to))
    case 'prefix':
      return ok(step.text + text)
    case 'suffix':
      return ok(text + step.text)
    case 'without-prefix':
      return ok(text.startsWith(step.text) ? text.slice(step.text.length) : text)
    case 'without-suffix':
      return ok(text.endsWith(step.text) ? text.slice(0, -step.text.length) : text)
    case 'split':
      return ok(text.split(step.by)[step.at] ?? null)
  }
}

export function phoneOf(text: string, country: string | undefined): string {
  const digits = text.replace(/[^\d+]/g, '').replace(/^00/, '+')
  return digits.startsWith('+') || !country || digits === '' ? digits : `+${country}${digits.replace(/^0/, '')}`
}

function joined(paths: readonly string[], by: string, document: Values): string {
  const parts = paths.map((path) => valueAt(document, path)).filter((part) => part !== null && part !== '')
  return parts.map(String).join(by)
}

function lookedUp({ table, otherwise }: Extract<Step, { do: 'lookup' }>, value: Json): Result<Json> {
  const found = table.find(([theirs]) => theirs === String(value))
  if (found) return ok(found[1])
  return otherwise === undefined
    ? refuse('joint/not-in-table', { value: shown(value), known: table.map(([theirs]) => theirs).join(', ') })
    : ok(otherwise)
}

function flagOf({ yes, no }: Extract<Step, { do: 'flag' }>, value: Json): Result<Json> {
  const text = String(value)
  if (yes.includes(text)) return ok(true)
  return no.includes(text) ? ok(false) : refuse('joint/not-in-table', { value: shown(value), known: [...yes, ...no].join(', ') })
}

function calculated(step: Extract<Step, { do: 'scale' | 'round' }>, value: Json): Result<Json> {
  const number = typeof value === 'string' || Number.isSafeInteger(value) ? Decimal.parse(String(value)) : undefined
  if (!number) return failed(step.do, value)
  const result = step.do === 'scale' ? number.times(Decimal.of(step.factor)) : number.round(step.digits, 'half-up')
  return ok(result.toString())
}

function dated(step: Extract<Step, { do: 'parse-date' | 'format-date' | 'day' }>, value: Json): Result<Json> {
  if (typeof value !== 'string') return failed(step.do, value)
  if (step.do === 'day') return isInstant(value) ? ok(dateIn(value as Instant, step.zone)) : failed(step.do, value)
  if (step.do === 'parse-date') {
    const date = parsedDate(step.format, value)
    return date && isPlainDate(date) ? ok(date) : failed(step.do, value)
  }
  if (!isPlainDate(value)) return failed(step.do, value)
  const [year = '', month = '', day = ''] = value.split('-')
  return ok(step.format.replace('YYYY', year).replace('MM', month).replace('DD', day))
}

function parsedDate(format: string, text: string): string | undefined {
  if (text.length !== format.length) return undefined
  const part = (name: string): string => text.slice(format.indexOf(name), format.indexOf(name) + name.length)
  const [year, month, day] = [part('YYYY'), part('MM'), part('DD')]
  const rebuilt = format.replace('YYYY', year).replace('MM', month).replace('DD', day)
  return rebuilt === text ? `${year}-${month}-${day}` : undefined
}

function failed(step: Step['do'], value: Json, more: Details = {}): Result<Json> {
  return refuse('joint/mapping-failed', { step, value: shown(value), because: '', ...more })
}

function shown(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

/** What stands at `billing.city`; null when nothing does. */
export function valueAt(document: Values, path: string): Json {
  if (path in document) return document[path] ?? null
  let at: Json | undefined = document as Json
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null) return null
    at = (at as Readonly<Record<string, Json | undefined>>)[name]
  }
  return at ?? null
}

/**
 * The steps back. Undefined when one cannot be undone. Cleaning (trimming, upper case, rounding, defaults) is not undone:
 * the clean value goes out.
 */
export function inverseOf(steps: readonly Step[]): readonly Step[] | undefined {
  const back: Step[] = []
  for (const step of [...steps].reverse()) {
    const undo = undoOf(step)
    if (undo === undefined) return undefined
    back.push(...undo)
  }
  return back
}

function undoOf(step: Step): readonly Step[] | undefined {
  switch (step.do) {
    case 'prefix':
      return [{ do: 'without-prefix', text: step.text }]
    case 'suffix':
      return [{ do: 'without-suffix', text: step.text }]
    case 'without-prefix':
      return [{ do: 'prefix', text: step.text }]
    case 'without-suffix':
      return [{ do: 'suffix', text: step.text }]
    case 'lookup':
      return [{ do: 'lookup', table: step.table.map(([theirs, ours]) => [ours, theirs] as const) }]
    case 'scale':
      return scaledBack(step.factor)
    case 'parse-date':
      return [{ do: 'format-date', format: step.format }]
    case 'format-date':
      return [{ do: 'parse-date', format: step.format }]
    case 'flag':
      return [{ do: 'from-flag', yes: step.yes[0] ?? '', no: step.no[0] ?? '' }]
    case 'from-flag':
      return [{ do: 'flag', yes: [step.yes], no: [step.no] }]
    case 'trim':
    case 'upper':
    case 'lower':
    case 'tax':
    case 'phone':
    case 'round':
    case 'default':
    case 'constant':
      return []
    default:
      return undefined
  }
}

/** One over the factor, when it ends behind the point. */
function scaledBack(factor: string): readonly Step[] | undefined {
  const given = Decimal.of(factor)
  const back = Decimal.one.over(given, 12, 'half-up')
  return back.times(given).equals(Decimal.one) ? [{ do: 'scale', factor: back.toString() }] : undefined
}
