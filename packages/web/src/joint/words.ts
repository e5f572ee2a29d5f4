import { fieldWord, kinds, kindWord } from '@tandem/hub/definitions'
import type { Field, Label } from '@tandem/kernel'
import type { Words } from '../i18n/use-words.ts'

const KINDS: Readonly<Record<string, { readonly fields: Readonly<Record<string, Field>> }>> = kinds

/** What people call a kind of document that travels; one we do not know stands as it is. */
export function kindLabel(kind: string): Label {
  return kindWord(kind) ?? { en: kind, zh: kind }
}

/** What people call a field of such a kind. */
export function fieldLabel(kind: string, field: string): Label {
  return fieldWord(kind, field) ?? { en: field, zh: field }
}

/** What cases of the inbox have in common: a field of their kind, or a missing document, `customer C-1`, with the word for its kind. */
export function dependsText(kind: string, dependsOn: string): Label {
  const [, missingKind = '', name = ''] = /^(\S+) (.+)$/s.exec(dependsOn) ?? []
  const missing = kindWord(missingKind)
  if (missing) return { en: `${missing.en} ${name}`, zh: `${missing.zh} ${name}` }
  return fieldLabel(kind, dependsOn)
}

/** A field's value in the words of the reader: choices, flags and dates as everywhere else on the page. */
export function fieldText(kind: string, field: string, value: unknown, words: Pick<Words, 't' | 'choice' | 'date'>): string {
  const is = KINDS[kind]?.fields[field]?.kind
  if (typeof value === 'boolean') return words.t(value ? 'lists.yes' : 'lists.no')
  if (typeof value !== 'string') return valueText(value)
  return is === 'choice' ? words.choice(value) : is === 'date' ? words.date(value) : valueText(value)
}

/** Who decided by which rule: `owner:crm`, `newest`, `manual`, ... */
export function ruleText(rule: string, { t }: Pick<Words, 't'>): string {
  const [by = '', side = ''] = rule.split(':')
  if ((by === 'owner' || by === 'phase') && (side === 'crm' || side === 'erp')) return t(`rules.by.owner-${side}`)
  if (by === 'newest' || by === 'largest' || by === 'manual') return t(`rules.by.${by}`)
  return by === 'person' ? t('rules.by.manual') : rule
}

/** Days and moments in a sentence of the server (`2026-03-02`, `2026-03-02 08:00 UTC`) as the reader writes them. */
export function localTimes(text: string, { date, instant }: Pick<Words, 'date' | 'instant'>): string {
  const moments = text.replace(/\b(\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC/g, (_, day, time) => instant(`${day}T${time}:00Z`))
  return moments.replace(/(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])/g, (day) => date(day))
}

const LONGEST = 80

/** What people call a whole document, when it says. */
function nameIn(value: unknown): string | undefined {
  const { number, code, name } = value as { number?: unknown; code?: unknown; name?: unknown }
  const words = [number, code, name].filter((word) => typeof word === 'string')
  return words.length > 0 ? words.join(' ') : undefined
}

/** A value as the joint keeps it, short enough for a cell. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '–'
  const text = typeof value === 'string' ? value : (nameIn(value) ?? JSON.stringify(value))
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
