/** What the cells of a list say, for who sorts, searches or takes it away as a file. */
import { Decimal } from '@tandem/kernel'
import { Children, isValidElement, type ReactNode } from 'react'
import type { Side } from '../api/documents.ts'
import { type Language, localeOf } from '../format/decimal.ts'
import type { Words } from '../i18n/use-words.ts'

/**
 * A text in the reader's words; a number, exact, with the currency or unit it counts in; a day or moment (ISO); or the
 * document that is named. Null: nothing.
 */
export type Said =
  | string
  | null
  | { readonly number: string; readonly unit?: string | undefined }
  | { readonly at: string }
  | { readonly side: Side; readonly name: string; readonly id: string }

/** The same once the named documents' titles are here; undefined: the column says nothing, such as one of buttons. */
export type Known = string | null | { readonly number: string; readonly unit?: string | undefined } | { readonly at: string }

/** The words in what is drawn, as far as they stand there: what a component makes of its own is not among them. */
export function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node)
  if (Array.isArray(node)) return node.map(textOf).join('')
  if (!isValidElement<{ readonly children?: ReactNode }>(node)) return ''
  return Children.toArray(node.props.children).map(textOf).join('')
}

const collators = new Map<Language, Intl.Collator>()

export function collatorOf(language: Language): Intl.Collator {
  const known = collators.get(language) ?? new Intl.Collator(localeOf(language), { numeric: true, sensitivity: 'base' })
  collators.set(language, known)
  return known
}

const isNothing = (said: Known): said is null | '' | '–' => said === null || said === '' || said === '–'

/** Numbers by their worth within their currency or unit, days by the calendar, texts as the reader's language has them. */
function compareSaid(a: Exclude<Known, null>, b: Exclude<Known, null>, language: Language): number {
  if (typeof a === 'string' || typeof b === 'string')
    return collatorOf(language).compare(typeof a === 'string' ? a : '', typeof b === 'string' ? b : '')
  if ('at' in a || 'at' in b) {
    const [left, right] = ['at' in a ? a.at : '', 'at' in b ? b.at : '']
    return left === right ? 0 : left < right ? -1 : 1
  }
  const byUnit = collatorOf(language).compare(a.unit ?? '', b.unit ?? '')
  return byUnit === 0 ? Decimal.of(a.number).compare(Decimal.of(b.number)) : byUnit
}

/** Rows by what each says; those that say nothing stand last, whichever way it is sorted. */
export function sortedBy<R>(rows: readonly R[], said: (row: R) => Known, isDown: boolean, language: Language): R[] {
  return rows
    .map((row) => ({ row, is: said(row) }))
    .sort((a, b) => {
      if (isNothing(a.is) || isNothing(b.is)) return Number(isNothing(a.is)) - Number(isNothing(b.is))
      return compareSaid(a.is, b.is, language) * (isDown ? -1 : 1)
    })
    .map(({ row }) => row)
}

/** What numbers and days are written with. */
export type ValueWords = Pick<Words, 'decimal' | 'money' | 'date' | 'instant'>

/** Everything by which somebody may look for a cell: as it is written for the reader, and as it is kept. */
export function wordsOf(said: Known, { decimal, money, date, instant }: ValueWords): string {
  if (said === null || typeof said === 'string') return said ?? ''
  if ('at' in said) return `${said.at} ${said.at.length > 10 ? instant(said.at) : date(said.at)}`
  const { number, unit = '' } = said
  return `${number} ${decimal(number)} ${/^[A-Z]{3}$/.test(unit) ? money(number, unit) : unit}`
}

/** Whether every word that was typed stands somewhere in a text. */
export function fits(text: string, typed: string): boolean {
  const lower = text.toLowerCase()
  const asked = typed.toLowerCase().split(/\s+/)
  return asked.every((word) => lower.includes(word))
}
