import { order } from '@tandem/crm/definitions'
import type { Row } from '@tandem/kernel'
import { App, Modal, Typography } from 'antd'
import { useState } from 'react'
import { crmType, useSend } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { type DatesByLine, PromiseDates, promisesOf } from './promise-dates.tsx'

/** Promises the lines of an order for other days than before. */
export function PromiseDialog({ row, onClose }: { row: Row<typeof order>; onClose: () => void }) {
  const { t } = useWords()
  const { message } = App.useApp()
  const sending = useSend(crmType(order))
  const [dates, setDates] = useState<DatesByLine>(
    new Map(row.lines.map(({ lineNumber, promisedDate }) => [lineNumber, promisedDate])),
  )
  const onSuccess = () => {
    void message.success(t('journey.promisedNow'))
    onClose()
  }
  const promise = () =>
    sending.mutate(
      { id: row.id, command: 'promise', input: { promises: promisesOf(dates) }, version: row.version },
      { onSuccess },
    )
  return (
    <Modal
      open
      title={t('journey.promiseTitle', { number: row.number })}
      okText={t('journey.promise')}
      confirmLoading={sending.isPending}
      onOk={promise}
      onCancel={onClose}
    >
      <Typography.Paragraph type="secondary">{t('journey.promiseAbout')}</Typography.Paragraph>
      <PromiseDates lines={row.lines} dates={dates} onChange={(line, date) => setDates(new Map(dates).set(line, date))} />
      <ProblemAlert error={sending.error} />
    </Modal>
  )
}
