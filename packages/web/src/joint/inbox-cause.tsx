import { Alert, Typography } from 'antd'
import { useAnswer } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { EntryActions } from './entry-actions.tsx'
import { type Entry, useProposals } from './use-inbox.ts'
import type { Cause } from './use-joint.ts'

/** Why an entry of the inbox is there, what to do about it, in words, and the buttons to do it; its code is for the manual. */
export function InboxCause({ row }: { row: Entry }) {
  const { t, label } = useWords()
  const { data } = useAnswer<readonly Cause[]>('joint', 'inbox-causes', { entry: row.id })
  const cause = data?.[0]
  if (!cause) return null
  const isOpen = row.state === 'open'
  return (
    <Alert
      type={isOpen ? 'warning' : 'info'}
      showIcon
      style={{ marginBlockStart: 12 }}
      title={label(cause.text)}
      description={
        <>
          {isOpen && <Typography.Paragraph>{t('running.fix', { text: label(cause.fix.text) })}</Typography.Paragraph>}
          {(isOpen || row.state === 'ignored') && <Actions row={row} cause={cause} />}
          <code className="small">{cause.code}</code>
        </>
      }
    />
  )
}

function Actions({ row, cause }: { row: Entry; cause: Cause }) {
  const { data: helped = [] } = useProposals(cause, undefined)
  const proposals = helped.find(({ id }) => id === row.id)?.proposals ?? []
  return <EntryActions row={row} field={cause.fix.field} proposals={proposals} />
}
