/** The rows of a CSV file by column name, and what is wrong with one, told so that a person can mend it. */
import { basename } from 'node:path'
import { inWords, openCsv, type RowError, readRows } from '@tandem/connectors'
import { crmMessages } from '@tandem/crm'
import { erpMessages } from '@tandem/erp'
import { must, type Refusal } from '@tandem/kernel'

export type { RowError }

export interface SourceRow {
  readonly file: string
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number
  readonly values: Readonly<Record<string, string>>
}

/** All rows of a file. Throws a RefusedFault when there is no such file or it has no header. */
export async function allRows(path: string): Promise<SourceRow[]> {
  const csv = must(await openCsv(path))
  const found: SourceRow[] = []
  for await (const { row, cells } of readRows(csv)) {
    found.push({
      file: basename(path),
      row,
      values: Object.fromEntries(csv.header.map((name, i) => [name, cells[i]?.trim() ?? ''])),
    })
  }
  return found
}

export function errorAt(source: SourceRow, column: string, en: string, zh: string): RowError {
  return { file: source.file, row: source.row, column, value: source.values[column] ?? '', code: 'load/bad-value', en, zh }
}

/** A refusal of one of the sides, told at the row it came from. */
export function refusedAt(source: SourceRow, column: string, refusal: Refusal): RowError {
  const { en, zh } = inWords({ ...crmMessages, ...erpMessages }, refusal)
  return { ...errorAt(source, column, en, zh), code: refusal.code }
}
