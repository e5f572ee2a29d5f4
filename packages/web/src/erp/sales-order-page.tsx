import { invoice, salesOrder, shipment } from '@tandem/erp/definitions'
import { Decimal, type Row } from '@tandem/kernel'
import { useParams } from '@tanstack/react-router'
import { App, Button, Card, Flex } from 'antd'
import { useState } from 'react'
import { erpType, useDocument, useList, useSend } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentFacts, DocumentLines } from '../lists/document-facts.tsx'
import { fieldColumns, linked } from '../lists/field-columns.tsx'
import { RowList } from '../lists/row-list.tsx'
import { MoneyChain } from '../orders/money-chain.tsx'
import { Section } from '../parts/figure.tsx'
import { Loaded, Page } from '../parts/page.tsx'
import { problemText } from '../parts/problem-alert.tsx'
import { StateTag } from '../parts/state-tag.tsx'
import { CommandButton } from './command-button.tsx'
import { openOf } from './invoice-pages.tsx'
import { RecordPayment } from './record-payment.tsx'
import { ShipDialog } from './ship-dialog.tsx'

type SalesOrder = Row<typeof salesOrder>

const SALES_ORDERS = erpType(salesOrder)
const FACTS = [
  'party',
  'origin',
  'customerReference',
  'orderDate',
  'requestedDate',
  'warehouse',
  'shippingAddress',
  'net',
  'tax',
  'total',
  'delivery',
  'invoicing',
]
const COLUMNS = [
  'lineNumber',
  'item',
  'quantity',
  'unitPrice',
  'discountPercent',
  'net',
  'reserved',
  'shipped',
  'invoiced',
  'expectedDate',
]

export function SalesOrderPage() {
  const { id } = useParams({ from: '/erp/sales-orders/$id' })
  const found = useDocument(SALES_ORDERS, id)
  return <Loaded query={found}>{(row) => <OneSalesOrder row={row} />}</Loaded>
}

function OneSalesOrder({ row }: { row: SalesOrder }) {
  const { t, label } = useWords()
  return (
    <Page
      title={`${label(salesOrder.label)} ${row.number}`}
      beside={<StateTag state={row.state} />}
      about={t(`erp.orderStates.${row.state}`)}
      actions={<Actions row={row} />}
    >
      <Card size="small">
        <DocumentFacts side="erp" definition={salesOrder} row={row} fields={FACTS} />
      </Card>
      <Section title={label(salesOrder.fields.lines.label)}>
        <DocumentLines side="erp" field={salesOrder.fields.lines} lines={row.lines} columns={COLUMNS} row={row} />
      </Section>
      {row.state !== 'draft' && <MoneyChain salesOrder={row.id} />}
      <Followers row={row} />
    </Page>
  )
}

/** What came of the order so far. */
function Followers({ row }: { row: SalesOrder }) {
  const words = useWords()
  const { t } = words
  const shipments = useList(erpType(shipment), { filter: { salesOrder: row.id }, sort: 'id', limit: 100 })
  const invoices = useList(erpType(invoice), { filter: { salesOrder: row.id }, sort: 'id', limit: 100 })
  return (
    <>
      <Section title={t('menu.shipments')}>
        <RowList
          rows={shipments.data?.items ?? []}
          rowKey={({ id }) => id}
          empty={t('erp.notShipped')}
          columns={linked(
            'erp',
            'shipment',
            fieldColumns('erp', shipment, ['number', 'state', 'shippedDate', 'carrier', 'trackingNumber'], words),
          )}
        />
      </Section>
      <Section title={t('menu.invoices')}>
        <RowList
          rows={invoices.data?.items ?? []}
          rowKey={({ id }) => id}
          empty={t('erp.notInvoiced')}
          columns={linked(
            'erp',
            'invoice',
            fieldColumns('erp', invoice, ['number', 'type', 'state', 'invoiceDate', 'dueDate', 'total', 'paid'], words),
          )}
        />
      </Section>
    </>
  )
}

function Actions({ row }: { row: SalesOrder }) {
  const { t } = useWords()
  const [doing, setDoing] = useState<'ship' | 'pay'>()
  const close = () => setDoing(undefined)
  const { data: open } = useList(erpType(invoice), { filter: { salesOrder: row.id, state: 'open', type: 'invoice' }, limit: 100 })
  const owed = Decimal.sum((open?.items ?? []).map((one) => Decimal.of(openOf(one))))
  const toShip = row.lines.some((line) => !line.isService && Decimal.of(line.shipped).isLess(Decimal.of(line.quantity)))
  const toInvoice = row.lines.some((line) =>
    Decimal.of(line.invoiced).isLess(Decimal.of(line.isService ? line.quantity : line.shipped)),
  )
  const isConfirmed = row.state === 'confirmed'
  return (
    <Flex gap={8} wrap>
      {row.state === 'draft' && (
        <CommandButton
          type={SALES_ORDERS}
          row={row}
          command="confirm"
          text={t('erp.confirm')}
          done={t('erp.confirmed')}
          primary
        />
      )}
      {isConfirmed && toShip && (
        <Button type="primary" onClick={() => setDoing('ship')}>
          {t('erp.ship')}
        </Button>
      )}
      {isConfirmed && toInvoice && <InvoiceButton salesOrder={row.id} primary={!toShip} />}
      {owed.isPositive() && (
        <Button type={toShip || toInvoice ? 'default' : 'primary'} onClick={() => setDoing('pay')}>
          {t('erp.recordPayment')}
        </Button>
      )}
      {isConfirmed && toShip && (
        <CommandButton type={SALES_ORDERS} row={row} command="reserve" text={t('erp.reserve')} done={t('erp.reserved')} />
      )}
      {(row.state === 'draft' || (isConfirmed && row.delivery === 'none')) && (
        <CommandButton
          type={SALES_ORDERS}
          row={row}
          command="cancel"
          text={t('erp.cancel')}
          ask={t('erp.cancelAsk', { number: row.number })}
          done={t('erp.cancelledNow')}
          danger
        />
      )}
      {doing === 'ship' && <ShipDialog row={row} onClose={close} />}
      {doing === 'pay' && (
        <RecordPayment
          party={row.party}
          currency={row.currency}
          amount={owed.toString()}
          {...onlyOne(open?.items)}
          onClose={close}
        />
      )}
    </Flex>
  )
}

/** A single open invoice is what the payment is for; of several the oldest due are paid first. */
function onlyOne(open: readonly { readonly id: string }[] | undefined): { invoice?: string } {
  return open?.length === 1 && open[0] ? { invoice: open[0].id } : {}
}

function InvoiceButton({ salesOrder: id, primary }: { salesOrder: string; primary: boolean }) {
  const words = useWords()
  const { t } = words
  const { message } = App.useApp()
  const sending = useSend(erpType(invoice))
  const make = () =>
    sending.mutate(
      { command: 'create', input: { salesOrder: id } },
      {
        onSuccess: (row) => void message.success(t('erp.invoiced', { number: row.number })),
        onError: (error) => void message.error(problemText(error, words), 8),
      },
    )
  return (
    <Button type={primary ? 'primary' : 'default'} loading={sending.isPending} onClick={make}>
      {t('erp.invoice')}
    </Button>
  )
}
