/** The rows that were not imported, as a file that can be corrected and imported again with the same mapping. */
import { type FileHandle, open, rm } from 'node:fs/promises'
import { csvLine } from '../csv-line.ts'
import { ERROR_COLUMN } from './mapping.ts'
import type { CsvFile, SourceRow } from './read-csv.ts'

/** One thing that is wrong with one row. */
export interface RowError {
  readonly file: string
  readonly row: number
  /** Null: the row as a whole. */
  readonly column: string | null
  readonly value: string | null
  readonly code: string
  readonly en: string
  readonly zh: string
}

export interface ErrorsFile {
  /** Adds rows and answers the file's length once they are on the disk. */
  append(rows: readonly { source: SourceRow; errors: readonly RowError[] }[]): Promise<number>
  close(): Promise<void>
}

const EXPLAINS = ['file', 'row', 'column', 'value', 'what to do', '怎么办']

/** Opens the file and cuts it to `keptBytes`: what was written after belongs to a batch that never was. */
export async function openErrorsFile(path: string, source: CsvFile, keptBytes: number): Promise<ErrorsFile> {
  const handle = await openOrMake(path)
  // Somebody may have taken the file away meanwhile: then it begins anew.
  let length = Math.min(keptBytes, (await handle.stat()).size)
  await handle.truncate(length)
  const own = source.header.map((column, i) => ({ column, i })).filter(({ column }) => !column.startsWith(ERROR_COLUMN))
  const write = async (text: string) => {
    const { bytesWritten } = await handle.write(Buffer.from(text, 'utf8'), 0, undefined, length)
    length += bytesWritten
  }
  return {
    async append(rows) {
      if (rows.length === 0) return length
      if (length === 0) await write(head(own.map(({ column }) => column)))
      await write(rows.map(({ source: { cells }, errors }) => line(own, cells, errors)).join(''))
      await handle.datasync()
      return length
    },
    close: () => handle.close(),
  }
}

/** Removes what an earlier import left: a file of errors that no longer are would mislead. */
export async function removeErrorsFile(path: string): Promise<void> {
  await rm(path, { force: true })
}

async function openOrMake(path: string): Promise<FileHandle> {
  return open(path, 'r+').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return open(path, 'w+')
    throw error
  })
}

/** The byte order mark makes spreadsheets read the file as UTF-8. */
function head(columns: readonly string[]): string {
  return `\uFEFF${csvLine([...columns, ...EXPLAINS.map((name) => ERROR_COLUMN + name)])}`
}

function line(own: readonly { i: number }[], cells: readonly string[], errors: readonly RowError[]): string {
  const all = (of: (error: RowError) => string | null) => errors.map((error) => of(error) ?? '').join(' | ')
  const { file, row } = errors[0] as RowError
  const explained = [file, String(row), all((e) => e.column), all((e) => e.value), all((e) => e.en), all((e) => e.zh)]
  return csvLine([...own.map(({ i }) => cells[i] ?? ''), ...explained])
}
