/** The rows of a list as a CSV file, as they are shown. */
import { csvLine, guarded } from '@tandem/connectors/csv-line'
import type { Known } from './said.ts'

export interface FileColumn<R> {
  readonly title: string
  readonly said: (row: R) => Known
}

/**
 * UTF-8 with a byte order mark so that spreadsheets read Chinese. Numbers are bare, their currency or unit stands in a column
 * of its own called by `unitOf`; days and moments as ISO writes them. A column that says nothing at all is left out.
 */
export function csvOf<R>(rows: readonly R[], columns: readonly FileColumn<R>[], unitOf: (title: string) => string): string {
  const cells = columns.flatMap(({ title, said }) => {
    const all = rows.map(said)
    if (all.every((one) => bare(one) === '')) return []
    const units = all.map((one) => (one !== null && typeof one === 'object' && 'number' in one ? (one.unit ?? '') : ''))
    const values = [title, ...all.map(bare)]
    return units.some((unit) => unit !== '') ? [values, [unitOf(title), ...units]] : [values]
  })
  const lines = Array.from({ length: rows.length + 1 }, (_, at) => csvLine(cells.map((column) => guarded(column[at] ?? ''))))
  return `\uFEFF${lines.join('')}`
}

function bare(said: Known): string {
  if (said === null || said === '–') return ''
  if (typeof said === 'string') return said
  return 'at' in said ? said.at : said.number
}

/** Gives the reader a file. */
export function download(name: string, text: string): void {
  const link = document.createElement('a')
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
