import { order, quote } from '@tandem/crm/definitions'
import { expectedReceipt, goodsReceipt, invoice, payment, salesOrder, shipment } from '@tandem/erp/definitions'
import { conflict } from '@tandem/hub/definitions'
import { Decimal } from '@tandem/kernel'
import type { ReactNode } from 'react'
import { useUsers } from '../api/administration.ts'
import { crmType, type DocumentType, erpType, jointType, type ListQuery, useAnswer, useList } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { needsPerson, onItsWay, useSystems } from '../joint/use-joint.ts'
import { listSearch } from '../lists/list-state.ts'
import { Figure } from '../parts/figure.tsx'
import { May } from '../parts/may.tsx'
import { daysBefore } from './days.ts'
import { type FigureName, isMonth, type MonthName } from './plan.ts'
import { Trend, type TrendProps } from './trend.tsx'

/** The right it takes to see a figure. */
const NEEDS: Readonly<Record<FigureName, string>> = {
  quotesOpen: 'crm.quote.read',
  shippedMonth: 'erp.shipment.read',
  receivedMonth: 'erp.goods-receipt.read',
  quotesMonth: 'crm.quote.read',
  ordersMonth: 'crm.order.read',
  ordersRunning: 'crm.order.read',
  toShip: 'erp.sales-order.read',
  onTheRoad: 'erp.shipment.read',
  arrivals: 'erp.expected-receipt.read',
  overdue: 'erp.receivables.ask',
  openInvoices: 'erp.invoice.read',
  invoicedMonth: 'erp.invoice.read',
  receiptsMonth: 'erp.payment.read',
  joint: 'joint.systems.ask',
  conflicts: 'joint.conflict.read',
  people: 'platform.user.read',
}

export function HomeFigure({ name, today }: { name: FigureName; today: string }) {
  return <May right={NEEDS[name]}>{figureOf(name, today)}</May>
}

function figureOf(name: FigureName, today: string): ReactNode {
  if (name === 'overdue') return <Overdue today={today} />
  if (name === 'joint') return <Joint />
  if (name === 'people') return <People />
  if (isMonth(name)) return <Month name={name} today={today} />
  return <Counted name={name} />
}

const MOST_COUNTED = 100
const UNSHIPPED = { state: 'confirmed', delivery: ['none', 'partial'] }

interface CountedFigure {
  readonly type: DocumentType
  readonly filter: NonNullable<ListQuery['filter']>
  readonly to: string
  readonly text: 'openQuotes' | 'runningOrders' | 'toShip' | 'onTheRoad' | 'arrivals' | 'openInvoices' | 'conflicts'
}

type CountedName = Extract<
  FigureName,
  'quotesOpen' | 'ordersRunning' | 'toShip' | 'onTheRoad' | 'arrivals' | 'openInvoices' | 'conflicts'
>

const COUNTED: Readonly<Record<CountedName, CountedFigure>> = {
  quotesOpen: { type: crmType(quote), filter: { state: ['draft', 'sent'] }, to: '/quotes', text: 'openQuotes' },
  ordersRunning: { type: crmType(order), filter: { state: ['requested', 'placed'] }, to: '/orders', text: 'runningOrders' },
  toShip: { type: erpType(salesOrder), filter: UNSHIPPED, to: '/erp/sales-orders', text: 'toShip' },
  onTheRoad: { type: erpType(shipment), filter: { state: 'shipped' }, to: '/erp/shipments', text: 'onTheRoad' },
  arrivals: { type: erpType(expectedReceipt), filter: { state: 'open' }, to: '/records/erp/expected-receipt', text: 'arrivals' },
  openInvoices: { type: erpType(invoice), filter: { state: 'open' }, to: '/erp/invoices', text: 'openInvoices' },
  conflicts: { type: jointType(conflict), filter: { state: 'open' }, to: '/joint/conflicts', text: 'conflicts' },
}

