import { activity, order, quote } from '@tandem/crm/definitions'
import { salesOrder } from '@tandem/erp/definitions'
import { Decimal } from '@tandem/kernel'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Flex, Typography } from 'antd'
import type { ReactNode } from 'react'
import { crmType, erpType, type ListQuery, useAnswer, useList } from '../api/documents.ts'
import { usePlatform } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { needsPerson, onItsWay, useCauses, useSystems } from '../joint/use-joint.ts'
import { Figure, Figures, Section } from '../parts/figure.tsx'
import { Page } from '../parts/page.tsx'
import { MyMentions } from './mentions.tsx'
import { Todo } from './todo.tsx'

const MOST_COUNTED = 100

/** Where the day begins: how things stand in a few figures, and what to do next. */
export function HomePage() {
  const { t } = useWords()
  const { data: me } = usePlatform()
  return (
    <Page
      title={t('home.title')}
      about={me?.tenant?.name}
      actions={
        <Link to="/quotes/new">
          <Button type="primary">{t('quotes.new')}</Button>
        </Link>
      }
    >
      <Standing />
      <Section title={t('home.next')}>
        <MyMentions />
        <Undelivered />
        <NextSteps today={me?.today} />
      </Section>
      <Section title={t('home.how')}>
        <HowItWorks />
      </Section>
    </Page>
  )
}

function Standing() {
  const { t, decimal } = useWords()
  const drafts = useCount(useList(crmType(quote), { filter: { state: ['draft', 'sent'] }, limit: MOST_COUNTED }))
  const requested = useCount(useList(crmType(order), { filter: { state: ['requested', 'placed'] }, limit: MOST_COUNTED }))
  const unshipped = { state: 'confirmed', delivery: ['none', 'partial'] }
  const toShip = useCount(useList(erpType(salesOrder), { filter: unshipped, limit: MOST_COUNTED }))
  const { data: systems } = useSystems()
  const kinds = systems?.flatMap((one) => one.kinds) ?? []
  const [way, person] = [
    kinds.reduce((sum, kind) => sum + onItsWay(kind), 0),
    kinds.reduce((sum, kind) => sum + needsPerson(kind), 0),
  ]
  return (
    <Figures>
      <Figure label={t('home.openQuotes')} value={drafts} to="/quotes" />
      <Figure label={t('home.runningOrders')} value={requested} to="/orders" />
      <Figure label={t('home.toShip')} value={toShip} to="/erp/sales-orders" />
      <Overdue />
      <Figure
        label={t('home.joint')}
        value={systems ? t(person > 0 ? 'home.jointTrouble' : way > 0 ? 'home.jointBusy' : 'home.jointCalm') : '…'}
        note={person > 0 ? t('home.cases', { count: person }) : t('home.onItsWay', { number: decimal(String(way)) })}
        to={person > 0 ? '/joint/inbox' : '/joint'}
        tone={person > 0 ? 'danger' : 'success'}
      />
    </Figures>
  )
}

/** A list answers a page at a time: what is more than a page is "100+". */
function useCount({ data }: { data: { readonly items: readonly unknown[]; readonly next: string | null } | undefined }): string {
  return data ? `${data.items.length}${data.next ? '+' : ''}` : '…'
}

interface ReceivablesRow {
  readonly currency: string
  readonly days1To30: string
  readonly days31To60: string
  readonly days61To90: string
  readonly over90: string
}

function Overdue() {
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
      {...(owed.length > 0 ? { tone: 'danger' as const } : {})}
    />
  )
}

/** What the joint could not deliver comes before everything else. */
function Undelivered() {
  const { t } = useWords()
  const { data } = useCauses()
  const count = data?.reduce((sum, cause) => sum + cause.count, 0) ?? 0
  if (count === 0) return null
  return (
    <Link to="/joint/inbox">
      <Alert type="warning" showIcon title={t('home.lookAtInbox', { count })} style={{ marginBlockEnd: 12 }} />
    </Link>
  )
}

function NextSteps({ today }: { today: string | undefined }) {
  const { t } = useWords()
  const soon: ListQuery = { filter: { state: 'sent' }, sort: 'validUntil', limit: 5 }
  const tasks: ListQuery = { filter: { kind: 'task', done: 'false' }, sort: 'dueDate', limit: 5 }
  const waiting: ListQuery = { filter: { state: 'confirmed', delivery: ['none', 'partial'] }, sort: 'requestedDate', limit: 5 }
  return (
    <div className="todos">
      <Todo
        title={t('home.tasks')}
        empty={t('home.noTasks')}
        type={crmType(activity)}
        query={tasks}
        text="subject"
        date="dueDate"
        customer="customer"
        today={today}
      />
      <Todo
        title={t('home.quotesOut')}
        empty={t('home.noQuotesOut')}
        type={crmType(quote)}
        query={soon}
        text="number"
        date="validUntil"
        customer="customer"
        today={today}
      />
      <Todo
        title={t('home.waitingToShip')}
        empty={t('home.nothingToShip')}
        type={erpType(salesOrder)}
        query={waiting}
        text="number"
        date="requestedDate"
        customer="party"
        today={today}
      />
    </div>
  )
}

/** For who sees this for the first time: the way of an order, each step a link to where it happens. */
function HowItWorks() {
  const { t } = useWords()
  const step = (at: number, to: ReactNode) => (
    <li>
      <Typography.Text strong>{at}. </Typography.Text>
      {to}
    </li>
  )
  return (
    <Flex vertical component="ol" className="how">
      {step(1, <Link to="/quotes/new">{t('home.how1')}</Link>)}
      {step(2, <Link to="/orders">{t('home.how2')}</Link>)}
      {step(3, <Link to="/erp/sales-orders">{t('home.how3')}</Link>)}
      {step(4, <Link to="/customers">{t('home.how4')}</Link>)}
      {step(5, <Link to="/joint/proof">{t('home.how5')}</Link>)}
    </Flex>
  )
}
