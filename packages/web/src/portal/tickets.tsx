import { ticket } from '@tandem/crm/definitions'
import type { Row } from '@tandem/kernel'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Flex, Input, Tag } from 'antd'
import { useState } from 'react'
import { crmType, useDocument, useSend } from '../api/documents.ts'
import { Message } from '../customers/ticket-talk.tsx'
import { useWords } from '../i18n/use-words.ts'
import { fieldColumns } from '../lists/field-columns.tsx'
import type { RowColumn } from '../lists/rows.ts'
import { Section } from '../parts/figure.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { PortalList } from './portal-list.tsx'
import { PortalPage, Shown } from './portal-page.tsx'

export const TICKETS = crmType(ticket)
type Ticket = Row<typeof ticket>
type Listed = Omit<Ticket, 'messages'> & { readonly id: string }

const COLOURS = { open: 'blue', answered: 'orange', solved: 'green' } as const

function TicketState({ state }: { state: Ticket['state'] }) {
  const { t } = useWords()
  return <Tag color={COLOURS[state]}>{t(`portal.ticket.${state}`)}</Tag>
}

export function useTicketColumns(): RowColumn<Listed>[] {
  const words = useWords()
  const [number, ...rest] = fieldColumns<Listed>('crm', ticket, ['number', 'subject'], words)
  const state: RowColumn<Listed> = {
    key: 'state',
    title: words.t('admin.state'),
    render: (row) => <TicketState state={row.state} />,
    says: (row) => words.t(`portal.ticket.${row.state}`),
  }
  const changed: RowColumn<Listed> = {
    key: 'updatedAt',
    title: words.t('portal.lastWord'),
    render: ({ updatedAt }) => words.instant(updatedAt),
  }
  const own = number && {
    ...number,
    render: (row: Listed) => <Link to={`/tickets/${row.id}` as string}>{number.render(row)}</Link>,
  }
  return [...(own ? [own] : []), ...rest, state, changed]
}

export function TicketListPage() {
  const { t } = useWords()
  return (
    <PortalPage
      title={t('menus.tickets')}
      about={t('portal.ticketsAbout')}
      beside={
        <Link to={'/tickets/new' as string}>
          <Button type="primary">{t('portal.newTicket')}</Button>
        </Link>
      }
    >
      <PortalList type={TICKETS} query={{ sort: '-updatedAt' }} columns={useTicketColumns()} empty={t('portal.noTickets')} />
    </PortalPage>
  )
}

export function TicketPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useDocument(TICKETS, id)
  return <Shown query={found}>{(row) => <OneTicket row={row} />}</Shown>
}

function OneTicket({ row }: { row: Ticket }) {
  const { t } = useWords()
  return (
    <PortalPage title={row.subject} about={row.number} beside={<TicketState state={row.state} />}>
      {row.order && <Link to={`/orders/${row.order}` as string}>{t('portal.ticketOrder')}</Link>}
      <Section title={t('portal.conversation')}>
        <ul className="comments">
          {row.messages.map((one, at) => (
            <Message key={`${at} ${one.at}`} {...one} who={one.ours ? t('portal.fromUs', { name: one.author }) : one.author} />
          ))}
        </ul>
        <Reply row={row} />
      </Section>
    </PortalPage>
  )
}

/** What was solved is open again with the next word. */
function Reply({ row }: { row: Ticket }) {
  const { t } = useWords()
  const sending = useSend(TICKETS)
  const [text, setText] = useState('')
  const say = () =>
    sending.mutate({ id: row.id, command: 'reply', input: { message: text.trim() } }, { onSuccess: () => setText('') })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() !== '') say()
      }}
    >
      <Input.TextArea
        rows={3}
        value={text}
        maxLength={4000}
        aria-label={t('portal.reply')}
        placeholder={t(row.state === 'solved' ? 'portal.replySolved' : 'portal.reply')}
        onChange={({ target }) => setText(target.value)}
      />
      <ProblemAlert error={sending.error} />
      <Flex style={{ marginBlockStart: 8 }}>
        <Button htmlType="submit" type="primary" disabled={text.trim() === ''} loading={sending.isPending}>
          {t('portal.send')}
        </Button>
      </Flex>
    </form>
  )
}
