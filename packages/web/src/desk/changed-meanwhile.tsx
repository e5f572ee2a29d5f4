import { Alert, Button, Flex } from 'antd'
import { ProblemFault } from '../api/client.ts'
import { nameOf } from '../api/desk.ts'
import type { DocumentType } from '../api/documents.ts'
import { type TimelineEntry, useTimeline } from '../api/record.ts'
import { useWords } from '../i18n/use-words.ts'
import { EventChanges } from './history.tsx'

/** Whether somebody else saved first. */
export function isChangedMeanwhile(error: unknown): boolean {
  return error instanceof ProblemFault && /\/changed-meanwhile$/.test(error.problem.code ?? '')
}

interface ChangedMeanwhileProps {
  readonly type: DocumentType
  readonly id: string
  /** The version that what was typed began with. */
  readonly since: number
  readonly onTakeTheirs: () => void
  /** Saves over theirs; left out where that makes no sense. */
  readonly onKeepMine?: () => void
}

/** Somebody else saved first: who, when and what, and which of both shall count. Nothing typed is lost meanwhile. */
export function ChangedMeanwhile({ type, id, since, onTakeTheirs, onKeepMine }: ChangedMeanwhileProps) {
  const { t } = useWords()
  const timeline = useTimeline({ document: nameOf(type), documentId: id })
  const theirs = timeline.data?.items.filter((entry) => entry.side === type.side && entry.documentVersion > since) ?? []
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
  return (
    <div>
      {t('record.whoSaved', { who: entry.actorId, at: instant(entry.at) })}
      <EventChanges entry={entry} />
    </div>
  )
}
