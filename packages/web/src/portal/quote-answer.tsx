import { quote } from '@tandem/crm/definitions'
import type { Row } from '@tandem/kernel'
import { App, Button, Flex, Input, Typography } from 'antd'
import { useState } from 'react'
import { crmType, useSend } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { EditModal } from '../parts/edit-modal.tsx'

type Quote = Row<typeof quote>
type Answer = 'accept' | 'decline'

const TYPE = crmType(quote)
const ASKED = { accept: { field: 'customerReference', max: 100 }, decline: { field: 'reason', max: 500 } } as const

/** A quote that was sent is answered here: one button for yes, one for no, and what goes with it. */
export function QuoteAnswer({ row }: { row: Quote }) {
  const { t } = useWords()
  const [answer, setAnswer] = useState<Answer>()
  return (
    <Flex gap={8} wrap style={{ marginBlockEnd: 12 }}>
      <Button type="primary" onClick={() => setAnswer('accept')}>
        {t('portal.accept')}
      </Button>
      <Button onClick={() => setAnswer('decline')}>{t('portal.decline')}</Button>
      {answer && <AnswerDialog row={row} answer={answer} onClose={() => setAnswer(undefined)} />}
    </Flex>
  )
}

function AnswerDialog({ row, answer, onClose }: { row: Quote; answer: Answer; onClose: () => void }) {
  const { t, money } = useWords()
  const { message } = App.useApp()
  const sending = useSend(TYPE)
  const [text, setText] = useState('')
  const { field, max } = ASKED[answer]
  const send = () =>
    sending.mutate(
      { id: row.id, command: answer, input: { [field]: text.trim() || null }, version: row.version },
      {
        onSuccess: () => {
          void message.success(t(`portal.${answer}Done`))
          onClose()
        },
      },
    )
  return (
    <EditModal
      hasChanges={text !== '' && !sending.isSuccess}
      error={sending.error}
      title={t(`portal.${answer}Ask`, { number: row.number })}
      okText={t(`portal.${answer}`)}
      confirmLoading={sending.isPending}
      onOk={send}
      onClose={onClose}
    >
      <Typography.Paragraph>{t(`portal.${answer}About`, { total: money(row.total, row.currency) })}</Typography.Paragraph>
      <Input
        autoFocus
        value={text}
        maxLength={max}
        aria-label={t(`portal.${answer}Text`)}
        placeholder={t(`portal.${answer}Text`)}
        onChange={({ target }) => setText(target.value)}
        onPressEnter={send}
      />
    </EditModal>
  )
}
