/** Which rows of a list that is all here fit its filters. */
import { Decimal } from '@tandem/kernel'
import type { Language } from '../format/decimal.ts'
import type { RowChoice, RowColumn } from './rows.ts'
import { collatorOf, fits, type Known, type ValueWords, wordsOf } from './said.ts'

/** As a list's address has them: `state`, `used[from]`. */
export type RowFilters = Readonly<Record<string, string>>

/** One among what the rows say, a number or a day between two, or words that stand in a text. */
export type FilterKind = 'among' | 'numbers' | 'days' | 'words'

/** So many different values are still chosen from; more are typed. */
const MOST_CHOICES = 15

/** Before what was typed; chosen values never begin so. */
const TYPED = '~'

export const typedFilter = (text: string): string | undefined => (text === '' ? undefined : TYPED + text)
export const typedIn = (value: string | undefined): string => (value?.startsWith(TYPED) ? value.slice(TYPED.length) : '')
const isTyped = (value: string) => value.startsWith(TYPED)

/** With commas between: none of them stands in a value that is written so. */
export function chosenFilter(values: readonly string[]): string | undefined {
  return values.length === 0 ? undefined : values.map((value) => encodeURIComponent(value).replaceAll('~', '%7E')).join(',')
}

export function chosenIn(value: string | undefined): string[] {
  return value === undefined || isTyped(value) ? [] : value.split(',').map(plain)
}

/** An address that somebody typed may hold anything. */
function plain(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** What a row is filtered by in a column: its choices, each with its word. */
export function choicesIn<R>({ among }: RowColumn<R>, row: R, said: Known): readonly RowChoice[] {
  if (among) return among(row)
  return typeof said === 'string' && said !== '' && said !== '–' ? [{ value: said, label: said }] : []
}

/** All that the rows say, each once, as the reader's language sorts them. */
export function choicesOf(all: readonly RowChoice[], language: Language): RowChoice[] {
  const once = [...new Map(all.map((one) => [one.value, one])).values()]
  return once.sort((a, b) => collatorOf(language).compare(a.label, b.label))
}

export interface FilteredColumn {
  readonly said: readonly Known[]
  readonly choices: readonly RowChoice[]
  /** Whether the column tells its choices itself. */
  readonly isAmong: boolean
}

/** How a column is filtered; what already holds decides, since rows come and go. */
export function filterKindOf(name: string, filters: RowFilters, { said, choices, isAmong }: FilteredColumn): FilterKind {
  const held = filters[name]
  if (held !== undefined) return isTyped(held) ? 'words' : 'among'
  if (isAmong) return 'among'
  const given = said.filter((one) => one !== null && one !== '' && one !== '–')
  if (given.length > 0 && given.every((one) => typeof one === 'object' && one !== null && 'number' in one)) return 'numbers'
  if (given.length > 0 && given.every((one) => typeof one === 'object' && one !== null && 'at' in one)) return 'days'
  // Names that are all different are found by their letters.
  return choices.length > 0 && choices.length <= MOST_CHOICES && choices.length * 2 <= given.length ? 'among' : 'words'
}

/** Whether a row fits what is asked of one of its columns; `bound`: `from` or `to`. */
export function holds(
  value: string,
  bound: string | undefined,
  said: Known,
  choices: readonly RowChoice[],
  words: ValueWords,
): boolean {
  if (bound !== undefined) return isWithin(said, bound, value)
  if (isTyped(value)) return fits(wordsOf(said, words), typedIn(value))
  const chosen = chosenIn(value)
  return choices.some((one) => chosen.includes(one.value))
}

function isWithin(said: Known, bound: string, value: string): boolean {
  if (said === null || typeof said === 'string') return false
  const by = 'at' in said ? compareTexts(said.at.slice(0, 10), value) : compareNumbers(said.number, value)
  return bound === 'from' ? by >= 0 : by <= 0
}

const compareTexts = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1)

/** What is no number bounds nothing. */
function compareNumbers(a: string, b: string): number {
  const [left, right] = [Decimal.parse(a), Decimal.parse(b)]
  return left && right ? left.compare(right) : 0
}
