/** What a rule of quality does to one value: puts it into the standard form, or says what is wrong and what was likely meant. */
import { type DateFormat, Decimal, type Details, isPlainDate, parseDate } from '@tandem/kernel'
import { isCreditCode, normalEmail } from '../identity/normal.ts'
import { phoneOf } from '../mapping/transforms.ts'
import type { Dictionary, Suggestion } from './likeness.ts'

/** One check as data; a dictionary is named. */
export type Check =
  | { readonly check: 'trim' | 'width' | 'email' | 'filled' }
  | { readonly check: 'case'; readonly as: 'upper' | 'lower' | 'title' }
  | { readonly check: 'phone'; readonly country?: string | undefined }
  | { readonly check: 'tax-number'; readonly country?: 'CN' | undefined }
  | { readonly check: 'date'; readonly formats: readonly DateFormat[] }
  | { readonly check: 'number'; readonly min?: string | undefined; readonly max?: string | undefined }
  | { readonly check: 'length'; readonly min?: number | undefined; readonly max?: number | undefined }
  /** A for a letter, 9 for a digit, * for either, all else stands for itself: `AA-9999`. */
  | { readonly check: 'mask'; readonly mask: string }
  | {
      readonly check: 'dictionary'
      readonly dictionary: string
      /** How alike a word must be to be suggested; 0.75 when left out. */
      readonly suggestFrom?: number | undefined
      /** From which likeness on it is taken without asking; left out: a word that is only alike is never taken. */
      readonly acceptFrom?: number | undefined
    }
export type CheckName = Check['check']

export const checkNames = [
  'trim',
  'width',
  'case',
  'phone',
  'tax-number',
  'email',
  'date',
  'number',
  'length',
  'mask',
  'dictionary',
  'filled',
] as const satisfies readonly CheckName[]

export type Dictionaries = (name: string) => Dictionary | undefined

/** What came of one check. Neither: the value is good as it is. */
export interface Found {
  /** The standard form: the same value, written as the rule wants it. */
  readonly to?: string
  readonly problem?: Problem
}

export interface Problem {
  readonly code: `quality/${string}`
  readonly details: Details
  /** What was likely meant. A person decides. */
  readonly suggestion?: Suggestion | undefined
}

const GOOD: Found = {}
const SUGGEST_FROM = 0.75
const PHONE_DIGITS = { least: 6, most: 15 }

/** Checks one text; an empty one is good for all checks but `filled`. */
export function runCheck(check: Check, text: string, dictionaries: Dictionaries): Found {
  if (text === '') return check.check === 'filled' ? bad('quality/empty') : GOOD
  switch (check.check) {
    case 'filled':
      return GOOD
    case 'trim':
      return form(text, trimmed(text))
    case 'width':
      return form(text, text.normalize('NFKC'))
    case 'case':
      return form(text, cased(text, check.as))
    case 'phone':
      return phone(text, check.country)
    case 'tax-number':
      return taxNumber(text, check.country)
    case 'email':
      return email(text)
    case 'date':
      return date(text, check.formats)
    case 'number':
      return number(text, check)
    case 'length':
      return length(text, check)
    case 'mask':
      return maskOf(check.mask).test(text) ? GOOD : bad('quality/not-like-mask', { mask: check.mask })
    case 'dictionary':
      return word(text, check, dictionaries)
  }
}

function form(text: string, to: string): Found {
  return to === text ? GOOD : { to }
}

function bad(code: Problem['code'], details: Details = {}, suggestion?: Suggestion): Found {
  return { problem: { code, details, ...(suggestion && { suggestion }) } }
}

