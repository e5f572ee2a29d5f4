import { inboxEntry } from '@tandem/hub/definitions'
import { jointType } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentForm } from '../lists/document-form.tsx'

const { optional: _, ...REASON } = inboxEntry.fields.reason

/** It may stay as it is; why is kept, and the proof goes on showing the difference. */
export function IgnoreDialog({ row, onClose }: { row: { id: string; version: number; subject: string }; onClose: () => void }) {
  const { t } = useWords()
  return (
    <DocumentForm
      type={jointType(inboxEntry)}
      title={t('joint.ignoreTitle', { subject: row.subject })}
      command="ignore"
      on={row}
      input={{ reason: REASON }}
      ask={['reason']}
      given={{ reason: '' }}
      okText={t('joint.ignore')}
      done={t('joint.ignored')}
      onClose={onClose}
    />
  )
}
