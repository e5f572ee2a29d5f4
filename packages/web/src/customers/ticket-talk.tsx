import { ticket } from '@tandem/crm/definitions'
import type { Row } from '@tandem/kernel'
import { Button, Card, Input, Typography } from 'antd'
import { useState } from 'react'
import { crmType, useSend } from '../api/documents.ts'
import { usePeople } from '../api/record.ts'
import { useWords } from '../i18n/use-words.ts'
import { Section } from '../parts/figure.tsx'
import { May } from '../parts/may.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { useUnsaved } from '../parts/use-unsaved.ts'

type Ticket = Row<typeof ticket>

const TICKETS = crmType(ticket)

/** What was said in a ticket, the oldest first, as the house reads it, and the answer. */
export function TicketTalk({ row }: { row: Ticket }) {
  const { t } = useWords()
  const people = usePeople()
  const nameOf = (author: string) => people.data?.items.find(({ id }) => id === author)?.fullName ?? author
  return (
    <Section title={t('portal.conversation')}>
      <ul className="comments">
        {row.messages.map((one, at) => (
          <Message
            key={`${at} ${one.at}`}
            {...one}
            who={t(one.ours ? 'record.ours' : 'record.theirs', { name: nameOf(one.author) })}
          />
        ))}
      </ul>
      <May right="crm.ticket.answer">
        <Answer row={row} />
      </May>
    </Section>
  )
}

type MessageProps = Pick<Ticket['messages'][number], 'at' | 'ours' | 'text'> & { readonly who: string }

export function Message({ at, ours, text, who }: MessageProps) {
  const { instant } = useWords()
  return (
    <li>
      <Card size="small" style={{ marginBlockEnd: 8, marginInlineStart: ours ? 24 : 0 }}>
        <Typography.Text type="secondary" className="small">
          {who} · {instant(at)}
        </Typography.Text>
        <Typography.Paragraph style={{ margin: 0, whiteSpace: 'pre-wrap' }}>{text}</Typography.Paragraph>
      </Card>
    </li>
  )
}

function Answer({ row }: { row: Ticket }) {
  const { t } = useWords()
  const sending = useSend(TICKETS)
  const [text, setText] = useState('')
  useUnsaved(text.trim() !== '' && !sending.isPending)
  const answer = () =>
    sending.mutate({ id: row.id, command: 'answer', input: { message: text.trim() } }, { onSuccess: () => setText('') })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() !== '') answer()
      }}
    >
      <Input.TextArea
        rows={3}
        value={text}
        maxLength={4000}
        aria-label={t('record.answer')}
        placeholder={t('record.answer')}
        onChange={({ target }) => setText(target.value)}
      />
      <ProblemAlert error={sending.error} />
      <Button
        htmlType="submit"
        type="primary"
        style={{ marginBlockStart: 8 }}
        disabled={text.trim() === ''}
        loading={sending.isPending}
      >
        {t('portal.send')}
      </Button>
    </form>
  )
}
