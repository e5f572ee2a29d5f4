import type { Definition } from '@tandem/kernel'
import { useMemo } from 'react'
import type { AnyRow } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import type { Drawn } from '../lists/rows.ts'
import { titleOf } from '../lists/title.ts'
import { EntrySubject } from './entry-subject.tsx'
import { useFieldLabel } from './use-field-label.ts'
import { useSystemTitle } from './use-who.ts'
import { dependsText, fieldText, kindLabel } from './words.ts'

/** What only the joint reads: ids of its own rows, and what another fact says already. */
const NOT_FOR_PEOPLE = new Set(['record', 'change', 'delivery', 'ownRecord', 'code', 'rule', 'currency'])

const BY_ITSELF = ['superseded', 'delivered', 'planned', 'merged', 'nothing to write', 'deletion settled', 'read again'] as const
const isByItself = (reason: unknown): reason is (typeof BY_ITSELF)[number] => BY_ITSELF.some((one) => one === reason)

/** The facts of a document of the joint: kinds, fields, systems and values as people call them. */
export function useDrawn(definition: Definition) {
  const words = useWords()
  const { t, label, language } = words
  const systemTitle = useSystemTitle()
  const fieldName = useFieldLabel()
  const drawn = useMemo((): Drawn => {
    const kind = (row: AnyRow) => String(row.kind)
    const value = (name: string) => (row: AnyRow) => fieldText(kind(row), String(row.field), row[name], words)
    const values = Object.fromEntries(['agreed', 'kept', 'other', 'decision', 'found'].map((name) => [name, value(name)]))
    return {
      ...(definition.fields.field ? values : {}),
      kind: (row) => label(kindLabel(kind(row))),
      field: (row) => fieldName(kind(row), String(row.field)),
      system: (row) => systemTitle(String(row.system)),
      dependsOn: (row) => label(dependsText(kind(row), String(row.dependsOn))),
      keptSystem: (row) => systemTitle(String(row.keptSystem)),
      subject: (row) =>
        typeof row.record === 'string' ? (
          <EntrySubject subject={String(row.subject)} kind={kind(row)} record={row.record} />
        ) : (
          String(row.subject)
        ),
      // What the joint closed by itself has a word of its own instead of somebody's reason.
      reason: (row) => (isByItself(row.reason) ? t(`joint.byItself.${row.reason}`) : String(row.reason)),
    }
  }, [words, t, label, definition, systemTitle, fieldName])
  const facts = Object.entries(definition.fields).flatMap(([name, { kind }]) => {
    const isData = (kind === 'json' && !drawn[name]) || kind === 'lines'
    return isData || NOT_FOR_PEOPLE.has(name) ? [] : [name]
  })
  const name = (row: AnyRow): string => {
    if (definition.name === 'inbox-entry') return String(row.subject)
    if (typeof row.kind !== 'string') return titleOf(definition, row, language)
    const what = typeof row.field === 'string' ? fieldName(row.kind, row.field) : (row.subject ?? row.externalId ?? '')
    return `${label(kindLabel(row.kind))} · ${what}`
  }
  return { drawn, facts, name }
}
