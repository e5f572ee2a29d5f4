/** One cell's text as the value of a field: pure. */
import { type DateFormat, Decimal, type Field, isInstant, type Json, ok, parseDate, type Result, refuse } from '@tandem/kernel'
import { type ChoiceWords, choiceMeant } from './choice-words.ts'

/** How a file writes its values. */
export interface CellStyle {
  readonly dateFormat: DateFormat
  readonly decimal: '.' | ','
  /** The file's words for our values: `{ "M": "made" }`. */
  readonly values?: Readonly<Record<string, Json>> | undefined
  /** What people call our choices: they may stand in place of them, in either language. */
  readonly words?: ChoiceWords | undefined
}

const TRUE = new Set(['true', 'yes', 'y', '1', '是', '真', '√'])
const FALSE = new Set(['false', 'no', 'n', '0', '否', '假', '×'])

/** Digits before and behind the point that the columns keep: numeric(20,4), numeric(20,6), numeric(9,4). */
const DIGITS = { amount: [16, 4], price: [14, 6], quantity: [14, 6], percent: [5, 4] } as const

/** Reads a cell that is not empty. A reference stays the text it is looked up by. */
export function convertCell(field: Field, text: string, style: CellStyle): Result<Json> {
  const mapped = style.values?.[text]
  if (mapped !== undefined) return ok(mapped)
  switch (field.kind) {
    case 'text':
      return field.max !== undefined && [...text].length > field.max ? refuse('import/too-long', { max: field.max }) : ok(text)
    case 'choice':
      return choiceOf(field.of, text, field.words ?? style.words)
    case 'flag':
      return flagOf(text)
    case 'integer':
      return /^-?\d{1,15}$/.test(text) ? ok(Number(text)) : refuse('import/not-a-whole-number')
    case 'amount':
    case 'price':
    case 'quantity':
    case 'percent':
      return decimalOf(text, style.decimal, DIGITS[field.kind])
    case 'date':
      return dateOf(text, style.dateFormat)
    case 'instant':
      return isInstant(text) ? ok(text) : refuse('import/not-a-moment')
    case 'reference':
      return ok(text)
    case 'lines':
    case 'json':
    case 'custom':
      return refuse('import/not-importable', { field: field.label.en })
  }
}

function choiceOf(choices: readonly string[], text: string, words: ChoiceWords = {}): Result<Json> {
  const choice = choiceMeant(choices, text, words)
  return choice === undefined ? refuse('import/not-a-choice', { choices: [...choices] }) : ok(choice)
}

function flagOf(text: string): Result<Json> {
  const word = text.toLowerCase()
  if (TRUE.has(word)) return ok(true)
  return FALSE.has(word) ? ok(false) : refuse('import/not-a-flag')
}

/** Groups of thousands are taken where they stand right: `1,234.50`, with a decimal comma `1.234,50` or `1 234,50`. */
function decimalOf(text: string, point: '.' | ',', [whole, fraction]: readonly [number, number]): Result<Json> {
  const groups = point === '.' ? ',' : '. \u00a0\u202f'
  const grouped = new RegExp(`^[+-]?\\d{1,3}([${groups}]\\d{3})+(\\${point}\\d+)?$`)
  const bare = grouped.test(text) ? text.replace(new RegExp(`[${groups}]`, 'g'), '') : text
  const plain = point === ',' && !bare.includes('.') ? bare.replace(',', '.') : bare
  const value = point === ',' && bare.includes('.') ? undefined : Decimal.parse(plain)
  if (!value) return refuse('import/not-a-number', { example: point === '.' ? '1234.50' : '1234,50' })
  const shortest = value.toString()
  const [before = '', behind = ''] = shortest.replace('-', '').split('.')
  return before.length > whole || behind.length > fraction ? refuse('import/too-many-digits', { whole, fraction }) : ok(shortest)
}

/** A date as `YYYY-MM-DD` is one whatever the file's form is: it cannot be meant otherwise. */
function dateOf(text: string, format: DateFormat): Result<Json> {
  const date = parseDate(text, format) ?? parseDate(text)
  return date === undefined ? refuse('import/not-a-date', { format }) : ok(date)
}
