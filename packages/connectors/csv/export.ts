/** Any list of documents as CSV or XLSX, by its definition; the CSV it writes can be imported again. */
import {
  type CustomValues,
  type Database,
  flatCustom,
  listFields,
  readDocuments,
  rows,
  sql,
  type Tx,
  uuidArray,
} from '@tandem/db'
import { type Definition, type Field, type Fields, type Id, type Json, type Stored, snakeCase } from '@tandem/kernel'
import { csvLine, guarded } from '../csv-line.ts'
import { workbook } from '../workbook.ts'
import type { WorkbookCell } from '../workbook-parts.ts'
import { type ChoiceWords, choiceText, flagText, type WordLanguage } from './choice-words.ts'
import type { Delimiter } from './mapping.ts'

export interface ExportJob {
  readonly database: Database
  readonly tenant: Id
  /** With the custom fields that are in use: each is a column of its own. */
  readonly definition: Definition
  /** All documents of the side: references are written as the other document's first title field. */
  readonly documents: readonly Definition[]
  /** Headers: field names (as an import guesses them best), or labels. */
  readonly headers?: 'names' | 'en' | 'zh'
  /** Choices, and yes or no, in the words of a language; left out: as they are kept. Either is read again by an import. */
  readonly words?: { readonly of: ChoiceWords; readonly language: WordLanguage }
  readonly delimiter?: Delimiter
  /** A field of lines: writes one row a line, the document's own fields repeated in front. */
  readonly lines?: string
  /** Which fields, in this order, `lines.quantity` of a line among them; left out: all. */
  readonly columns?: readonly (string | NamedColumn)[]
  /** The ids of the documents to write, a page at a time; left out: all, by id. */
  readonly pages?: AsyncIterable<readonly Id[]>
}

/** A column with a heading of its own. */
export interface NamedColumn {
  readonly name: string
  readonly header: string
}

const PAGE = 500

/** The file's text, piece by piece, UTF-8 with a byte order mark so that spreadsheets read Chinese. */
export async function* exportCsv(job: ExportJob): AsyncGenerator<string> {
  const columns = columnsOf(job)
  yield `\uFEFF${csvLine(
    columns.map(({ header }) => header),
    job.delimiter,
  )}`
  for await (const records of pagesOf(job, columns)) {
    const lines = records.map((record) =>
      csvLine(
        columns.map(({ name }) => cellOf(record[name])),
        job.delimiter,
      ),
    )
    yield lines.join('')
  }
}

/** The same as an Excel workbook: numbers are numbers there, dates are dates. */
export function exportXlsx(job: ExportJob): AsyncGenerator<Buffer> {
  const columns = columnsOf(job)
  const name = job.headers === 'zh' ? job.definition.label.zh : job.definition.plural
  return workbook(
    name,
    columns.map(({ header }) => header),
    sheetRows(job, columns),
  )
}

async function* sheetRows(job: ExportJob, columns: readonly ExportColumn[]): AsyncGenerator<WorkbookCell[][]> {
  for await (const records of pagesOf(job, columns)) {
    yield records.map((record) => columns.map(({ name, field }) => sheetCell(field, record[name])))
  }
}

const NUMERIC = new Set<Field['kind']>(['amount', 'price', 'quantity', 'percent', 'integer'])

function sheetCell(field: Field, value: Json | undefined): WorkbookCell {
  if (value === null || value === undefined) return null
  if (NUMERIC.has(field.kind)) return { number: String(value) }
  // Spreadsheets know no day before 1900.
  if (field.kind === 'date' && String(value) >= '1900-03-01') return { date: String(value) }
  return { text: typeof value === 'object' ? JSON.stringify(value) : String(value) }
}

async function* pagesOf(job: ExportJob, columns: readonly ExportColumn[]): AsyncGenerator<Record<string, Json>[]> {
  for await (const ids of job.pages ?? allIds(job)) {
    yield await job.database.transaction(job.tenant, (tx) => readPage(tx, job, columns, ids))
  }
}

interface ExportColumn {
  readonly name: string
  readonly header: string
  readonly field: Field
}

