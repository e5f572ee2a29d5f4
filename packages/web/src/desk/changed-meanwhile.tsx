import { Alert, Button, Flex } from 'antd'
import { ProblemFault } from '../api/client.ts'
import { type TimelineEntry, useTimeline } from '../api/record.ts'
import { useWords } from '../i18n/use-words.ts'
import { EventFacts } from './event-facts.tsx'
import { useActor } from './use-actor.ts'

/** Whether somebody else saved first. */
export function isChangedMeanwhile(error: unknown): boolean {
  return error instanceof ProblemFault && /\/changed-meanwhile$/.test(error.problem.code ?? '')
}

/** What is edited, as it was when that began. */
export interface Saved {
  /** As the desk names documents: `crm/quote`, `platform/role`. */
  readonly document: string
  readonly id: string
  /** The version that what was typed began with. */
  readonly since: number
}

interface ChangedMeanwhileProps {
  readonly saved: Saved
  /** What the server said; it names who was first where their change cannot be shown. */
  readonly error?: unknown
  readonly onTakeTheirs: () => void
  /** Saves over theirs; left out where that makes no sense. */
  readonly onKeepMine?: () => void
}

/** Somebody else saved first: who, when and what, and which of both shall count. Nothing typed is lost meanwhile. */
export function ChangedMeanwhile({ saved, error, onTakeTheirs, onKeepMine }: ChangedMeanwhileProps) {
  const { t } = useWords()
  const { document, id, since } = saved
  const timeline = useTimeline({ document, documentId: id })
  const side = document.split('/')[0]
  const theirs = timeline.data?.items.filter((entry) => entry.side === side && entry.documentVersion > since) ?? []
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      style={{ marginBlock: 12 }}
      title={t('record.changedMeanwhile')}
      description={
        <>
          {theirs.map((entry) => (
            <WhoAndWhat key={entry.id} entry={entry} />
          ))}
          {theirs.length === 0 && error instanceof ProblemFault && error.problem.detail}
          <Flex gap={8} wrap style={{ marginBlockStart: 8 }}>
            <Button onClick={onTakeTheirs}>{t('record.takeTheirs')}</Button>
            {onKeepMine && <Button onClick={onKeepMine}>{t('record.keepMine')}</Button>}
          </Flex>
        </>
      }
    />
  )
}

function WhoAndWhat({ entry }: { entry: TimelineEntry }) {
  const { t, instant } = useWords()
  const actor = useActor()
  return (
    <div>
      {t('record.whoSaved', { who: actor(entry), at: instant(entry.at) })}
      <EventFacts entry={entry} />
    </div>
  )
}
