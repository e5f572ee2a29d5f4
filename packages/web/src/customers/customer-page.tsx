import { customer } from '@tandem/crm/definitions'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Card, Tabs, Tag } from 'antd'
import { type AnyRow, crmType } from '../api/documents.ts'
import { RecordDesk } from '../desk/record-desk.tsx'
import { useWords } from '../i18n/use-words.ts'
import { DocumentFacts } from '../lists/document-facts.tsx'
import { MergeButton } from '../merging/merge-dialog.tsx'
import { MergedNotice } from '../merging/merged-notice.tsx'
import { Figure, Figures } from '../parts/figure.tsx'
import { May } from '../parts/may.tsx'
import { Loaded, Page } from '../parts/page.tsx'
import { StateTag } from '../parts/state-tag.tsx'
import { RecordCommands } from '../records/record-commands.tsx'
import { ReturnsOfCustomer } from '../returns/returns-of.tsx'
import { Activities } from './activities.tsx'
import { People } from './people.tsx'
import { type Balance, type CustomerStory, useStory } from './story.ts'
import { Invoices, Orders, Payments, Quotes } from './trade.tsx'
import { Worth } from './worth.tsx'

/** The customer's page: everything both sides know, as one story. */
export function CustomerPage() {
  const { id } = useParams({ from: '/customers/$id' })
  const story = useStory(id)
  return <Loaded query={story}>{(found) => <OneCustomer story={found} />}</Loaded>
}

const CUSTOMERS = crmType(customer)
const FACTS = ['code', 'type', 'taxNumber', 'phone', 'email', 'currency', 'paymentTermDays', 'creditLimit']

function OneCustomer({ story }: { story: CustomerStory }) {
  const { t } = useWords()
  const row = story.customer
  return (
    <Page
      title={row.name}
      beside={
        <>
          {row.status === 'archived' && <StateTag state="archived" />}
          {row.onHold && <Tag color="red">{t('customers.onHold')}</Tag>}
        </>
      }
      about={t('customers.pageAbout')}
      actions={
        <>
          {row.mergedInto === null && (
            <May right="crm.customer.merge">
              <MergeButton type={CUSTOMERS} row={{ ...row }} />
            </May>
          )}
          <May right="crm.quote.create">
            <Link to="/quotes/new" search={{ customer: row.id }}>
              <Button type="primary">{t('quotes.new')}</Button>
            </Link>
          </May>
          <RecordCommands type={crmType(customer)} row={row as unknown as AnyRow} />
        </>
      }
    >
      <MergedNotice type={CUSTOMERS} row={{ ...row }} />
      <Balances story={story} />
      <Card size="small" style={{ marginBlock: 16 }}>
        <DocumentFacts side="crm" definition={customer} row={row} fields={FACTS} />
      </Card>
      <Tabs items={useTabs(story)} />
      <RecordDesk type={crmType(customer)} id={row.id} />
    </Page>
  )
}

function Balances({
  story: {
    balances,
    orders,
    customer: { id: customerId },
  },
}: {
  story: CustomerStory
}) {
  const { t } = useWords()
  const running = orders.filter(({ state }) => state === 'requested' || state === 'placed').length
  return (
    <Figures>
      <Figure label={t('customers.runningOrders')} value={running} />
      <Worth customer={customerId} />
      {balances.map((balance) => (
        <MoneyFigures key={balance.currency} balance={balance} />
      ))}
      {balances.length === 0 && <Figure label={t('customers.invoiced')} value="–" note={t('customers.notInvoiced')} />}
    </Figures>
  )
}

function MoneyFigures({ balance }: { balance: Balance }) {
  const { t, money } = useWords()
  const show = (amount: string) => money(amount, balance.currency)
  const late = balance.overdue !== '0'
  return (
    <>
      <Figure label={t('customers.invoiced')} value={show(balance.invoiced)} />
      <Figure label={t('customers.paid')} value={show(balance.paid)} />
      <Figure label={t('customers.open')} value={show(balance.open)} />
      <Figure label={t('customers.overdue')} value={show(balance.overdue)} {...(late ? { tone: 'danger' as const } : {})} />
    </>
  )
}

function useTabs(story: CustomerStory) {
  const { t } = useWords()
  const named = (name: string, count: number) => (count > 0 ? `${name} (${count})` : name)
  return [
    {
      key: 'activities',
      label: named(t('customers.activities'), story.activities.length),
      children: <Activities story={story} />,
    },
    { key: 'orders', label: named(t('menu.orders'), story.orders.length), children: <Orders story={story} /> },
    { key: 'invoices', label: named(t('menu.invoices'), story.invoices.length), children: <Invoices story={story} /> },
    { key: 'payments', label: named(t('menu.payments'), story.payments.length), children: <Payments story={story} /> },
    {
      key: 'returns',
      label: named(t('returns.title'), story.returns.length),
      children: <ReturnsOfCustomer returns={story.returns} />,
    },
    { key: 'quotes', label: named(t('menu.quotes'), story.quotes.length), children: <Quotes story={story} /> },
    {
      key: 'people',
      label: named(t('customers.people'), story.contacts.length + story.addresses.length),
      children: <People story={story} />,
    },
  ]
}