function columnsOf({ definition, headers = 'names', lines, columns }: ExportJob): ExportColumn[] {
  const line = lines ? definition.fields[lines] : undefined
  const ofLine = Object.entries(line?.kind === 'lines' ? line.of : {}).map(
    ([name, field]) => [`${lines}.${name}`, field] as const,
  )
  const known = new Map([...listFields(definition), ...allFields(definition), ...ofLine])
  const column = ({ name, header }: Partial<NamedColumn> & Pick<NamedColumn, 'name'>): ExportColumn[] => {
    const field = known.get(name)
    return field ? [{ name, field, header: header ?? (headers === 'names' ? name : field.label[headers]) }] : []
  }
  const chosen = columns?.map((one) => (typeof one === 'string' ? { name: one } : one))
  const named = chosen ?? allFields(definition).map(([name]) => ({ name }))
  const allOfLine = chosen?.some(({ name }) => name.startsWith(`${lines}.`)) ? [] : ofLine.map(([name]) => ({ name }))
  return [...named, ...allOfLine].flatMap(column)
}

function allFields(definition: Definition): (readonly [string, Field])[] {
  const state: Fields = definition.states ? { state: { kind: 'choice', of: definition.states, label: STATE } } : {}
  return Object.entries({ ...state, ...definition.fields }).filter(([, { kind }]) => kind !== 'lines' && kind !== 'custom')
}

const STATE = { en: 'State', zh: '状态' } as const

async function readPage(
  tx: Tx,
  job: ExportJob,
  columns: readonly ExportColumn[],
  ids: readonly Id[],
): Promise<Record<string, Json>[]> {
  const documents = (await readDocuments(tx, job.definition, ids)) as (Stored & Record<string, Json>)[]
  // They come by id; the caller's pages may be in another order.
  const byId = new Map(documents.map((row) => [row.id, row]))
  const records = ids.flatMap((id) => {
    const row = byId.get(id)
    return row ? spread({ ...row, ...flatCustom(row.custom as CustomValues | null) }, job.lines) : []
  })
  const said = job.words
  const references = columns.filter(({ field }) => field.kind === 'reference')
  await Promise.all(references.map((column) => nameReferences(tx, job.documents, column, records)))
  return said ? records.map((record) => worded(record, columns, said)) : records
}

/** What is kept by a code, as people call it. */
function worded(
  record: Record<string, Json>,
  columns: readonly ExportColumn[],
  { of, language }: NonNullable<ExportJob['words']>,
): Record<string, Json> {
  const said = columns.flatMap(({ name, field }): [string, Json][] => {
    const value = record[name]
    if (field.kind === 'choice' && typeof value === 'string') return [[name, choiceText(value, field.words ?? of, language)]]
    return field.kind === 'flag' && typeof value === 'boolean' ? [[name, flagText(value, language)]] : []
  })
  return { ...record, ...Object.fromEntries(said) }
}

function spread(row: Record<string, Json>, lines: string | undefined): Record<string, Json>[] {
  if (!lines) return [{ ...row }]
  return ((row[lines] ?? []) as Record<string, Json>[]).map((line) => ({
    ...row,
    ...Object.fromEntries(Object.entries(line).map(([name, value]) => [`${lines}.${name}`, value])),
  }))
}

async function nameReferences(
  tx: Tx,
  documents: readonly Definition[],
  column: ExportColumn,
  records: Record<string, Json>[],
): Promise<void> {
  const to = documents.find(({ name }) => column.field.kind === 'reference' && name === column.field.to)
  const ids = [...new Set(records.map((record) => record[column.name]).filter((id) => typeof id === 'string'))]
  if (!to || ids.length === 0) return
  const title = sql.raw(snakeCase(to.title[0] as string))
  const named = await rows(
    tx,
    sql<{ id: Id; name: string }>`
      select id, ${title} as name from ${sql.raw(to.table)} where id = any(${uuidArray(ids)}::uuid[])`,
  )
  const names = new Map<Json, string>(named.map(({ id, name }) => [id, name]))
  for (const record of records) record[column.name] = names.get(record[column.name] ?? null) ?? record[column.name] ?? null
}

async function* allIds({ database, tenant, definition }: ExportJob): AsyncGenerator<readonly Id[]> {
  const table = sql.raw(definition.table)
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const page = await database.transaction(tenant, (tx) =>
      rows(tx, sql<{ id: Id }>`select id from ${table} where id > ${after}::uuid order by id limit ${PAGE}`),
    )
    if (page.length > 0) yield page.map(({ id }) => id)
    if (page.length < PAGE) return
    after = (page.at(-1) as { id: Id }).id
  }
}

function cellOf(value: Json | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return guarded(value)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
