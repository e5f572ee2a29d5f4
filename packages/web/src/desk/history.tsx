import { Flex, Timeline, Typography } from 'antd'
import { type DocumentType, documents } from '../api/documents.ts'
import { type Place, type TimelineEntry, useTimeline } from '../api/record.ts'
import { useWords } from '../i18n/use-words.ts'
import { jointAddress } from '../joint/joint-address.ts'
import { HistoryLink } from '../joint/why-value.tsx'
import { FieldValue } from '../lists/field-value.tsx'
import { fieldOf } from '../lists/fields.ts'
import { Loaded } from '../parts/page.tsx'
import { SIDE_COLOURS, SideTag } from '../parts/side-tag.tsx'
import { eventFields, eventTitle } from './event-words.ts'

/** What happened to a document here and to its twin on the other side: who, when, which fields. Nothing of it ever changes. */
export function History({ type, place }: { type: DocumentType; place: Place }) {
  const { t } = useWords()
  const timeline = useTimeline(place)
  const address = jointAddress(type.side, type.definition.name, place.documentId)
  return (
    <>
      <Loaded query={timeline}>
        {({ items }) => (
          <Timeline
            items={items.map((entry) => ({
              key: entry.id,
              color: SIDE_COLOURS[entry.side],
              content: <OneEntry entry={entry} />,
            }))}
          />
        )}
      </Loaded>
      {address && <HistoryLink address={address}>{t('lineage.history')}</HistoryLink>}
    </>
  )
}

function OneEntry({ entry }: { entry: TimelineEntry }) {
  const words = useWords()
  return (
    <div data-entry={entry.side}>
      <Flex gap={8} wrap align="baseline">
        <SideTag side={entry.side} />
        <span>{eventTitle(entry, words)}</span>
      </Flex>
      <Typography.Text type="secondary" className="small">
        {words.instant(entry.at)} · {entry.actorId}
        {entry.causeSystem && ` · ${words.t('record.from', { system: entry.causeSystem })}`}
      </Typography.Text>
      <EventChanges entry={entry} />
    </div>
  )
}

/** The fields an event set, with their new values. */
export function EventChanges({ entry }: { entry: TimelineEntry }) {
  const words = useWords()
  const { t } = words
  const definition = documents[entry.side]?.get(entry.document)?.definition
  const fields = eventFields(entry, words).filter(({ value }) => value !== null && value !== '')
  if (!definition || fields.length === 0) return null
  const shown = (
    <ul className="event-fields">
      {fields.map(({ name, text, value }) => {
        const field = fieldOf(definition, name)
        return (
          field && (
            <li key={name}>
              {text}: <FieldValue side={entry.side} field={field} value={value} row={entry.payload as Record<string, unknown>} />
            </li>
          )
        )
      })}
    </ul>
  )
  if (fields.length <= 4) return shown
  return (
    <details className="small">
      <summary>{t('record.fields', { count: fields.length })}</summary>
      {shown}
    </details>
  )
}
