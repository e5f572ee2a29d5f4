import { inboxEntry } from '@tandem/hub/definitions'
import { App, Button, Flex } from 'antd'
import { useState } from 'react'
import { jointType, useSend } from '../api/documents.ts'
import { CommandButton } from '../erp/command-button.tsx'
import { useWords } from '../i18n/use-words.ts'
import { May } from '../parts/may.tsx'
import { problemText } from '../parts/problem-alert.tsx'
import { EditDialog } from './edit-dialog.tsx'
import { IgnoreDialog } from './ignore-dialog.tsx'
import { ProposalButton } from './proposals.tsx'
import type { Entry, Proposal } from './use-inbox.ts'

const ENTRIES = jointType(inboxEntry)

interface EntryActionsProps {
  readonly row: Entry
  readonly field: string | null
  readonly proposals: readonly Proposal[]
}

/** What a person may do with an entry: as proposed, again, corrected, theirs, or let be; again, too, with one that was let be. */
export function EntryActions({ row, field, proposals }: EntryActionsProps) {
  const words = useWords()
  const { t } = words
  const { message } = App.useApp()
  const sending = useSend(ENTRIES)
  const [ignoring, setIgnoring] = useState(false)
  const [editing, setEditing] = useState(false)
  const isOpen = row.state === 'open'
  const retry = () =>
    sending.mutate(
      { id: row.id, command: 'retry', input: {}, version: row.version },
      {
        onSuccess: () => void message.success(t('joint.retrying')),
        onError: (error) => void message.error(problemText(error, words), 8),
      },
    )
  return (
    <Flex gap={8} wrap style={{ maxWidth: 520 }}>
      {proposals
        .filter(({ name }) => name !== 'retry')
        .map((proposal) => (
          <ProposalButton key={`${proposal.name} ${proposal.label.en}`} subject={row.subject} proposal={proposal} />
        ))}
      <May right="joint.inbox-entry.retry">
        <Button size="small" type="primary" loading={sending.isPending} onClick={retry}>
          {t('joint.retry')}
        </Button>
      </May>
      <May right="joint.inbox-entry.edit-and-retry">
        <Button size="small" onClick={() => setEditing(true)}>
          {t('running.edit')}
        </Button>
      </May>
      {isOpen && !row.owner && (
        <CommandButton small type={ENTRIES} row={row} command="assign" text={t('running.take')} done={t('running.taken')} />
      )}
      {isOpen && (
        <May right="joint.inbox-entry.ignore">
          <Button size="small" onClick={() => setIgnoring(true)}>
            {t('joint.ignore')}
          </Button>
        </May>
      )}
      {editing && <EditDialog row={row} field={field} onClose={() => setEditing(false)} />}
      {ignoring && <IgnoreDialog row={row} onClose={() => setIgnoring(false)} />}
    </Flex>
  )
}
