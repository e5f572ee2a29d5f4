import { quote, quoteTransitions } from '@tandem/crm/definitions'
import { nextCommands, type Row } from '@tandem/kernel'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { crmType, useSend } from '../api/documents.ts'
import { useRights } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { ProblemAlert, problemText } from '../parts/problem-alert.tsx'
import { AcceptDialog } from './accept-dialog.tsx'

type Quote = Row<typeof quote>

/** What may be done with a quote that is out of the house, as its transitions say. */
export function QuoteActions({ row }: { row: Quote }) {
  const words = useWords()
  const { t } = words
  const { message } = App.useApp()
  const navigate = useNavigate()
  const sending = useSend(crmType(quote))
  const [declining, setDeclining] = useState(false)
  const [accepting, setAccepting] = useState(false)
  const { reach } = useRights()
  const allowed = nextCommands(quoteTransitions, row.state).filter((name) => reach(`crm.quote.${name}`) !== undefined)
  const possible = new Set<string>(allowed)
  // Another revision takes the place of this one.
  if (reach('crm.quote.revise') === undefined) possible.delete('supersede')
  const run = async (command: string, input: object = {}) => {
    try {
      return await sending.mutateAsync({ id: row.id, command, input, version: row.version })
    } catch (error) {
      void message.error(problemText(error, words), 8)
      return undefined
    }
  }
  const revise = async () => {
    const next = await run('revise')
    if (next) await navigate({ to: '/quotes/$id', params: { id: next.id } })
  }
  return (
    <>
      {possible.has('accept') && (
        <Button type="primary" loading={sending.isPending} onClick={() => setAccepting(true)}>
          {t('quotes.accept')}
        </Button>
      )}
      {possible.has('supersede') && <Button onClick={() => void revise()}>{t('quotes.revise')}</Button>}
      {possible.has('decline') && <Button onClick={() => setDeclining(true)}>{t('quotes.decline')}</Button>}
      {accepting && <AcceptDialog row={row} onClose={() => setAccepting(false)} />}
      <Decline open={declining} onClose={() => setDeclining(false)} row={row} />
    </>
  )
}

function Decline({ row, open, onClose }: { row: Quote; open: boolean; onClose: () => void }) {
  const { t } = useWords()
  const [reason, setReason] = useState('')
  const sending = useSend(crmType(quote))
  const decline = () =>
    sending.mutate(
      { id: row.id, command: 'decline', input: { reason: reason || null }, version: row.version },
      { onSuccess: onClose },
    )
  return (
    <Modal
      open={open}
      title={t('quotes.declineAsk', { number: row.number })}
      okText={t('quotes.decline')}
      confirmLoading={sending.isPending}
      onOk={decline}
      onCancel={onClose}
    >
      <ProblemAlert error={sending.error} />
      <Input.TextArea
        autoFocus
        rows={3}
        maxLength={500}
        placeholder={t('quotes.declineReason')}
        aria-label={t('quotes.declineReason')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Modal>
  )
}
