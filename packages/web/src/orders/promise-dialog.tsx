import { order } from '@tandem/crm/definitions'
import type { Row } from '@tandem/kernel'
import { App, Typography } from 'antd'
import { useState } from 'react'
import { crmType, fetchDocument, useSend } from '../api/documents.ts'
import { isChangedMeanwhile } from '../desk/changed-meanwhile.tsx'
import { useWords } from '../i18n/use-words.ts'
import { EditModal } from '../parts/edit-modal.tsx'
import { type DatesByLine, PromiseDates, promisesOf } from './promise-dates.tsx'

type Order = Row<typeof order>

const ORDERS = crmType(order)

/** The joint may write more than once while somebody presses the button. */
const MOST_TRIES = 5

/** Promises the lines of an order for other days than before. */
export function PromiseDialog({ row, onClose }: { row: Order; onClose: () => void }) {
  const { t } = useWords()
  const { message } = App.useApp()
  const [dates, setDates] = useState(datesOf(row))
  const [begun] = useState(row)
  const { promise, error, isPending, isSuccess } = usePromise(begun, dates)
  const hasChanges = !isSame(dates, datesOf(begun))
  const submit = () =>
    promise().then(
      () => {
        void message.success(t('journey.promisedNow'))
        onClose()
      },
      // Why not stands in the dialog.
      () => undefined,
    )
  return (
    <EditModal
      hasChanges={hasChanges && !isSuccess}
      error={error}
      saved={{ document: 'crm/order', id: row.id, since: begun.version }}
      title={t('journey.promiseTitle', { number: row.number })}
      okText={t('journey.promise')}
      confirmLoading={isPending}
      onOk={() => void submit()}
      onClose={onClose}
    >
      <Typography.Paragraph type="secondary">{t('journey.promiseAbout')}</Typography.Paragraph>
      <PromiseDates lines={row.lines} dates={dates} onChange={(line, date) => setDates(new Map(dates).set(line, date))} />
    </EditModal>
  )
}

/**
 * What the joint writes of an order, how far it is and when it is expected, is no word against a promise: only another promise
 * is. Whoever types while an order is on its way is not told that somebody else was first.
 */
function usePromise(begun: Order, dates: DatesByLine) {
  const { mutateAsync, error, isPending, isSuccess } = useSend(ORDERS)
  const tryWith = async (version: number, triesLeft: number): Promise<Order> => {
    try {
      return await mutateAsync({ id: begun.id, command: 'promise', input: { promises: promisesOf(dates) }, version })
    } catch (refused) {
      if (!isChangedMeanwhile(refused) || triesLeft === 0) throw refused
      const now = await fetchDocument(ORDERS, begun.id)
      if (!isSame(datesOf(now), datesOf(begun))) throw refused
      return tryWith(now.version, triesLeft - 1)
    }
  }
  return { promise: () => tryWith(begun.version, MOST_TRIES), error, isPending, isSuccess }
}

function datesOf({ lines }: Order): DatesByLine {
  return new Map(lines.map(({ lineNumber, promisedDate }) => [lineNumber, promisedDate]))
}

function isSame(one: DatesByLine, other: DatesByLine): boolean {
  return one.size === other.size && [...one].every(([line, date]) => other.get(line) === date)
}
