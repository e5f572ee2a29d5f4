/** Reading the rows of a CSV file with their row numbers, and saying what is wrong with one so that a person can mend it. */
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { parse } from 'csv-parse'

/** What is wrong with one value: where it stands and what to do, in both languages. Row 1 is the header. */
export interface RowError {
  readonly file: string
  readonly row: number
  readonly column: string
  readonly value: string
  readonly en: string
  readonly zh: string
}

export interface SourceRow {
  readonly file: string
  readonly row: number
  readonly values: Readonly<Record<string, string>>
}

/** Streams a UTF-8, comma-separated file with a header row. */
export async function* readRows(path: string): AsyncGenerator<SourceRow> {
  const file = basename(path)
  const parser = createReadStream(path).pipe(
    parse({ columns: true, bom: true, trim: true, relax_column_count: true, info: true }),
  )
  for await (const { record, info } of parser as AsyncIterable<{ record: Record<string, string>; info: { lines: number } }>) {
    yield { file, row: info.lines, values: record }
  }
}

export async function allRows(path: string): Promise<SourceRow[]> {
  const rows: SourceRow[] = []
  for await (const row of readRows(path)) rows.push(row)
  return rows
}

export function errorAt(source: SourceRow, column: string, en: string, zh: string): RowError {
  return { file: source.file, row: source.row, column, value: source.values[column] ?? '', en, zh }
}
