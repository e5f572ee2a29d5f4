/**
 * Reads the first sheet of an XLSX file row by row in constant memory. Texts that many cells share stand in a part of
 * their own and are kept on the disk when there are many. Cells come as the texts a CSV would have: numbers plain with a
 * point, dates `YYYY-MM-DD`, yes and no as true and false.
 */
import { ok, RefusedFault, type Result, refuse } from '@tandem/kernel'
import { BrokenZip, openZip, type ZipContent } from '../unzip.ts'
import { parts, xmlOf } from '../xml.ts'
import type { SourceRow } from './read-csv.ts'
import { type KeptTexts, keptTexts } from './shared-texts.ts'

export interface XlsxFile {
  readonly path: string
  readonly sheet: string
  readonly header: readonly string[]
  readonly bytes: number
}

const ROW_LIMIT = 16_384

/** Refuses what is no workbook, and one whose first sheet has no header. */
export async function openXlsx(path: string, bytes: number): Promise<Result<XlsxFile>> {
  try {
    const book = await bookOf(await openZip(path))
    for await (const { cells } of sheetRows(path, bytes)) {
      const header = cells.map((cell) => cell.trim())
      while (header.at(-1) === '') header.pop()
      if (header.length > 0) return ok({ path, sheet: book.name, header, bytes })
      break
    }
    return refuse('import/empty-file', { file: path })
  } catch (error) {
    return refusedWorkbook(path, error)
  }
}

/** The rows of the first sheet, the header among them. Throws a RefusedFault for a broken file. */
export async function* xlsxRows({ path, bytes, header }: XlsxFile): AsyncGenerator<SourceRow> {
  try {
    for await (const source of sheetRows(path, bytes)) {
      const cells = [...source.cells]
      // Spreadsheets leave out what is empty at the end of a row, and often keep empty cells behind it.
      while (cells.length > header.length && cells.at(-1)?.trim() === '') cells.pop()
      while (cells.length < header.length) cells.push('')
      yield { ...source, cells }
    }
  } catch (error) {
    const refused = refusedWorkbook(path, error)
    throw refused.ok ? error : new RefusedFault(refused.refusal)
  }
}

function refusedWorkbook(path: string, error: unknown): Result<never> {
  if (error instanceof RefusedFault) return { ok: false, refusal: error.refusal }
  if (error instanceof BrokenZip || (error as Error).name === 'XmlError') {
    return refuse('import/bad-workbook', { file: path, reason: (error as Error).message })
  }
  throw error
}

interface Book {
  readonly name: string
  readonly part: string
  readonly is1904: boolean
}

async function bookOf(zip: ZipContent): Promise<Book> {
  const links = new Map<string, string>()
  for await (const tag of parts(zip, 'xl/_rels/workbook.xml.rels')) {
    if (tag.open === 'Relationship') links.set(tag.of.Id ?? '', tag.of.Target ?? '')
  }
  let found: Book | undefined
  let is1904 = false
  for await (const tag of parts(zip, 'xl/workbook.xml')) {
    if (tag.open === 'workbookPr') is1904 = tag.of.date1904 === '1' || tag.of.date1904 === 'true'
    if (tag.open !== 'sheet' || found || tag.of.state === 'hidden' || tag.of.state === 'veryHidden') continue
    const target = links.get(tag.of['r:id'] ?? '') ?? 'worksheets/sheet1.xml'
    found = { name: tag.of.name ?? '', part: target.startsWith('/') ? target.slice(1) : `xl/${target}`, is1904 }
  }
  if (!found) throw new BrokenZip('it has no visible sheet')
  return { ...found, is1904 }
}

async function* sheetRows(path: string, bytes: number): AsyncGenerator<SourceRow> {
  const zip = await openZip(path)
  const book = await bookOf(zip)
  const sheet = zip.read(book.part)
  if (!sheet) throw new BrokenZip(`${book.part} is missing`)
  const [dates, texts] = [await dateStyles(zip), await sharedTexts(zip)]
  try {
    const reading = rowReader((cell) => cellOf(cell, texts, dates, book.is1904))
    for await (const tag of xmlOf(sheet)) {
      const row = reading(tag)
      if (row) yield { ...row, bytes: Math.min(bytes, tag.at) }
    }
  } finally {
    texts.close()
  }
}

interface Cell {
  readonly type: string
  readonly style: number
  readonly value: string
}

type Said = { readonly text: string; readonly isPlain: boolean }

/** Puts tags together to rows: rows and cells may be left out, and say where they stand. */
function rowReader(say: (cell: Cell) => Said) {
  let [row, column, type, style, value, text, isInText, isInValue, isAloud] = [0, 0, '', 0, '', '', false, false, false]
  let cells: string[] = []
  let plain = new Set<number>()
  return (tag: {
    open?: string
    close?: string
    text?: string
    of: Readonly<Record<string, string>>
  }): Omit<SourceRow, 'bytes'> | undefined => {
    if (tag.text !== undefined) {
      if (isInValue) value += tag.text
      if (isInText) text += tag.text
    } else if (tag.open === 'row') {
      row = tag.of.r ? Number(tag.of.r) : row + 1
      ;[cells, plain, column] = [[], new Set(), 0]
    } else if (tag.open === 'c') {
      column = tag.of.r ? columnOf(tag.of.r) : column + 1
      ;[type, style, value, text] = [tag.of.t ?? 'n', Number(tag.of.s ?? 0), '', '']
    } else if (tag.open === 'v') isInValue = true
    else if (tag.open === 't') isInText = !isAloud
    else if (tag.open === 'rPh' || tag.close === 'rPh') isAloud = tag.open === 'rPh'
    else if (tag.close === 'v') isInValue = false
    else if (tag.close === 't') isInText = false
    else if (tag.close === 'c' && column <= ROW_LIMIT) {
      const said = say({ type, style, value: type === 'inlineStr' ? text : value })
      while (cells.length < column - 1) cells.push('')
      cells[column - 1] = said.text
      if (said.isPlain) plain.add(column - 1)
    } else if (tag.close === 'row') return { row, cells, plain }
    return undefined
  }
}

