/** Which column goes into which field, and how the file writes things: a small JSON file, checked before anything runs. */
import { CUSTOM_PREFIX } from '@tandem/db'
import type { QualityBook } from '@tandem/hub'
import { type DateFormat, type Field, type Json, ok, type Result, refuse } from '@tandem/kernel'
import { type Cleaner, type ColumnCheck, cleanerOf, NO_RULES, readChecks } from './clean.ts'
import type { CellStyle } from './convert.ts'
import type { ImportTarget } from './target.ts'

export type Encoding = 'utf-8' | 'gb18030'
export type Delimiter = ',' | ';' | '\t'

export interface ImportMapping {
  /** Left out: guessed from the first bytes. */
  readonly encoding?: Encoding
  /** Left out: guessed from the header row. */
  readonly delimiter?: Delimiter
  readonly decimal?: '.' | ','
  readonly dateFormat?: DateFormat
  /** Fields that tell which existing document a row is; left out: `code`, else `number`, else the whole row. */
  readonly key?: readonly string[]
  /** Header -> field, `{ "CustomerKey": "code" }`, or with more to say, or several fields. Columns not named are not imported. */
  readonly columns: Readonly<Record<string, string | ColumnMapping | readonly (string | ColumnMapping)[]>>
  /** Fields that have the same text in every row, as a cell would have it. */
  readonly constants?: Readonly<Record<string, string>>
  /** Words that the checks of columns name: `{ "sectors": ["retail", "medical"] }`. */
  readonly dictionaries?: Readonly<Record<string, Json>>
}

export interface ColumnMapping {
  readonly field: string
  readonly dateFormat?: DateFormat
  readonly decimal?: '.' | ','
  /** The file's words for our values: `{ "M": "made" }`. */
  readonly values?: Readonly<Record<string, Json>>
  /** For a reference: the field of the other document that the cell holds; left out: its first title field. */
  readonly lookup?: string
  /** Rules of quality for this column, before those of the company. */
  readonly checks?: readonly ColumnCheck[]
}

/** One column or constant, ready to read cells with. */
export interface ColumnPlan {
  /** Null for a constant. */
  readonly column: string | null
  readonly index: number
  readonly constant: string
  readonly name: string
  readonly field: Field
  readonly style: CellStyle
  readonly lookup: string | undefined
}

export interface ImportPlan {
  readonly target: ImportTarget
  readonly columns: readonly ColumnPlan[]
  readonly key: readonly string[]
  readonly header: readonly string[]
  /** What a cell becomes, or what is wrong with it, before it is read as the field's value. */
  readonly clean: Cleaner
}

const DATE_FORMATS: readonly DateFormat[] = [
  'YYYY-MM-DD',
  'MM/DD/YYYY',
  'DD/MM/YYYY',
  'DD-MM-YYYY',
  'DD-MM-YY',
  'DD.MM.YYYY',
  'YYYY/MM/DD',
]
const TOP = ['encoding', 'delimiter', 'decimal', 'dateFormat', 'key', 'columns', 'constants', 'dictionaries']
const OF_COLUMN = ['field', 'dateFormat', 'decimal', 'values', 'lookup', 'checks']
/** Columns of an errors file: they explain, and are not read again. */
export const ERROR_COLUMN = 'error:'

/** Reads the text of a mapping file. Refuses `import/bad-mapping` and says where. */
export function parseMapping(text: string): Result<ImportMapping> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    return bad('the file', error instanceof Error ? error.message : 'not JSON')
  }
  if (!isObject(json)) return bad('the file', 'it must be an object { "columns": { ... } }')
  const problem = problemIn(json)
  return problem ?? ok(json as unknown as ImportMapping)
}

function problemIn(json: Record<string, unknown>): Result<never> | undefined {
  const unknown = Object.keys(json).find((name) => !TOP.includes(name))
  if (unknown) return bad(unknown, `unknown; known are ${TOP.join(', ')}`)
  if (!isObject(json.columns)) return bad('columns', 'it must be an object of column: field')
  if (json.constants !== undefined && !allTexts(json.constants)) return bad('constants', 'it must be an object of field: "text"')
  if (json.dictionaries !== undefined && !isObject(json.dictionaries))
    return bad('dictionaries', 'it must be an object of name: words')
  if (json.key !== undefined && !(Array.isArray(json.key) && json.key.every((name) => typeof name === 'string'))) {
    return bad('key', 'it must be a list of field names')
  }
  const choices: [string, readonly unknown[]][] = [
    ['encoding', ['utf-8', 'gb18030']],
    ['delimiter', [',', ';', '\t']],
  ]
  const wrong = choices.find(([name, of]) => json[name] !== undefined && !of.includes(json[name]))
  if (wrong) return bad(wrong[0], `it must be one of ${JSON.stringify(wrong[1])}`)
  return styleProblem('', json) ?? columnsProblem(json.columns)
}

