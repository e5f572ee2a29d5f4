import { order } from '@tandem/crm/definitions'
import type { Row } from '@tandem/kernel'
import { App, Typography } from 'antd'
import { useState } from 'react'
import { crmType, useSend } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { EditModal } from '../parts/edit-modal.tsx'
import { type DatesByLine, PromiseDates, promisesOf } from './promise-dates.tsx'

/** Promises the lines of an order for other days than before. */
export function PromiseDialog({ row, onClose }: { row: Row<typeof order>; onClose: () => void }) {
  const { t } = useWords()
  const { message } = App.useApp()
  const sending = useSend(crmType(order))
  const [dates, setDates] = useState<DatesByLine>(
    new Map(row.lines.map(({ lineNumber, promisedDate }) => [lineNumber, promisedDate])),
  )
  const [begun] = useState(dates)
  const [since] = useState(row.version)
  const hasChanges = [...dates].some(([line, date]) => begun.get(line) !== date)
  const onSuccess = () => {
    void message.success(t('journey.promisedNow'))
    onClose()
  }
  const promise = () =>
    sending.mutate({ id: row.id, command: 'promise', input: { promises: promisesOf(dates) }, version: since }, { onSuccess })
  return (
    <EditModal
      hasChanges={hasChanges && !sending.isSuccess}
      error={sending.error}
      saved={{ document: 'crm/order', id: row.id, since }}
      title={t('journey.promiseTitle', { number: row.number })}
      okText={t('journey.promise')}
      confirmLoading={sending.isPending}
      onOk={promise}
      onClose={onClose}
    >
      <Typography.Paragraph type="secondary">{t('journey.promiseAbout')}</Typography.Paragraph>
      <PromiseDates lines={row.lines} dates={dates} onChange={(line, date) => setDates(new Map(dates).set(line, date))} />
    </EditModal>
  )
}