/** No spaces around, one between words, and none of the letters that nobody sees. */
function trimmed(text: string): string {
  return text
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

function cased(text: string, as: 'upper' | 'lower' | 'title'): string {
  if (as === 'upper') return text.toUpperCase()
  if (as === 'lower') return text.toLowerCase()
  return text
    .toLowerCase()
    .replace(/(^|[\s\-/('’.&])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
}

function phone(text: string, country: string | undefined): Found {
  const to = phoneOf(text.normalize('NFKC'), country)
  const count = to.replace('+', '').length
  if (count < PHONE_DIGITS.least || count > PHONE_DIGITS.most || /\p{L}{3}/u.test(text)) return bad('quality/not-a-phone')
  return form(text, to)
}

function taxNumber(text: string, country: 'CN' | undefined): Found {
  const to = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s.\-/]/g, '')
  if (!/^[0-9A-Z]{5,20}$/.test(to)) return bad('quality/not-a-tax-number')
  if (country === 'CN' && to.length === 18 && !isCreditCode(to)) return bad('quality/wrong-check-digit')
  if (country === 'CN' && to.length !== 18 && to.length !== 15) return bad('quality/not-a-tax-number')
  return form(text, to)
}

function email(text: string): Found {
  const to = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^mailto:/, '')
    .replace(/\s/g, '')
  return normalEmail(to) === '' ? bad('quality/not-an-e-mail') : form(text, to)
}

function date(text: string, formats: readonly DateFormat[]): Found {
  if (isPlainDate(text)) return GOOD
  const found = new Set(formats.flatMap((format) => parseDate(text, format) ?? []))
  const [only, another] = found
  if (only === undefined) return bad('quality/not-a-date', { formats: formats.join(', ') })
  return another === undefined ? { to: only } : bad('quality/two-dates', { one: only, another })
}

function number(text: string, { min, max }: { min?: string | undefined; max?: string | undefined }): Found {
  const plain = text.normalize('NFKC').replace(/\s/g, '')
  const to = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(',', '') : plain
  const value = /^[+-]?\d+(\.\d+)?$/.test(to) ? Decimal.parse(to.replace(/^\+/, '')) : undefined
  if (!value) return bad('quality/not-a-number')
  const isLess = min !== undefined && Decimal.of(min).isMore(value)
  const isMore = max !== undefined && value.isMore(Decimal.of(max))
  if (isLess || isMore) return outside(min, max)
  return form(text, value.toString())
}

/** Which bounds there are, is said. */
function outside(min: string | undefined, max: string | undefined): Found {
  if (max === undefined) return bad('quality/too-small', { min: min ?? '' })
  return min === undefined ? bad('quality/too-large', { max }) : bad('quality/out-of-range', { min, max })
}

function length(
  text: string,
  { min = 0, max = Number.POSITIVE_INFINITY }: { min?: number | undefined; max?: number | undefined },
): Found {
  const count = [...text].length
  return count < min || count > max ? bad('quality/wrong-length', { count, min, max: Number.isFinite(max) ? max : '' }) : GOOD
}

const masks = new Map<string, RegExp>()
function maskOf(mask: string): RegExp {
  const known = masks.get(mask)
  if (known) return known
  const letters = { A: '\\p{L}', '9': '\\p{N}', '*': '[\\p{L}\\p{N}]' } as Readonly<Record<string, string>>
  const source = [...mask].map((letter) => letters[letter] ?? letter.replace(/[\\^$.|?+()[\]{}\-/]/g, '\\$&')).join('')
  const pattern = new RegExp(`^${source.replace(/\\-/g, '-')}$`, 'u')
  masks.set(mask, pattern)
  return pattern
}

function word(text: string, check: Extract<Check, { check: 'dictionary' }>, dictionaries: Dictionaries): Found {
  const dictionary = dictionaries(check.dictionary)
  if (!dictionary || dictionary.has(text)) return GOOD
  const found = dictionary.suggest(text, check.suggestFrom ?? SUGGEST_FROM)
  if (!found) return bad('quality/not-in-dictionary', { dictionary: check.dictionary })
  const isSame = found.reason === 'written' || found.reason === 'also'
  const isSure = isSame || (found.reason === 'alike' && found.likeness >= (check.acceptFrom ?? 2))
  return isSure ? { to: found.to } : bad('quality/not-in-dictionary', { dictionary: check.dictionary }, found)
}