/** `BC12` -> 55. */
function columnOf(reference: string): number {
  let column = 0
  for (const letter of reference) {
    if (letter < 'A' || letter > 'Z') break
    column = column * 26 + letter.charCodeAt(0) - 64
  }
  return column
}

function cellOf({ type, style, value }: Cell, texts: KeptTexts, dates: ReadonlySet<number>, is1904: boolean): Said {
  switch (type) {
    case 's':
      return { text: texts.at(Number(value)), isPlain: false }
    case 'b':
      return { text: value === '1' ? 'true' : 'false', isPlain: true }
    // A formula that went wrong: `#DIV/0!` stays, so that the row says so.
    case 'e':
    case 'str':
    case 'inlineStr':
      return { text: value, isPlain: false }
    case 'd':
      return { text: value.replace(/T00:00(:00(\.0+)?)?Z?$/, ''), isPlain: true }
    default:
      if (value === '') return { text: '', isPlain: false }
      return { text: dates.has(style) ? dateText(Number(value), is1904) : plainNumber(value), isPlain: true }
  }
}

/** A double as a spreadsheet shows it: 15 digits, never with an exponent. */
export function plainNumber(text: string): string {
  if (/^-?\d{1,15}$/.test(text)) return text
  const number = Number(text)
  if (!Number.isFinite(number)) return text
  const [digits = '0', exponent = '0'] = number.toExponential(14).split('e')
  const [whole = '0', behind = ''] = digits.replace('-', '').split('.')
  const all = whole + behind
  const point = Number(exponent) + 1
  const padded = point <= 0 ? '0'.repeat(1 - point) + all : all.padEnd(point, '0')
  const at = Math.max(point, 1)
  const rest = padded.slice(at).replace(/0+$/, '')
  const plain = `${padded.slice(0, at)}${rest === '' ? '' : `.${rest}`}`
  return number < 0 && plain !== '0' ? `-${plain}` : plain
}

const DAY_MS = 86_400_000

/** Days since the end of 1899, or of 1903; with the time when there is one. The 60th day of 1900 never was. */
function dateText(days: number, is1904: boolean): string {
  if (!Number.isFinite(days) || days < 0 || days > 2_958_465) return String(days)
  const shifted = is1904 ? days + 1462 : days < 60 ? days + 1 : days
  const whole = Math.floor(shifted)
  const seconds = Math.round((shifted - whole) * 86_400)
  const at = new Date(Date.UTC(1899, 11, 30) + whole * DAY_MS + seconds * 1000).toISOString()
  return seconds === 0 ? at.slice(0, 10) : at.slice(0, 19).replace('T', ' ')
}

/** Built-in forms of dates and times. */
const DATE_FORMS = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58])

/** The styles that show a number as a date. */
async function dateStyles(zip: ZipContent): Promise<Set<number>> {
  const forms = new Set(DATE_FORMS)
  const styles = new Set<number>()
  let [isInStyles, count] = [false, 0]
  for await (const tag of parts(zip, 'xl/styles.xml')) {
    if (tag.open === 'numFmt' && isDateForm(tag.of.formatCode ?? '')) forms.add(Number(tag.of.numFmtId))
    if (tag.open === 'cellXfs') isInStyles = true
    if (tag.close === 'cellXfs') isInStyles = false
    if (tag.open !== 'xf' || !isInStyles) continue
    if (forms.has(Number(tag.of.numFmtId ?? 0))) styles.add(count)
    count += 1
  }
  return styles
}

/** `yyyy-mm-dd`, `d. mmmm`, `yyyy"年"m"月"`; not `0.00"days"` nor `[Red]0`. */
function isDateForm(form: string): boolean {
  const bare = form.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')
  return /[yd]/i.test(bare) && !/[0#?]/.test(bare)
}

async function sharedTexts(zip: ZipContent): Promise<KeptTexts> {
  const texts = keptTexts()
  const part = zip.names.find((name) => name.toLowerCase() === 'xl/sharedstrings.xml')
  if (!part) return texts
  let [text, isIn, isAloud] = ['', false, false]
  for await (const tag of parts(zip, part)) {
    if (tag.text !== undefined && isIn) text += tag.text
    else if (tag.open === 'si') text = ''
    // How a text is read aloud (phonetic) is no part of it.
    else if (tag.open === 'rPh' || tag.close === 'rPh') isAloud = tag.open === 'rPh'
    else if (tag.open === 't') isIn = !isAloud
    else if (tag.close === 't') isIn = false
    else if (tag.close === 'si') texts.add(text)
  }
  return texts
}
