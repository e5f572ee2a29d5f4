import { item, order, shipment } from '@tandem/crm/definitions'
import type { Row } from '@tandem/kernel'
import { useParams } from '@tanstack/react-router'
import { Card, Progress, Steps, Tag, Typography } from 'antd'
import { crmType, useDocument, useList } from '../api/documents.ts'
import { percentOf } from '../format/decimal.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentFacts } from '../lists/document-facts.tsx'
import { fieldColumns, linked } from '../lists/field-columns.tsx'
import { RowList } from '../lists/row-list.tsx'
import type { RowColumn } from '../lists/rows.ts'
import { Section } from '../parts/figure.tsx'
import { QuoteTotals } from '../quotes/quote-totals.tsx'
import { INVOICES, useInvoiceColumns } from './invoices.tsx'
import { stepsOf } from './order-steps.ts'
import { PortalList } from './portal-list.tsx'
import { PortalPage, Shown } from './portal-page.tsx'
import { ReturnsOfOrder } from './returns.tsx'
import { LineName, TradeLines } from './trade-lines.tsx'

export const ORDERS = crmType(order)
type Order = Row<typeof order>
type Listed = Omit<Order, 'lines' | 'progress'> & { readonly id: string }
type Line = Order['lines'][number]

const COLOURS = { requested: 'orange', placed: 'blue', closed: 'green', cancelled: 'red' } as const

function OrderState({ state }: { state: Order['state'] }) {
  const { t } = useWords()
  return <Tag color={COLOURS[state]}>{t(`portal.order.${state}`)}</Tag>
}

export function useOrderColumns(): RowColumn<Listed>[] {
  const words = useWords()
  const names = ['number', 'customerReference', 'orderDate', 'requestedDate', 'total']
  const [number, ...rest] = fieldColumns<Listed>('crm', order, names, words).map((column) =>
    column.key === 'customerReference' ? { ...column, title: words.t('portal.reference') } : column,
  )
  const state: RowColumn<Listed> = {
    key: 'state',
    title: words.t('admin.state'),
    render: (row) => <OrderState state={row.state} />,
    says: (row) => words.t(`portal.order.${row.state}`),
  }
  return linked('crm', 'order', [...(number ? [number] : []), state, ...rest])
}

export function OrderListPage() {
  const { t } = useWords()
  return (
    <PortalPage title={t('menu.orders')} about={t('portal.ordersAbout')}>
      <PortalList type={ORDERS} query={{ sort: '-orderDate' }} columns={useOrderColumns()} empty={t('portal.noOrders')} />
    </PortalPage>
  )
}

export function OrderPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useDocument(ORDERS, id)
  return <Shown query={found}>{(row) => <OneOrder row={row} />}</Shown>
}

const FACTS = ['customerReference', 'orderDate', 'requestedDate', 'paymentTermDays']
const MOST = 100

function OneOrder({ row }: { row: Order }) {
  const { t, label } = useWords()
  const invoices = useList(INVOICES, { filter: { order: row.id }, sort: 'invoiceDate', limit: MOST })
  const columns = useInvoiceColumns()
  return (
    <PortalPage title={`${label(order.label)} ${row.number}`} beside={<OrderState state={row.state} />}>
      <Card size="small">
        <DocumentFacts side="crm" definition={order} row={row} fields={FACTS} />
      </Card>
      {row.state !== 'cancelled' && <HowFar row={row} invoices={invoices.data?.items} />}
      <Deliveries order={row.id} />
      <Section title={t('portal.invoicesOf')}>
        <Shown query={invoices}>
          {({ items }) => <RowList rows={items} rowKey={({ id }) => id} columns={columns} empty={t('portal.noInvoices')} />}
        </Shown>
      </Section>
      <ReturnsOfOrder row={row} />
      <Section title={t('portal.lines')}>
        <TradeLines lines={row.lines} currency={row.currency} />
        <QuoteTotals totals={row} currency={row.currency} />
      </Section>
    </PortalPage>
  )
}

interface Paying {
  readonly type: string
  readonly total: string
  readonly paid: string
}

/** The journey of the order as its customer sees it, and of each line. */
function HowFar({ row, invoices }: { row: Order; invoices: readonly Paying[] | undefined }) {
  const { t } = useWords()
  const ids = [...new Set(row.lines.map((line) => line.item))]
  const items = useList(crmType(item), { filter: { id: ids }, limit: ids.length })
  const services = new Set(items.data?.items.flatMap(({ id, type }) => (type === 'service' ? [id] : [])))
  const steps = stepsOf(row, services, invoices ?? [])
  const current = steps.findIndex(({ isDone }) => !isDone)
  return (
    <Section title={t('portal.progress')}>
      <Card size="small">
        <Steps
          size="small"
          current={current === -1 ? steps.length : current}
          items={steps.map(({ name, isDone }, at) => ({
            title: t(`portal.steps.${name}`),
            status: isDone ? 'finish' : at === current ? 'process' : 'wait',
          }))}
        />
      </Card>
      <div className="portal-lines">
        {row.lines.map((line) => (
          <LineProgress key={line.lineNumber} order={row} line={line} isService={services.has(line.item)} />
        ))}
      </div>
    </Section>
  )
}

function LineProgress({ order: { progress, requestedDate }, line, isService }: { order: Order; line: Line; isService: boolean }) {
  const { t, label, date, quantity, decimal } = useWords()
  const done = progress.find(({ lineNumber }) => lineNumber === line.lineNumber)
  const name = isService ? 'invoiced' : 'shipped'
  const part = done?.[name] ?? '0'
  const percent = percentOf(part, line.quantity)
  const expected = percent < 100 ? done?.expectedDate : null
  const isLate = Boolean(expected && requestedDate && expected > requestedDate)
  const word = label(order.fields.progress.of[name].label)
  return (
    <Card size="small" data-line={line.lineNumber}>
      <div className="bar-name">
        <Typography.Text strong>
          <LineName line={line} />
        </Typography.Text>
        <span className="number">
          {word} {decimal(part)} / {quantity(line.quantity, line.unit)}
        </span>
      </div>
      <Progress percent={percent} size="small" status={percent === 100 ? 'success' : 'normal'} aria-label={word} />
      {expected && (
        <Typography.Text className="small" type={isLate ? 'warning' : 'secondary'}>
          {t(isLate ? 'portal.expectedLate' : 'portal.expected', { date: date(expected) })}
        </Typography.Text>
      )}
    </Card>
  )
}

function Deliveries({ order: id }: { order: string }) {
  const words = useWords()
  const { t } = words
  const found = useList(crmType(shipment), { filter: { order: id }, sort: 'shippedDate', limit: MOST })
  const columns = fieldColumns<object & { readonly id: string }>(
    'crm',
    shipment,
    ['number', 'shippedDate', 'carrier', 'trackingNumber'],
    words,
  )
  return (
    <Section title={t('portal.deliveries')}>
      <Shown query={found}>
        {({ items }) => <RowList rows={items} rowKey={({ id: one }) => one} columns={columns} empty={t('portal.noDeliveries')} />}
      </Shown>
    </Section>
  )
}
