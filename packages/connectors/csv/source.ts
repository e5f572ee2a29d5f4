/** A file with rows, whatever its form: told by its first bytes, not by its name. */
import { open } from 'node:fs/promises'
import { ok, type Result, refuse } from '@tandem/kernel'
import type { Delimiter, Encoding } from './mapping.ts'
import { type CsvFile, openCsv, readRows as readCsvRows, type SourceRow } from './read-csv.ts'
import { openXlsx, xlsxRows } from './read-xlsx.ts'

export interface SourceFile extends CsvFile {
  readonly format: 'csv' | 'xlsx'
  /** The sheet of a workbook that is read: its first visible one. */
  readonly sheet: string | null
}

const ZIP = '504b0304'
/** What Excel wrote until 2003. */
const OLD_WORKBOOK = 'd0cf11e0'

/** Refuses a file that cannot be read or has no header. */
export async function openSource(
  path: string,
  given: { encoding?: Encoding | undefined; delimiter?: Delimiter | undefined } = {},
): Promise<Result<SourceFile>> {
  const head = await headOf(path)
  if (!head.ok) return head
  const { start, bytes } = head.value
  if (start === OLD_WORKBOOK) return refuse('import/old-workbook', { file: path })
  if (start !== ZIP) {
    const opened = await openCsv(path, given)
    return opened.ok ? ok({ ...opened.value, format: 'csv', sheet: null }) : opened
  }
  const opened = await openXlsx(path, bytes)
  return opened.ok ? ok({ ...opened.value, format: 'xlsx', encoding: 'utf-8', delimiter: ',' }) : opened
}

/** The rows behind the header and behind row `after`; empty rows are left out. Throws a RefusedFault for a broken file. */
export async function* rowsOf(file: SourceFile, after = 1): AsyncGenerator<SourceRow> {
  if (file.format === 'csv') {
    yield* readCsvRows(file, after)
    return
  }
  let isHeader = true
  for await (const source of xlsxRows({ ...file, sheet: file.sheet ?? '' })) {
    const isEmpty = source.cells.every((cell) => cell.trim() === '')
    if (!isHeader && !isEmpty && source.row > after) yield source
    if (!isEmpty) isHeader = false
  }
}

async function headOf(path: string): Promise<Result<{ start: string; bytes: number }>> {
  try {
    const handle = await open(path, 'r')
    try {
      const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0)
      return ok({ start: buffer.toString('hex'), bytes: (await handle.stat()).size })
    } finally {
      await handle.close()
    }
  } catch (error) {
    return refuse('import/no-such-file', { file: path, reason: error instanceof Error ? error.message : String(error) })
  }
}
