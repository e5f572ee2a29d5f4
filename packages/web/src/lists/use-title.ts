import type { Definition } from '@tandem/kernel'
import { documents, type Side } from '../api/documents.ts'
import { useReferenced } from '../api/titles.ts'
import { useWords } from '../i18n/use-words.ts'
import { titleOf } from './title.ts'

/** By these alone people tell one document from another. */
const TELLING = new Set(['number', 'code', 'name', 'subject', 'description'])
/** What a document without any of them is about: a price is of an item. */
const ABOUT = ['item', 'account', 'customer', 'party'] as const

/** What people call a document on its own page: its number or title; where that tells little, what it is about before it. */
export function useTitle(side: Side, definition: Definition, row: Readonly<Record<string, unknown>>): string {
  const { language } = useWords()
  const tells = definition.title.some((name) => TELLING.has(name))
  const name = tells ? undefined : ABOUT.find((one) => definition.fields[one]?.kind === 'reference' && row[one])
  const field = name && definition.fields[name]
  const to = field && field.kind === 'reference' ? field.to : ''
  const { data } = useReferenced(side, to, name ? String(row[name]) : undefined)
  const own = typeof row.number === 'string' ? row.number : titleOf(definition, row, language)
  const about = data ? documents[side].get(to) : undefined
  return [about && data ? titleOf(about.definition, data, language) : '', own].filter(Boolean).join(' · ')
}
