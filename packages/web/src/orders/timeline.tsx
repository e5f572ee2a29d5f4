import { Link } from '@tanstack/react-router'
import { Timeline as AntTimeline, Flex, Typography } from 'antd'
import type { JourneyEntry } from '../api/joint.ts'
import { useActor } from '../desk/use-actor.ts'
import { useWords } from '../i18n/use-words.ts'
import { pageOf } from '../lists/pages.ts'
import { SIDE_COLOURS, SideTag } from '../parts/side-tag.tsx'

/** What happened, where and when: CRM, joint and ERP on one line of time, newest first. */
export function Timeline({ entries }: { entries: readonly JourneyEntry[] }) {
  const { t, label, instant } = useWords()
  const actor = useActor()
  if (entries.length === 0) return <Typography.Text type="secondary">{t('orders.nothingYet')}</Typography.Text>
  return (
    <AntTimeline
      items={entries.toReversed().map((entry) => ({
        key: entry.id,
        color: entry.isProblem ? 'red' : SIDE_COLOURS[entry.side],
        content: (
          <div data-entry={entry.side}>
            <Flex gap={8} wrap align="baseline">
              <SideTag side={entry.side} />
              <Typography.Text {...(entry.isProblem ? { type: 'danger' as const } : {})}>
                <EntryWords entry={entry} text={label(entry.words)} />
              </Typography.Text>
            </Flex>
            <Typography.Text type="secondary" className="small">
              {instant(entry.at)} · {actor({ actorKind: entry.actorKind, actorId: entry.who })}
            </Typography.Text>
          </div>
        ),
      }))}
    />
  )
}

function EntryWords({ entry, text }: { entry: JourneyEntry; text: string }) {
  const { side, document, documentId } = entry
  const page = side !== 'joint' && document && documentId ? pageOf(side, document, documentId) : undefined
  return page ? <Link to={page}>{text}</Link> : text
}
