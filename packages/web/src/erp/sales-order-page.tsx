import { order } from '@tandem/crm/definitions'
import { invoice, salesOrder, shipment } from '@tandem/erp/definitions'
import type { Row } from '@tandem/kernel'
import { Decimal } from '@tandem/kernel'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Card } from 'antd'
import { crmType, erpType, useDocument, useList } from '../api/documents.ts'
import { useMay } from '../api/platform.ts'
import { RecordDesk } from '../desk/record-desk.tsx'
import { useWords } from '../i18n/use-words.ts'
import { DocumentFacts, DocumentLines } from '../lists/document-facts.tsx'
import { fieldColumns, linked } from '../lists/field-columns.tsx'
import { RowList } from '../lists/row-list.tsx'
import { MoneyChain } from '../orders/money-chain.tsx'
import { Section } from '../parts/figure.tsx'
import { Loaded, Page } from '../parts/page.tsx'
import { StateTag } from '../parts/state-tag.tsx'
import { ReturnFromSalesOrder, ReturnsOfSalesOrder } from '../returns/returns-of.tsx'
import { SalesOrderActions } from './sales-order-actions.tsx'

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
  'promisedDate',
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
      actions={
        <>
          <ToJourney number={row.number} />
          <SalesOrderActions row={row} />
          <ReturnFromSalesOrder row={row} />
        </>
      }
    >
      <Card size="small">
        <DocumentFacts side="erp" definition={salesOrder} row={row} fields={FACTS} />
      </Card>
      <Section title={label(salesOrder.fields.lines.label)}>
        <DocumentLines side="erp" field={salesOrder.fields.lines} lines={row.lines.map(asExpected)} columns={COLUMNS} row={row} />
      </Section>
      {row.state !== 'draft' && <MoneyChain salesOrder={row.id} />}
      <Followers row={row} />
      <ReturnsOfSalesOrder salesOrder={row.id} />
      <RecordDesk type={erpType(salesOrder)} id={row.id} />
    </Page>
  )
}

/** What has left the house is expected no more. */
function asExpected(line: SalesOrder['lines'][number]) {
  return Decimal.of(line.shipped).isLess(Decimal.of(line.quantity)) ? line : { ...line, expectedDate: null }
}

/** The whole way of the order, where it began in the CRM and the reader may see it. */
function ToJourney({ number }: { number: string }) {
  const { t } = useWords()
  const mayFollow = useMay('joint.journey.ask')
  const { data } = useList(crmType(order), { filter: { erpNumber: number }, limit: 1 }, mayFollow)
  const found = data?.items[0]
  if (!found) return null
  return (
    <Link to="/orders/$id" params={{ id: found.id }}>
      <Button>{t('quotes.follow')}</Button>
    </Link>
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
