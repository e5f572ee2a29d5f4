import { invoice, order, payment, quote } from '@tandem/crm/definitions'
import { Decimal } from '@tandem/kernel'
import { Progress, Tag } from 'antd'
import { percentOf } from '../format/decimal.ts'
import { useWords } from '../i18n/use-words.ts'
import { fieldColumns, linked } from '../lists/field-columns.tsx'
import { RowList } from '../lists/row-list.tsx'
import type { CustomerStory, StoryInvoice } from './story.ts'

type Order = CustomerStory['orders'][number]

export function Orders({ story: { orders } }: { story: CustomerStory }) {
  const words = useWords()
  const { t, label } = words
  const columns = fieldColumns<Order>('crm', order, ['number', 'state', 'orderDate', 'total'], words)
  return (
    <RowList
      rows={orders}
      rowKey={({ id }) => id}
      empty={t('customers.noOrders')}
      columns={[
        ...linked('crm', 'order', columns),
        {
          key: 'progress',
          title: label(order.fields.progress.label),
          render: (row) => <Shipped row={row} />,
        },
      ]}
    />
  )
}

/** How much of the order's lines has left or, for services, is invoiced: the share of lines counts, not of units. */
function Shipped({ row }: { row: Order }) {
  const whole = Decimal.of(row.lines.length)
  const parts = row.lines.map((line) => {
    const done = row.progress.find(({ lineNumber }) => lineNumber === line.lineNumber)
    const most = Decimal.of(done?.shipped ?? '0').max(Decimal.of(done?.invoiced ?? '0'))
    return most.over(Decimal.of(line.quantity), 6, 'floor').min(Decimal.one)
  })
  const { t } = useWords()
  const percent = percentOf(Decimal.sum(parts).toString(), whole.toString())
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
          render: (row) => <span className="number">{money(row.open, row.currency)}</span>,
        },
        { key: 'late', title: t('customers.late'), render: (row) => <Late row={row} /> },
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

export function Quotes({ story: { quotes } }: { story: CustomerStory }) {
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
      columns={linked('crm', 'quote', columns)}
    />
  )
}
