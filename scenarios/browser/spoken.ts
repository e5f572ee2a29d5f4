/** The page's own words, for stories that are told in both languages. */
import type { Label } from '@tandem/kernel'
import { choiceWord } from '@tandem/web/choices'
import { formatDate } from '@tandem/web/dates'
import { formatMoney, formatQuantity, type Language, localeOf } from '@tandem/web/format'
import { insideOf } from '@tandem/web/inside'
import { chinese, english } from '@tandem/web/words'

/** The path of a text: `erp.receive`. A text that is lost does not compile. */
export type Text = PathOf<typeof english>
type PathOf<T> = { [K in keyof T & string]: T[K] extends string ? Whole<K> : `${K}.${PathOf<T[K]>}` }[keyof T & string]
/** English counts by `_one` and `_other`; who tells names neither. */
type Whole<K extends string> = K extends `${infer Start}_one` | `${infer Start}_other` ? Start : K

type Values = Readonly<Record<string, string | number>>

export interface Spoken {
  readonly language: Language
  /** A BCP 47 tag, for the browser. */
  readonly locale: string
  /** A sentence of the page, with its values. */
  say(text: Text, values?: Values): string
  /** The same where not all values are known: whatever stands in their place. */
  like(text: Text, values?: Values): RegExp
  /** What a document or a field is called: of its definition. */
  label(of: Label): string
  /** The same inside a sentence. */
  inside(of: Label): string
  /** What a state or a choice is called. */
  choice(value: string): string
  money(amount: string, currency?: string): string
  quantity(value: string, unit?: string): string
  /** A business day, as the page writes it. */
  date(day: string): string
}

export function spokenIn(language: Language): Spoken {
  const words = language === 'zh' ? chinese : english
  return {
    language,
    locale: localeOf(language),
    say: (text, values = {}) => filled(textAt(words, text, values), values),
    like: (text, values = {}) => patternOf(filled(textAt(words, text, values), values)),
    label: (of) => of[language],
    inside: (of) => insideOf(of, language),
    choice: (value) => choiceWord(value, language),
    money: (amount, currency = 'CNY') => formatMoney(amount, currency, language),
    quantity: (value, unit = 'pcs') => formatQuantity(value, unit, language),
    date: (day) => formatDate(day, language),
  }
}

function textAt(words: object, path: string, { count }: Values): string {
  const at = (whole: string): unknown =>
    whole.split('.').reduce<unknown>((inside, key) => (inside as Record<string, unknown> | undefined)?.[key], words)
  const found = at(path) ?? (count === 1 ? at(`${path}_one`) : undefined) ?? at(`${path}_other`)
  if (typeof found !== 'string') throw new Error(`the page has no text ${path}`)
  return found
}

function filled(text: string, values: Values): string {
  return text.replace(/\{\{(\w+)\}\}/g, (place, name: string) => String(values[name] ?? place))
}

function patternOf(text: string): RegExp {
  const parts = text.split(/\{\{\w+\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.+')}`)
}
