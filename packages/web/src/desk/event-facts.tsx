import type { Definition } from '@tandem/kernel'
import { deviceWord } from '../admin/device-word.ts'
import type { Side } from '../api/documents.ts'
import type { TimelineEntry } from '../api/record.ts'
import { useWhole } from '../custom/use-custom.ts'
import { eventValues } from '../i18n/event-words.ts'
import { useWords } from '../i18n/use-words.ts'
import { useFieldLabel } from '../joint/use-field-label.ts'
import { useSystemTitle } from '../joint/use-who.ts'
import { fieldText, kindLabel } from '../joint/words.ts'
import { FieldValue } from '../lists/field-value.tsx'
import { definitionOf, type EventField, eventFields } from './event-words.ts'

/** So many are seen at a glance; more are folded away. */
const SHORT = 4

/** The fields an event set, with their new values, in the words of the reader. */
export function EventFacts({ entry }: { entry: Pick<TimelineEntry, 'side' | 'document' | 'payload'> }) {
  const words = useWords()
  const fields = eventFields(entry, words, useDefinition(entry))
  if (fields.length === 0) return null
  const shown = (
    <ul className="event-fields">
      {fields.map((field) => (
        <li key={field.name}>
          {field.text}: <EventValue entry={entry} told={field} />
        </li>
      ))}
    </ul>
  )
  if (fields.length <= SHORT) return shown
  return (
    <details className="small">
      <summary>{words.t('record.fields', { count: fields.length })}</summary>
      {shown}
    </details>
  )
}

/** With the fields that the company has added, where the event says any. */
function useDefinition({ side, document, payload }: Pick<TimelineEntry, 'side' | 'document' | 'payload'>) {
  const definition = definitionOf(side, document)
  const saysOwn = typeof payload === 'object' && payload !== null && 'custom' in payload
  const whole = useWhole({ side: side as Side, definition: definition && saysOwn ? definition : NOTHING })
  return saysOwn && definition ? whole.definition : definition
}

/** Of which nothing more is known. */
const NOTHING = {
  name: '',
  plural: '',
  label: { en: '', zh: '' },
  table: '',
  title: [],
  fields: {},
} as const satisfies Definition

interface EventValueProps {
  readonly entry: Pick<TimelineEntry, 'side' | 'payload'>
  readonly told: EventField
}

/** What the joint calls by a code (kinds, fields, systems) is said as people call it. */
function EventValue({ entry: { side, payload }, told: { name, value, field } }: EventValueProps) {
  const words = useWords()
  const systemTitle = useSystemTitle()
  const fieldName = useFieldLabel()
  const row = payload as Readonly<Record<string, unknown>>
  const text = String(value)
  const kind = String(row.kind ?? '')
  if (side === 'joint') {
    if (name === 'kind') return words.label(kindLabel(text))
    if (name === 'field' && kind) return fieldName(kind, text)
    if (/^(system|keptSystem|source)$/.test(name)) return systemTitle(text)
    if (/^(value|suggestion|applied)$/.test(name) && row.field) return fieldText(kind, String(row.field), value, words)
  }
  if (field) return <FieldValue side={side} field={field} value={value} row={row} />
  const known = eventValues[text]
  if (known) return words.label(known)
  if (name === 'device') return deviceWord(text) ?? words.t('admin.unknownDevice')
  return /^\d{4}-\d\d-\d\dT/.test(text) ? words.instant(text) : text
}
