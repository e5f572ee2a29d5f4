import { activity, type opportunity, quote } from '@tandem/crm/definitions'
import type { Row } from '@tandem/kernel'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { crmType, useList } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { fieldColumns, linked } from '../lists/field-columns.tsx'
import { RowList } from '../lists/row-list.tsx'
import { Section } from '../parts/figure.tsx'
import { May } from '../parts/may.tsx'
import { Loaded } from '../parts/page.tsx'

type Opportunity = Row<typeof opportunity>

const QUOTES = crmType(quote)
const ACTIVITIES = crmType(activity)
const SHOWN = 50

/** What was offered for it, and what is to be done next with its customer. */
export function OfOpportunity({ row }: { row: Opportunity }) {
  const { t } = useWords()
  return (
    <>
      <May right="crm.quote.read">
        <Section title={t('menu.quotes')}>
          <QuotesOf row={row} />
        </Section>
      </May>
      {row.customer && (
        <May right="crm.activity.read">
          <Section title={t('opportunities.next')}>
            <NextSteps customer={row.customer} />
          </Section>
        </May>
      )}
    </>
  )
}

function QuotesOf({ row }: { row: Opportunity }) {
  const words = useWords()
  const found = useList(QUOTES, { filter: { opportunity: row.id }, sort: '-quoteDate', limit: SHOWN })
  const columns = fieldColumns<Row<typeof quote>>('crm', quote, ['number', 'state', 'quoteDate', 'validUntil', 'total'], words)
  return (
    <Loaded query={found}>
      {({ items }) => (
        <RowList
          rows={items}
          rowKey={({ id }) => id}
          empty={words.t(row.customer ? 'opportunities.noQuotes' : 'opportunities.customerFirst')}
          action={<ToNewQuote row={row} />}
          columns={linked('crm', 'quote', columns)}
        />
      )}
    </Loaded>
  )
}

/** Quotes are for customers: a prospect becomes one first. */
export function ToNewQuote({ row: { id, customer, state } }: { row: Opportunity }) {
  const { t } = useWords()
  if (!customer || state === 'lost') return null
  return (
    <May right="crm.quote.create">
      <Link to="/quotes/new" search={{ customer, opportunity: id }}>
        <Button type="primary">{t('quotes.new')}</Button>
      </Link>
    </May>
  )
}

function NextSteps({ customer }: { customer: string }) {
  const words = useWords()
  const found = useList(ACTIVITIES, { filter: { customer, done: 'false' }, sort: 'dueDate', limit: SHOWN })
  const columns = fieldColumns<Row<typeof activity>>('crm', activity, ['subject', 'kind', 'dueDate', 'assignee'], words)
  return (
    <Loaded query={found}>
      {({ items }) => (
        <RowList
          rows={items}
          rowKey={({ id }) => id}
          empty={words.t('opportunities.nothingNext')}
          action={
            <Link to="/customers/$id" params={{ id: customer }}>
              <Button>{words.t('opportunities.toCustomer')}</Button>
            </Link>
          }
          columns={linked('crm', 'activity', columns)}
        />
      )}
    </Loaded>
  )
}
