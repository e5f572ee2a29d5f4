import { Flex, Timeline, Typography } from 'antd'
import type { DocumentType } from '../api/documents.ts'
import { type Place, type TimelineEntry, useTimeline } from '../api/record.ts'
import { useWords } from '../i18n/use-words.ts'
import { jointAddress } from '../joint/joint-address.ts'
import { useSystemTitle } from '../joint/use-who.ts'
import { HistoryLink } from '../joint/why-value.tsx'
import { Loaded } from '../parts/page.tsx'
import { SIDE_COLOURS, SideTag } from '../parts/side-tag.tsx'
import { EventFacts } from './event-facts.tsx'
import { eventTitle } from './event-words.ts'
import { useActor } from './use-actor.ts'

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
  const actor = useActor()
  const systemTitle = useSystemTitle()
  return (
    <div data-entry={entry.side}>
      <Flex gap={8} wrap align="baseline">
        <SideTag side={entry.side} />
        <span>{eventTitle(entry, words)}</span>
      </Flex>
      <Typography.Text type="secondary" className="small">
        {words.instant(entry.at)} · {actor(entry)}
        {entry.causeSystem &&
          entry.actorKind !== 'joint' &&
          ` · ${words.t('record.from', { system: systemTitle(entry.causeSystem) })}`}
      </Typography.Text>
      <EventFacts entry={entry} />
    </div>
  )
}
