import { order } from '@tandem/crm/definitions'
import type { Row } from '@tandem/kernel'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, App, Button, Card } from 'antd'
import { useState } from 'react'
import { crmType, useDocument, useSend } from '../api/documents.ts'
import { type Journey, useJourney } from '../api/joint.ts'
import { useMay } from '../api/platform.ts'
import { RecordDesk } from '../desk/record-desk.tsx'
import { useWords } from '../i18n/use-words.ts'
import { localTimes } from '../joint/words.ts'
import { DocumentFacts } from '../lists/document-facts.tsx'
import { Section } from '../parts/figure.tsx'
import { Loaded, Page } from '../parts/page.tsx'
import { problemText } from '../parts/problem-alert.tsx'
import { StateTag } from '../parts/state-tag.tsx'
import { ReturnFromOrder, ReturnsOfOrder } from '../returns/returns-of.tsx'
import { JourneySteps } from './journey-steps.tsx'
import { LineProgress } from './line-progress.tsx'
import { OrderMoney } from './order-money.tsx'
import { PromiseDialog } from './promise-dialog.tsx'
import { Timeline } from './timeline.tsx'

type Order = Row<typeof order>

/** The journey of an order: one page across both sides and the joint between them. */
export function OrderPage() {
  const { id } = useParams({ from: '/orders/$id' })
  const found = useDocument(crmType(order), id)
  return <Loaded query={found}>{(row) => <OneOrder row={row} />}</Loaded>
}

const FACTS = [
  'customer',
  'quote',
  'erpNumber',
  'orderDate',
  'requestedDate',
  'customerReference',
  'shippingAddress',
  'billingAddress',
  'paymentTermDays',
  'net',
  'tax',
  'total',
]

function OneOrder({ row }: { row: Order }) {
  const { t, label } = useWords()
  const journey = useJourney(row.id)
  return (
    <Page
      title={`${label(order.label)} ${row.number}`}
      beside={<StateTag state={row.state} />}
      about={t('orders.pageAbout')}
      actions={<OrderActions row={row} salesOrderId={journey.data?.salesOrderId ?? null} />}
    >
      {row.cancelRequested && row.state !== 'cancelled' && (
        <Alert type="warning" showIcon title={t('orders.cancelRequested')} style={{ marginBlockEnd: 12 }} />
      )}
      {journey.data && <WaitsFor journey={journey.data} />}
      <Card size="small">
        <DocumentFacts side="crm" definition={order} row={row} fields={FACTS} />
      </Card>
      <Loaded query={journey}>
        {(found) => (
          <>
            {row.state !== 'cancelled' && (
              <Card size="small" style={{ marginBlockStart: 12 }}>
                <JourneySteps journey={found} />
              </Card>
            )}
            <Section title={label(order.fields.progress.label)}>
              <LineProgress lines={found.lines} />
            </Section>
            <ReturnsOfOrder order={row.id} />
            {found.money && <OrderMoney chain={found.money} />}
            <Section title={t('orders.timeline')}>
              <Timeline entries={found.entries} />
            </Section>
          </>
        )}
      </Loaded>
      <RecordDesk type={crmType(order)} id={row.id} />
    </Page>
  )
}

function WaitsFor({ journey }: { journey: Journey }) {
  const all = useWords()
  const { t, label } = all
  if (journey.waitsFor.length === 0) return null
  const needsPerson = journey.waitsFor.some(({ code }) => code === 'person')
  return (
    <Alert
      type={needsPerson ? 'warning' : 'info'}
      showIcon
      action={
        needsPerson && (
          <Link to="/joint/inbox">
            <Button>{t('joint.inbox')}</Button>
          </Link>
        )
      }
      style={{ marginBlockEnd: 12 }}
      title={t('orders.waitsFor')}
      description={
        <ul style={{ margin: 0, paddingInlineStart: 20 }}>
          {journey.waitsFor.map(({ code, words }) => (
            <li key={code + words.en}>{localTimes(label(words), all)}</li>
          ))}
        </ul>
      }
    />
  )
}

function OrderActions({ row, salesOrderId }: { row: Order; salesOrderId: string | null }) {
  const words = useWords()
  const { t } = words
  const { modal, message } = App.useApp()
  const sending = useSend(crmType(order))
  const [promising, setPromising] = useState(false)
  const mayPromise = useMay('crm.order.promise')
  const mayCancel = useMay('crm.order.request-cancel')
  const maySee = useMay('erp.sales-order.read')
  const isOpen = row.state === 'requested' || row.state === 'placed'
  const cancel = () =>
    modal.confirm({
      title: t('orders.cancelAsk', { number: row.number }),
      content: t('orders.cancelAbout'),
      okText: t('orders.requestCancel'),
      okButtonProps: { danger: true },
      onOk: () =>
        sending
          .mutateAsync({ id: row.id, command: 'request-cancel', input: {}, version: row.version })
          .catch((error: unknown) => void message.error(problemText(error, words), 8)),
    })
  return (
    <>
      {salesOrderId && maySee && (
        <Link to="/erp/sales-orders/$id" params={{ id: salesOrderId }}>
          <Button>{t('orders.openInErp')}</Button>
        </Link>
      )}
      <ReturnFromOrder row={row} />
      {isOpen && mayPromise && <Button onClick={() => setPromising(true)}>{t('journey.promise')}</Button>}
      {promising && <PromiseDialog row={row} onClose={() => setPromising(false)} />}
      {isOpen && mayCancel && !row.cancelRequested && (
        <Button danger onClick={cancel}>
          {t('orders.requestCancel')}
        </Button>
      )}
    </>
  )
}
