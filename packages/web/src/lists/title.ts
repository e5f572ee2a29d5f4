import type { Definition, Field } from '@tandem/kernel'
import { formatDate } from '../format/date.ts'
import type { Language } from '../format/decimal.ts'
import { choiceWord } from '../i18n/choices.ts'

/** A field as the reader's language has it: in Chinese the Chinese name of an item, where it has one. */
export function valueIn(language: Language, row: Readonly<Record<string, unknown>>, name: string): unknown {
  return name === 'name' && language === 'zh' && row.nameZh ? row.nameZh : row[name]
}

/**
 * What people call a document: its title fields that are words, `F-1001 Oak table`. In Chinese the Chinese name stands
 * instead of the name where there is one, and the other way round.
 */
export function titleOf(definition: Definition, row: Readonly<Record<string, unknown>>, language: Language): string {
  const names = definition.title.filter((name) => name !== 'nameZh' && definition.fields[name]?.kind !== 'reference')
  const words = names.map((name) => said(definition.fields[name], String(valueIn(language, row, name) ?? ''), language))
  return words.filter(Boolean).join(' ')
}

function said(field: Field | undefined, value: string, language: Language): string {
  if (value === '') return ''
  if (field?.kind === 'choice') return choiceWord(value, language)
  return field?.kind === 'date' ? formatDate(value, language) : value
}
