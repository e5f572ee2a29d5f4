import { customer, ticketInput } from '@tandem/crm/definitions'
import { useNavigate } from '@tanstack/react-router'
import { Button, Flex, Form, Input } from 'antd'
import { useState } from 'react'
import { crmType, useList, useSend } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { ReferencePicker } from '../lists/reference-picker.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { PortalPage, Shown } from './portal-page.tsx'
import { TICKETS } from './tickets.tsx'

const CUSTOMERS = crmType(customer)

export function NewTicketPage() {
  const { t } = useWords()
  const customers = useList(CUSTOMERS, { limit: 1 })
  return (
    <PortalPage title={t('portal.newTicket')} about={t('portal.newTicketAbout')}>
      <Shown query={customers}>{({ items: [own] }) => own && <TicketForm customer={own.id} />}</Shown>
    </PortalPage>
  )
}

/** What it is about, in a line and in full, and the order where it is about one. */
function TicketForm({ customer: own }: { customer: string }) {
  const { t, label } = useWords()
  const navigate = useNavigate()
  const sending = useSend(TICKETS)
  const [subject, setSubject] = useState('')
  const [message, setMessage] = useState('')
  const [order, setOrder] = useState<string | null>(null)
  const isWhole = subject.trim() !== '' && message.trim() !== ''
  const open = () =>
    sending.mutate(
      { command: 'create', input: { customer: own, subject: subject.trim(), message: message.trim(), order } },
      { onSuccess: ({ id }) => void navigate({ to: `/tickets/${id}` as string }) },
    )
  return (
    <Form layout="vertical" style={{ maxWidth: 640 }} onFinish={() => isWhole && open()}>
      <Form.Item label={label(ticketInput.subject.label)} htmlFor="subject" required>
        <Input id="subject" autoFocus value={subject} maxLength={200} onChange={({ target }) => setSubject(target.value)} />
      </Form.Item>
      <Form.Item label={label(ticketInput.order.label)} htmlFor="order">
        <ReferencePicker id="order" side="crm" name="order" value={order} onChange={setOrder} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item label={label(ticketInput.message.label)} htmlFor="message" required>
        <Input.TextArea
          id="message"
          rows={6}
          value={message}
          maxLength={4000}
          onChange={({ target }) => setMessage(target.value)}
        />
      </Form.Item>
      <ProblemAlert error={sending.error} />
      <Flex>
        <Button type="primary" htmlType="submit" disabled={!isWhole} loading={sending.isPending}>
          {t('portal.send')}
        </Button>
      </Flex>
    </Form>
  )
}
