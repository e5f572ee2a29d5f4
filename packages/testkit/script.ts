/**
 * Stories and tables as text, in the words of the trade:
 *
 *     order    SO1  ACME  10 pcs widget @ 12.50 less 5 %
 *     deliver  SO1        4 pcs widget
 *     expect   SO1        delivered 4   invoiced 50.00
 */

/** One line of a story: `order SO1 ACME ...`. */
export interface Step {
  /** From 1, as an editor counts. */
  readonly line: number
  readonly verb: string
  /** What follows the verb, split at spaces; "in quotes" is one word. */
  readonly words: readonly string[]
  readonly text: string
}

/** Reads a story; blank lines and what follows `#` are left out. */
export function parseScript(script: string): Step[] {
  return script.split('\n').flatMap((raw, i): Step[] => {
    const text = withoutComment(raw).trim()
    const [verb, ...words] = wordsOf(text)
    return verb === undefined ? [] : [{ line: i + 1, verb, words, text }]
  })
}

function wordsOf(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
}

function withoutComment(text: string): string {
  return text.replace(/(^|\s)#.*$/, '')
}

/** A line of trade as people say it; decimals stay text. */
export interface TradeLine {
  readonly quantity: string
  readonly unit: string
  readonly item: string
  readonly price?: string
  readonly discountPercent?: string
}

/** Reads `10 pcs widget @ 12.50 less 5 %, 2 kg glue`. Throws a SyntaxError for anything else. */
export function tradeLines(words: readonly string[]): TradeLine[] {
  const parts = words.join(' ').split(/\s*,\s+|\s*,$/)
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const match = /^(-?\d+(?:\.\d+)?) (\S+) (\S+)(?: @ (\d+(?:\.\d+)?))?(?: less (\d+(?:\.\d+)?) ?%)?$/.exec(part)
      if (!match) throw new SyntaxError(`not a line such as "10 pcs widget @ 12.50 less 5 %": ${part}`)
      const [, quantity = '', unit = '', item = '', price, discountPercent] = match
      return { quantity, unit, item, ...(price ? { price } : {}), ...(discountPercent ? { discountPercent } : {}) }
    })
}

/** Reads `delivered 4 invoiced 50.00` into `{ delivered: '4', invoiced: '50.00' }`. Throws a SyntaxError for an odd word out. */
export function pairs(words: readonly string[]): Record<string, string> {
  if (words.length % 2 !== 0) throw new SyntaxError(`not names and values in turns: ${words.join(' ')}`)
  return Object.fromEntries(words.flatMap((word, i) => (i % 2 === 0 ? [[word, words[i + 1] as string]] : [])))
}

/**
 * Reads a table whose first line names its columns, cells being set apart by `|` or by two spaces or more. A `-` is an
 * empty cell. Throws a SyntaxError for a row with more or fewer cells than columns.
 */
export function table(text: string): Record<string, string>[] {
  const rows = text
    .split('\n')
    .map((line) => withoutComment(line).trim())
    .filter((line) => line !== '' && !/^[-|\s]+$/.test(line))
    .map(cellsOf)
  const [header = [], ...body] = rows
  return body.map((cells) => {
    if (cells.length !== header.length) {
      throw new SyntaxError(`a row of ${cells.length} cells in a table of ${header.length} columns: ${cells.join(' | ')}`)
    }
    return Object.fromEntries(header.map((name, i) => [name, cells[i] === '-' ? '' : (cells[i] as string)]))
  })
}

function cellsOf(line: string): string[] {
  return line.includes('|')
    ? line
        .replace(/^\||\|$/g, '')
        .split('|')
        .map((cell) => cell.trim())
    : line.split(/ {2,}|\t+/)
}
