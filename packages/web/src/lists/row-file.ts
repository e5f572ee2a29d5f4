/** The rows of a list as a file, CSV or Excel, as they are shown. */
import { csvLine, guarded } from '@tandem/connectors/csv-line'
import { type WorkbookCell, workbookParts } from '@tandem/connectors/workbook-parts'
import type { Known } from './said.ts'
import { zipOf } from './zip.ts'

export interface FileColumn<R> {
  readonly title: string
  readonly said: (row: R) => Known
}

interface Cells {
  readonly title: string
  readonly cells: readonly Known[]
}

/**
 * What stands in a file: numbers are bare, their currency or unit stands in a column of its own called by `unitOf`. A column
 * that says nothing at all is left out.
 */
function cellsOf<R>(rows: readonly R[], columns: readonly FileColumn<R>[], unitOf: (title: string) => string): Cells[] {
  return columns.flatMap(({ title, said }) => {
    const cells = rows.map(said)
    if (cells.every((one) => bare(one) === '')) return []
    const units = cells.map((one) => (one !== null && typeof one === 'object' && 'number' in one ? (one.unit ?? '') : ''))
    const own = { title, cells }
    return units.some((unit) => unit !== '') ? [own, { title: unitOf(title), cells: units }] : [own]
  })
}

/** UTF-8 with a byte order mark so that spreadsheets read Chinese; days and moments as ISO writes them. */
export function csvOf<R>(rows: readonly R[], columns: readonly FileColumn<R>[], unitOf: (title: string) => string): string {
  const written = cellsOf(rows, columns, unitOf)
  const line = (cells: readonly string[]) => csvLine(cells.map(guarded))
  const lines = rows.map((_, at) => line(written.map(({ cells }) => bare(cells[at] ?? null))))
  return `\uFEFF${line(written.map(({ title }) => title))}${lines.join('')}`
}

/** The same as an Excel workbook: numbers are numbers there, days are days. */
export async function xlsxOf<R>(
  name: string,
  rows: readonly R[],
  columns: readonly FileColumn<R>[],
  unitOf: (title: string) => string,
): Promise<Uint8Array<ArrayBuffer>> {
  const written = cellsOf(rows, columns, unitOf)
  const titles = written.map(({ title }) => title)
  const parts = workbookParts(name, titles, once(rows.map((_, at) => written.map(({ cells }) => sheetCell(cells[at] ?? null)))))
  const entries = await Promise.all(parts.map(async ({ name: part, text }) => ({ name: part, text: (await all(text)).join('') })))
  return zipOf(entries)
}

async function* once<T>(page: T): AsyncGenerator<T> {
  yield page
}

async function all(text: Iterable<string> | AsyncIterable<string>): Promise<string[]> {
  const pieces: string[] = []
  for await (const piece of text) pieces.push(piece)
  return pieces
}

function sheetCell(said: Known): WorkbookCell {
  const text = bare(said)
  if (text === '' || said === null) return null
  if (typeof said === 'string') return { text }
  if ('number' in said) return { number: text }
  // Spreadsheets know no day before 1900.
  return text.length === 10 && text >= '1900-03-01' ? { date: text } : { text }
}

function bare(said: Known): string {
  if (said === null || said === '–') return ''
  if (typeof said === 'string') return said
  return 'at' in said ? said.at : said.number
}

const TYPES = {
  csv: 'text/csv;charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

/** Gives the reader a file; the end of its name says what it is. */
export function download(name: string, type: keyof typeof TYPES, content: string | Uint8Array<ArrayBuffer>): void {
  const link = document.createElement('a')
  const address = URL.createObjectURL(new Blob([content], { type: TYPES[type] }))
  link.href = address
  link.download = `${name}.${type}`
  link.click()
  URL.revokeObjectURL(address)
}
