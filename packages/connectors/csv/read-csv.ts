/** Reads a CSV file row by row in constant memory, whatever its encoding, byte order mark or delimiter. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { Fault, ok, type Refusal, RefusedFault, type Result, refuse } from '@tandem/kernel'
import { type CsvError, parse } from 'csv-parse'
import type { Delimiter, Encoding } from './mapping.ts'

export interface CsvFile {
  readonly path: string
  readonly encoding: Encoding
  readonly delimiter: Delimiter
  readonly header: readonly string[]
  readonly bytes: number
}

export interface SourceRow {
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number
  readonly cells: readonly string[]
  /** Bytes of the text read so far, for progress. */
  readonly bytes: number
  /** Cells that the file itself says are numbers, dates or flags: written plainly, whatever the mapping says of texts. */
  readonly plain?: ReadonlySet<number>
}

const HEAD_BYTES = 65_536
/** A row longer than this is a quotation mark that does not close. */
const LONGEST_ROW = 1_048_576

/** Looks at the first bytes: encoding, delimiter, header. Refuses a file that cannot be read or has no header. */
export async function openCsv(
  path: string,
  given: { encoding?: Encoding | undefined; delimiter?: Delimiter | undefined } = {},
): Promise<Result<CsvFile>> {
  const read = await readHead(path)
  if (!read.ok) return read
  const { head, bytes } = read.value
  const encoding = given.encoding ?? guessEncoding(head)
  const delimiter = given.delimiter ?? guessDelimiter(decode(head, encoding))
  const file = { path, encoding, delimiter, header: [] as string[], bytes }
  try {
    for await (const { cells } of records(file)) {
      const header = cells.map((cell) => cell.trim())
      if (header.some((cell) => cell !== '')) return ok({ ...file, header })
      break
    }
  } catch (error) {
    if (error instanceof RefusedFault) return { ok: false, refusal: error.refusal }
    throw error
  }
  return refuse('import/empty-file', { file: path })
}

/** The rows behind the header and behind row `after`; empty rows are left out. Throws a RefusedFault for a broken file. */
export async function* readRows(file: CsvFile, after = 1): AsyncGenerator<SourceRow> {
  for await (const source of records(file)) {
    if (source.row > Math.max(after, 1) && source.cells.some((cell) => cell.trim() !== '')) yield source
  }
}

async function* records(file: CsvFile): AsyncGenerator<SourceRow> {
  const parser = parse({
    delimiter: file.delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    max_record_size: LONGEST_ROW,
  })
  const source = Readable.from(decoded(file), { objectMode: true })
  // A failed read would leave the parser waiting for ever.
  source.once('error', (error) => parser.destroy(error))
  let row = 0
  try {
    for await (const { record, info } of source.pipe(parser)) {
      row += 1
      yield { row, cells: record as string[], bytes: (info as { bytes: number }).bytes }
    }
  } catch (error) {
    throw new RefusedFault(brokenFile(file, row, error))
  } finally {
    source.destroy()
    parser.destroy()
  }
}

async function* decoded(file: CsvFile): AsyncGenerator<string> {
  const decoder = new TextDecoder(file.encoding, { fatal: true, ignoreBOM: true })
  for await (const chunk of createReadStream(file.path)) yield decoder.decode(chunk as Uint8Array, { stream: true })
  yield decoder.decode()
}

function brokenFile(file: CsvFile, row: number, error: unknown): Refusal {
  const code = (error as { code?: string }).code ?? ''
  const reason = error instanceof Error ? error.message : String(error)
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return { code: 'import/bad-encoding', details: { file: file.path, encoding: file.encoding } }
  }
  if (code.startsWith('CSV_')) {
    return { code: 'import/bad-quotes', details: { file: file.path, row, reason: (error as CsvError).message } }
  }
  if (error instanceof Fault || !(error instanceof Error) || !('syscall' in error)) throw error
  return { code: 'import/no-such-file', details: { file: file.path, reason } }
}

async function readHead(path: string): Promise<Result<{ head: Uint8Array; bytes: number }>> {
  try {
    const handle = await open(path, 'r')
    try {
      const { size } = await handle.stat()
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
      return ok({ head: buffer.subarray(0, bytesRead), bytes: size })
    } finally {
      await handle.close()
    }
  } catch (error) {
    return refuse('import/no-such-file', { file: path, reason: error instanceof Error ? error.message : String(error) })
  }
}

/** UTF-8 is recognised by being valid; what is not is taken for Chinese, whose GB18030 nearly any bytes are valid in. */
function guessEncoding(head: Uint8Array): Encoding {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return 'utf-8'
  } catch {
    return 'gb18030'
  }
}

function decode(head: Uint8Array, encoding: Encoding): string {
  return new TextDecoder(encoding).decode(head)
}

/** The candidate that stands most often in the header row outside quotation marks. */
function guessDelimiter(text: string): Delimiter {
  const header = (text.split(/\r?\n/, 1)[0] ?? '').replace(/"(?:[^"]|"")*"/g, '')
  const count = (delimiter: string) => header.split(delimiter).length
  return ([',', ';', '\t'] as const).reduce((best, one) => (count(one) > count(best) ? one : best))
}