function columnsProblem(columns: Record<string, unknown>): Result<never> | undefined {
  for (const [column, to] of Object.entries(columns).flatMap(([name, all]) => [all].flat().map((one) => [name, one] as const))) {
    if (typeof to === 'string') continue
    if (!isObject(to) || typeof to.field !== 'string')
      return bad(`columns.${column}`, 'it must be a field name, or { "field": ... }')
    const unknown = Object.keys(to).find((name) => !OF_COLUMN.includes(name))
    if (unknown) return bad(`columns.${column}.${unknown}`, `unknown; known are ${OF_COLUMN.join(', ')}`)
    if (to.values !== undefined && !isObject(to.values)) return bad(`columns.${column}.values`, 'it must be an object')
    const problem = styleProblem(`columns.${column}.`, to)
    if (problem) return problem
  }
  return undefined
}

function styleProblem(at: string, json: Record<string, unknown>): Result<never> | undefined {
  if (json.decimal !== undefined && json.decimal !== '.' && json.decimal !== ',')
    return bad(`${at}decimal`, 'it must be "." or ","')
  if (json.dateFormat !== undefined && !DATE_FORMATS.includes(json.dateFormat as DateFormat)) {
    return bad(`${at}dateFormat`, `it must be one of ${DATE_FORMATS.join(', ')}`)
  }
  return undefined
}

/** Binds a mapping to a file's header and a target. Refuses columns and fields that do not exist. */
export function planImport(
  target: ImportTarget,
  mapping: ImportMapping,
  header: readonly string[],
  company: QualityBook = NO_RULES,
): Result<ImportPlan> {
  const own = readChecks(checksOf(mapping), mapping.dictionaries ?? {})
  if (!own.ok) return own
  const doubled = header.find((column, i) => header.indexOf(column) !== i)
  if (doubled !== undefined) return refuse('import/doubled-column', { column: doubled })
  const columns: ColumnPlan[] = []
  for (const [column, to] of Object.entries(mapping.columns)) {
    const index = header.indexOf(column)
    if (index < 0) return refuse('import/unknown-column', { column, columns: [...header] })
    for (const one of fieldsOf(to)) columns.push(columnPlan(target, mapping, column, index, '', one))
  }
  for (const [field, constant] of Object.entries(mapping.constants ?? {})) {
    columns.push(columnPlan(target, mapping, null, -1, constant, { field }))
  }
  const unknown = columns.find(({ name }) => !(name in target.fields))
  if (unknown) return refuse('import/unknown-field', { field: unknown.name, fields: Object.keys(target.fields) })
  const twice = columns.find(({ name }, i) => columns.findIndex((other) => other.name === name) !== i)
  if (twice) return bad(twice.column ?? `constants.${twice.name}`, `the field ${twice.name} is filled twice`)
  const key = mapping.key ?? ownKey(target, columns) ?? defaultKey(columns)
  const custom = key.find((name) => name.startsWith(CUSTOM_PREFIX))
  if (custom) return bad('key', `${custom} is no field of the document's own`)
  const missing = key.find((name) => !columns.some((column) => column.name === name))
  if (missing) return refuse('import/key-not-mapped', { field: missing })
  // What a cell says in a language of its own may depend on what the others say.
  const isRead = ({ name }: ColumnPlan) => Number(Object.hasOwn(target.texts ?? {}, name))
  const ordered = columns.toSorted((a, b) => isRead(a) - isRead(b))
  return ok({ target, columns: ordered, key, header, clean: cleanerOf(own.value, company) })
}

function checksOf({ columns }: ImportMapping): Record<string, Json> {
  const checked = Object.entries(columns).flatMap(([column, to]) => {
    const checks = fieldsOf(to).find((one) => one.checks)?.checks
    return checks ? [[column, checks as unknown as Json]] : []
  })
  return Object.fromEntries(checked)
}

function fieldsOf(to: ImportMapping['columns'][string]): ColumnMapping[] {
  return [to].flat().map((one) => (typeof one === 'string' ? { field: one } : (one as ColumnMapping)))
}

function columnPlan(
  target: ImportTarget,
  mapping: ImportMapping,
  column: string | null,
  index: number,
  constant: string,
  to: ColumnMapping,
): ColumnPlan {
  const style: CellStyle = {
    dateFormat: to.dateFormat ?? mapping.dateFormat ?? 'YYYY-MM-DD',
    decimal: to.decimal ?? mapping.decimal ?? '.',
    values: to.values,
    words: target.words,
  }
  // A field that does not exist is refused by the caller right after; it needs some shape until then.
  const field = target.fields[to.field] ?? { kind: 'json', label: { en: to.field, zh: to.field } }
  return { column, index, constant, name: to.field, field, style, lookup: to.lookup }
}

/** A file without it is still read: each row then makes a new one, and only once. */
function ownKey({ key }: ImportTarget, columns: readonly ColumnPlan[]): readonly string[] | undefined {
  return key?.every((name) => columns.some((column) => column.name === name)) ? key : undefined
}

function defaultKey(columns: readonly ColumnPlan[]): string[] {
  return ['code', 'number'].filter((name) => columns.some((column) => column.name === name)).slice(0, 1)
}

function bad(at: string, problem: string) {
  return refuse('import/bad-mapping', { at, problem })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function allTexts(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((text) => typeof text === 'string')
}
