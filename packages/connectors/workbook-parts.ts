/** A table as the parts of an Excel workbook (XLSX), row by row: whoever has them packs them into a file. */
import { Fault } from '@tandem/kernel'

/** A number stays exact as text; a date is `2026-11-22`. */
export type WorkbookCell = { readonly text: string } | { readonly number: string } | { readonly date: string } | null

const MOST_ROWS = 1_048_576
/** What a cell of a spreadsheet holds at most. */
const LONGEST_TEXT = 32_767
/** Spreadsheets count in doubles: a number with more digits than they hold stays a text, so that it stays itself. */
const MOST_DIGITS = 15
const DAY_MS = 86_400_000
const FIRST_DAY = Date.UTC(1899, 11, 30)
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** A file within the workbook, and its text, piece by piece. */
export interface WorkbookPart {
  readonly name: string
  readonly text: Iterable<string> | AsyncIterable<string>
}

/** Throws a Fault while the sheet is read when there are more rows than one holds. */
export function workbookParts(
  name: string,
  header: readonly string[],
  pages: AsyncIterable<readonly (readonly WorkbookCell[])[]>,
): WorkbookPart[] {
  return [
    { name: '[Content_Types].xml', text: [XML + CONTENT_TYPES] },
    { name: '_rels/.rels', text: [XML + relations('rId1', `${OFFICE}/officeDocument`, 'xl/workbook.xml')] },
    { name: 'xl/workbook.xml', text: [XML + book(name)] },
    { name: 'xl/_rels/workbook.xml.rels', text: [XML + BOOK_RELATIONS] },
    { name: 'xl/styles.xml', text: [XML + STYLES] },
    { name: 'xl/worksheets/sheet1.xml', text: sheet(header, pages) },
  ]
}

const CONTENT_TYPES = `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEET}.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${SHEET}.worksheet+xml"/></Types>`

function relation(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`
}

function relations(id: string, type: string, target: string): string {
  return `<Relationships xmlns="${PACKAGE}/relationships">${relation(id, type, target)}</Relationships>`
}

const BOOK_RELATIONS = `<Relationships xmlns="${PACKAGE}/relationships">${relation('rId1', `${OFFICE}/worksheet`, 'worksheets/sheet1.xml')}${relation('rId2', `${OFFICE}/styles`, 'styles.xml')}</Relationships>`

/** Style 1: headings; style 2: dates as the reader's machine writes them. */
const STYLES = `<styleSheet xmlns="${MAIN}"><fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`

/** Excel takes 31 characters and none of `[]:*?/\\` as a sheet's name. */
function book(name: string): string {
  const short = escaped(name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31))
  return `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${short}" sheetId="1" r:id="rId1"/></sheets></workbook>`
}

async function* sheet(
  header: readonly string[],
  pages: AsyncIterable<readonly (readonly WorkbookCell[])[]>,
): AsyncGenerator<string> {
  const frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  yield `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${frozen}</sheetView></sheetViews><sheetData>`
  yield row(header.map((text) => textCell(text, ' s="1"')))
  let count = 1
  for await (const page of pages) {
    count += page.length
    if (count > MOST_ROWS) throw new Fault(`a sheet holds ${MOST_ROWS} rows: export as CSV`)
    yield page.map((cells) => row(cells.map(cell))).join('')
  }
  yield '</sheetData></worksheet>'
}

function row(cells: readonly string[]): string {
  return `<row>${cells.join('')}</row>`
}

function cell(value: WorkbookCell): string {
  if (value === null) return '<c/>'
  if ('text' in value) return textCell(value.text)
  if ('date' in value) return `<c s="2"><v>${(Date.parse(value.date) - FIRST_DAY) / DAY_MS}</v></c>`
  return value.number.replace(/\D/g, '').length > MOST_DIGITS ? textCell(value.number) : `<c><v>${value.number}</v></c>`
}

function textCell(text: string, style = ''): string {
  return `<c t="inlineStr"${style}><is><t xml:space="preserve">${escaped(text.slice(0, LONGEST_TEXT))}</t></is></c>`
}

/** XML has no way to write most control characters: they are left out. */
function escaped(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be left out.
      .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
      .toWellFormed()
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  )
}
