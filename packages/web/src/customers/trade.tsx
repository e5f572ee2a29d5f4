import { invoice, order, payment, quote } from '@tandem/crm/definitions'
import { Decimal } from '@tandem/kernel'
import { Link } from '@tanstack/react-router'
import { Button, Progress, Tag } from 'antd'
import { percentOf } from '../format/decimal.ts'
import { useWords } from '../i18n/use-words.ts'
import { fieldColumns, linked } from '../lists/field-columns.tsx'
import { RowList } from '../lists/row-list.tsx'
import { May } from '../parts/may.tsx'
import type { CustomerStory, StoryInvoice } from './story.ts'

type Order = CustomerStory['orders'][number]

/** Where selling begins. */
function ToNewQuote({ customer }: { customer: string }) {
  const { t } = useWords()
  return (
    <May right="crm.quote.create">
      <Link to="/quotes/new" search={{ customer }}>
        <Button>{t('quotes.new')}</Button>
      </Link>
    </May>
  )
}

export function Orders({ story: { orders, customer } }: { story: CustomerStory }) {
  const words = useWords()
  const { t, label } = words
  const columns = fieldColumns<Order>('crm', order, ['number', 'state', 'orderDate', 'total'], words)
  return (
    <RowList
      rows={orders}
      rowKey={({ id }) => id}
      empty={t('customers.noOrders')}
      action={<ToNewQuote customer={customer.id} />}
      columns={[
        ...linked('crm', 'order', columns),
        {
          key: 'progress',
          title: label(order.fields.progress.label),
          says: (row) => ({ number: String(shippedPercent(row)), unit: '%' }),
          render: (row) => <Shipped row={row} />,
        },
      ]}
    />
  )
}

/** How much of the order's lines has left or, for services, is invoiced: the share of lines counts, not of units. 0 to 100. */
function shippedPercent(row: Order): number {
  const whole = Decimal.of(row.lines.length)
  const parts = row.lines.map((line) => {
    const done = row.progress.find(({ lineNumber }) => lineNumber === line.lineNumber)
    const most = Decimal.of(done?.shipped ?? '0').max(Decimal.of(done?.invoiced ?? '0'))
    return most.over(Decimal.of(line.quantity), 6, 'floor').min(Decimal.one)
  })
  return percentOf(Decimal.sum(parts).toString(), whole.toString())
}

function Shipped({ row }: { row: Order }) {
  const { t } = useWords()
  const percent = shippedPercent(row)
  return <Progress percent={percent} size="small" style={{ minWidth: 110 }} aria-label={t('customers.delivered')} />
}

export function Invoices({ story: { invoices } }: { story: CustomerStory }) {
  const words = useWords()
  const { t, money } = words
  const columns = fieldColumns<StoryInvoice>(
    'crm',
    invoice,
    ['number', 'type', 'invoiceDate', 'dueDate', 'order', 'total', 'paid'],
    words,
  )
  return (
    <RowList
      rows={invoices}
      rowKey={({ id }) => id}
      empty={t('customers.noInvoices')}
      columns={[
        ...columns,
        {
          key: 'open',
          title: t('customers.open'),
          align: 'end',
          says: (row) => ({ number: row.open, unit: row.currency }),
          render: (row) => <span className="number">{money(row.open, row.currency)}</span>,
        },
        {
          key: 'late',
          title: t('customers.late'),
          render: (row) => <Late row={row} />,
          says: (row) => ({ number: String(row.open === '0' ? 0 : row.overdueDays) }),
        },
      ]}
    />
  )
}

function Late({ row }: { row: StoryInvoice }) {
  const { t } = useWords()
  if (row.open === '0') return <Tag color="green">{t('customers.settled')}</Tag>
  if (row.overdueDays > 0) return <Tag color="red">{t('customers.daysLate', { count: row.overdueDays })}</Tag>
  return <Tag color="orange">{t('customers.notDue')}</Tag>
}

export function Payments({ story: { payments } }: { story: CustomerStory }) {
  const words = useWords()
  return (
    <RowList
      rows={payments}
      rowKey={({ id }) => id}
      empty={words.t('customers.noPayments')}
      columns={fieldColumns('crm', payment, ['number', 'paymentDate', 'amount', 'method', 'reference'], words)}
    />
  )
}

export function Quotes({ story: { quotes, customer } }: { story: CustomerStory }) {
  const words = useWords()
  const columns = fieldColumns<CustomerStory['quotes'][number]>(
    'crm',
    quote,
    ['number', 'state', 'quoteDate', 'validUntil', 'total'],
    words,
  )
  return (
    <RowList
      rows={quotes}
      rowKey={({ id }) => id}
      empty={words.t('customers.noQuotes')}
      action={<ToNewQuote customer={customer.id} />}
      columns={linked('crm', 'quote', columns)}
    />
  )
}
