import { quote } from '@tandem/crm/definitions'
import type { Row } from '@tandem/kernel'
import { Typography } from 'antd'
import { useState } from 'react'
import { crmType, useSend } from '../api/documents.ts'
import { useAvailability } from '../api/joint.ts'
import { useWords } from '../i18n/use-words.ts'
import { laterOf, PromiseDates, promisesOf } from '../orders/promise-dates.tsx'
import { EditModal } from '../parts/edit-modal.tsx'

/** The customer said yes: the quote becomes an order, each line promised for the day that the ERP can keep, or another. */
export function AcceptDialog({ row, onClose }: { row: Row<typeof quote>; onClose: () => void }) {
  const { t } = useWords()
  const sending = useSend(crmType(quote))
  const asked = row.lines.map(({ item, quantity, unit }) => ({ item, quantity, unit, date: row.requestedDate }))
  const { data, isPending } = useAvailability(asked)
  // What was typed counts; until then, what can be kept as far as anybody can say.
  const [typed, setTyped] = useState<ReadonlyMap<number, string | null>>(new Map())
  const offered = new Map(row.lines.map(({ lineNumber }, at) => [lineNumber, laterOf(data?.[at]?.date, row.requestedDate)]))
  const dates = new Map([...offered, ...typed])
  const accept = () =>
    sending.mutate(
      { id: row.id, command: 'accept', input: { promises: promisesOf(dates) }, version: row.version },
      { onSuccess: onClose },
    )
  return (
    <EditModal
      hasChanges={typed.size > 0 && !sending.isSuccess}
      error={sending.error}
      saved={{ document: 'crm/quote', id: row.id, since: row.version }}
      title={t('quotes.acceptAsk', { number: row.number })}
      okText={t('quotes.accept')}
      okButtonProps={{ disabled: isPending }}
      confirmLoading={sending.isPending}
      onOk={accept}
      onClose={onClose}
    >
      <Typography.Paragraph>{t('quotes.acceptAbout')}</Typography.Paragraph>
      <Typography.Paragraph type="secondary">{t('journey.fromAnswer')}</Typography.Paragraph>
      <PromiseDates lines={row.lines} dates={dates} onChange={(line, date) => setTyped(new Map(typed).set(line, date))} />
    </EditModal>
  )
}
