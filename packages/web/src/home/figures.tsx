import { order, quote } from '@tandem/crm/definitions'
import { expectedReceipt, goodsReceipt, invoice, payment, salesOrder, shipment } from '@tandem/erp/definitions'
import { conflict } from '@tandem/hub/definitions'
import { Decimal } from '@tandem/kernel'
import type { ReactNode } from 'react'
import { useUsers } from '../api/administration.ts'
import { crmType, type DocumentType, erpType, jointType, type ListQuery, useAnswer, useSummary } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { needsPerson, onItsWay, useSystems } from '../joint/use-joint.ts'
import { listSearch } from '../lists/list-state.ts'
import { Figure } from '../parts/figure.tsx'
import { May } from '../parts/may.tsx'
import { daysBefore } from './days.ts'
import { type FigureName, isMonth, type MonthName } from './plan.ts'
import { Arrow, Inflow, Trend, type TrendProps } from './trend.tsx'

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
  return <Counted name={name} today={today} />
}

const UNSHIPPED = { state: 'confirmed', delivery: ['none', 'partial'] }

interface CountedFigure {
  readonly type: DocumentType
  readonly filter: NonNullable<ListQuery['filter']>
  readonly to: string
  /** When one came: the field that the trend goes by; whichever state it is in by now. */
  readonly since: string
  readonly text: 'openQuotes' | 'runningOrders' | 'toShip' | 'onTheRoad' | 'arrivals' | 'openInvoices' | 'conflicts'
}

type CountedName = Extract<
  FigureName,
  'quotesOpen' | 'ordersRunning' | 'toShip' | 'onTheRoad' | 'arrivals' | 'openInvoices' | 'conflicts'
>

const COUNTED: Readonly<Record<CountedName, CountedFigure>> = {
  quotesOpen: {
    ...{ type: crmType(quote), filter: { state: ['draft', 'sent'] }, since: 'quoteDate', to: '/quotes', text: 'openQuotes' },
  },
  ordersRunning: {
    ...{ type: crmType(order), filter: { state: ['requested', 'placed'] }, since: 'orderDate', to: '/orders' },
    text: 'runningOrders',
  },
  toShip: { type: erpType(salesOrder), filter: UNSHIPPED, since: 'orderDate', to: '/erp/sales-orders', text: 'toShip' },
  onTheRoad: {
    ...{ type: erpType(shipment), filter: { state: 'shipped' }, since: 'shippedDate', to: '/erp/shipments', text: 'onTheRoad' },
  },
  arrivals: {
    ...{ type: erpType(expectedReceipt), filter: { state: 'open' }, since: 'createdAt', to: '/records/erp/expected-receipt' },
    text: 'arrivals',
  },
  openInvoices: {
    ...{ type: erpType(invoice), filter: { state: 'open' }, since: 'invoiceDate', to: '/erp/invoices', text: 'openInvoices' },
  },
  conflicts: {
    ...{ type: jointType(conflict), filter: { state: 'open' }, since: 'createdAt', to: '/joint/conflicts', text: 'conflicts' },
  },
}

/** How many there are now, and beside it how many came in 30 days. */
function Counted({ name, today }: { name: CountedName; today: string }) {
  const { t, decimal } = useWords()
  const { type, filter, to, text, since } = COUNTED[name]
  const { data } = useSummary(type, { filter })
  return (
    <Figure
      label={t(`home.${text}`)}
      value={data ? decimal(String(data.count)) : '…'}
      note={<Inflow type={type} date={since} today={today} />}
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

/** What is overdue by currency, as it stood on a day; by now, where none is named. */
function useOverdue(asOf?: string) {
  const { data } = useAnswer<{ readonly rows: readonly ReceivablesRow[] }>('erp', 'receivables', asOf ? { asOf } : {})
  const late = (row: ReceivablesRow) =>
    Decimal.sum([row.days1To30, row.days31To60, row.days61To90, row.over90].map((amount) => Decimal.of(amount)))
  const byCurrency = Map.groupBy(data?.rows ?? [], ({ currency }) => currency)
  const sums = [...byCurrency].map(([currency, rows]) => ({ currency, sum: Decimal.sum(rows.map(late)) }))
  return data && sums.filter(({ sum }) => sum.isPositive())
}

type Owed = NonNullable<ReturnType<typeof useOverdue>>

/** What can be compared: an amount of one currency. */
function comparable(now: Owed, before: Owed): { now: Decimal; before: Decimal } | undefined {
  const currencies = new Set([...now, ...before].map(({ currency }) => currency))
  if (currencies.size > 1) return undefined
  return { now: now[0]?.sum ?? Decimal.zero, before: before[0]?.sum ?? Decimal.zero }
}

function Overdue({ today }: { today: string }) {
  const { t, money } = useWords()
  const owed = useOverdue()
  const before = useOverdue(daysBefore(today, 30))
  const said = (sums: Owed) => sums.map(({ currency, sum }) => money(sum.toString(), currency)).join(' + ') || t('home.nothing')
  const turn = owed && before ? comparable(owed, before) : undefined
  return (
    <Figure
      label={t('home.overdue')}
      value={
        <>
          {owed ? said(owed) : '…'}
          <Arrow now={turn?.now} before={turn?.before} />
        </>
      }
      {...(before ? { note: t('home.daysAgo', { value: said(before) }) } : {})}
      to="/erp/invoices"
      search={listSearch({ state: 'open', type: 'invoice', 'dueDate[to]': daysBefore(today, 1) }, 'dueDate')}
      {...(owed && owed.length > 0 ? { tone: 'danger' as const } : {})}
    />
  )
}