/** A list answers a page at a time: what is more than a page is "100+". */
function Counted({ name }: { name: CountedName }) {
  const { t } = useWords()
  const { type, filter, to, text } = COUNTED[name]
  const { data } = useList(type, { filter, limit: MOST_COUNTED })
  return (
    <Figure
      label={t(`home.${text}`)}
      value={data ? `${data.items.length}${data.next ? '+' : ''}` : '…'}
      to={to}
      search={listSearch(filter)}
    />
  )
}

const MONTHS: Readonly<Record<MonthName, Pick<TrendProps, 'type' | 'date' | 'to' | 'filter' | 'amount'>>> = {
  quotesMonth: {
    ...{ type: crmType(quote), date: 'quoteDate', to: '/quotes' },
    filter: { state: ['sent', 'accepted', 'declined', 'expired'] },
  },
  ordersMonth: { type: crmType(order), date: 'orderDate', to: '/orders' },
  shippedMonth: {
    ...{ type: erpType(shipment), date: 'shippedDate', to: '/erp/shipments' },
    filter: { state: ['shipped', 'delivered'] },
  },
  receivedMonth: { type: erpType(goodsReceipt), date: 'receiptDate', to: '/records/erp/goods-receipt' },
  invoicedMonth: {
    ...{ type: erpType(invoice), date: 'invoiceDate', to: '/erp/invoices' },
    ...{ filter: { type: 'invoice' }, amount: 'total' },
  },
  receiptsMonth: {
    ...{ type: erpType(payment), date: 'paymentDate', to: '/erp/payments' },
    ...{ filter: { state: 'posted' }, amount: 'amount' },
  },
}

function Month({ name, today }: { name: MonthName; today: string }) {
  const { t } = useWords()
  return <Trend label={t(`home.${name}`)} today={today} {...MONTHS[name]} />
}

function Joint() {
  const { t, decimal } = useWords()
  const { data: systems } = useSystems()
  const kinds = systems?.flatMap((one) => one.kinds) ?? []
  const [way, person] = [
    kinds.reduce((sum, kind) => sum + onItsWay(kind), 0),
    kinds.reduce((sum, kind) => sum + needsPerson(kind), 0),
  ]
  return (
    <Figure
      label={t('home.joint')}
      value={systems ? t(person > 0 ? 'home.jointTrouble' : way > 0 ? 'home.jointBusy' : 'home.jointCalm') : '…'}
      note={person > 0 ? t('home.cases', { count: person }) : t('home.onItsWay', { number: decimal(String(way)) })}
      to={person > 0 ? '/joint/inbox' : '/joint'}
      tone={person > 0 ? 'danger' : 'success'}
    />
  )
}

function People() {
  const { t } = useWords()
  const { data } = useUsers()
  const active = data?.filter(({ state }) => state === 'active').length
  return <Figure label={t('home.people')} value={active ?? '…'} to="/admin/users" />
}

interface ReceivablesRow {
  readonly currency: string
  readonly days1To30: string
  readonly days31To60: string
  readonly days61To90: string
  readonly over90: string
}

function Overdue({ today }: { today: string }) {
  const { t, money } = useWords()
  const { data } = useAnswer<{ readonly rows: readonly ReceivablesRow[] }>('erp', 'receivables', {})
  const late = (row: ReceivablesRow) =>
    Decimal.sum([row.days1To30, row.days31To60, row.days61To90, row.over90].map((amount) => Decimal.of(amount)))
  const byCurrency = Map.groupBy(data?.rows ?? [], ({ currency }) => currency)
  const sums = [...byCurrency].map(([currency, rows]) => ({ currency, sum: Decimal.sum(rows.map(late)) }))
  const owed = sums.filter(({ sum }) => sum.isPositive())
  return (
    <Figure
      label={t('home.overdue')}
      value={data ? owed.map(({ currency, sum }) => money(sum.toString(), currency)).join(' + ') || t('home.nothing') : '…'}
      to="/erp/invoices"
      search={listSearch({ state: 'open', type: 'invoice', 'dueDate[to]': daysBefore(today, 1) }, 'dueDate')}
      {...(owed.length > 0 ? { tone: 'danger' as const } : {})}
    />
  )
}
