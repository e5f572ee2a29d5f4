import { quote } from '@tandem/crm/definitions'
import type { Row } from '@tandem/kernel'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Button, Card, Tag } from 'antd'
import { crmType, useDocument } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentFacts } from '../lists/document-facts.tsx'
import { fieldColumns, linked } from '../lists/field-columns.tsx'
import type { RowColumn } from '../lists/rows.ts'
import { Section } from '../parts/figure.tsx'
import { QuoteTotals } from '../quotes/quote-totals.tsx'
import { PortalList } from './portal-list.tsx'
import { PortalPage, Shown } from './portal-page.tsx'
import { QuoteAnswer } from './quote-answer.tsx'
import { TradeLines } from './trade-lines.tsx'

export const QUOTES = crmType(quote)
type Quote = Row<typeof quote>
type Listed = Omit<Quote, 'lines'> & { readonly id: string }

const COLOURS = { sent: 'orange', accepted: 'green', declined: 'red', expired: 'default', superseded: 'default' } as const

/** How a quote stands, as its customer says it; drafts never come here. */
export function QuoteState({ state }: { state: Quote['state'] }) {
  const { t } = useWords()
  if (state === 'draft') return null
  return (
    <Tag color={COLOURS[state]} {...(COLOURS[state] === 'default' ? { variant: 'outlined' as const } : {})}>
      {t(`portal.quote.${state}`)}
    </Tag>
  )
}

export function useQuoteColumns(): RowColumn<Listed>[] {
  const words = useWords()
  const [number, ...rest] = fieldColumns<Listed>('crm', quote, ['number', 'quoteDate', 'validUntil', 'total'], words)
  const state: RowColumn<Listed> = {
    key: 'state',
    title: words.t('admin.state'),
    render: (row) => <QuoteState state={row.state} />,
    says: ({ state }) => (state === 'draft' ? null : words.t(`portal.quote.${state}`)),
  }
  return linked('crm', 'quote', [...(number ? [number] : []), state, ...rest])
}

export function QuoteListPage() {
  const { t } = useWords()
  return (
    <PortalPage title={t('menu.quotes')} about={t('portal.quotesAbout')}>
      <PortalList type={QUOTES} query={{ sort: '-quoteDate' }} columns={useQuoteColumns()} empty={t('portal.noQuotes')} />
    </PortalPage>
  )
}

export function QuotePage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useDocument(QUOTES, id)
  return <Shown query={found}>{(row) => <OneQuote row={row} />}</Shown>
}

const FACTS = ['revision', 'quoteDate', 'validUntil', 'requestedDate', 'customerReference', 'paymentTermDays', 'notes']

function OneQuote({ row }: { row: Quote }) {
  const { t, label, date } = useWords()
  return (
    <PortalPage title={`${label(quote.label)} ${row.number}`} beside={<QuoteState state={row.state} />}>
      {row.state === 'sent' && (
        <Alert type="info" showIcon style={{ marginBlockEnd: 12 }} title={t('portal.decide', { date: date(row.validUntil) })} />
      )}
      {row.state === 'sent' && <QuoteAnswer row={row} />}
      {row.order && (
        <Link to={`/orders/${row.order}`}>
          <Button type="primary" style={{ marginBlockEnd: 12 }}>
            {t('portal.becameOrder')}
          </Button>
        </Link>
      )}
      <Card size="small">
        <DocumentFacts side="crm" definition={quote} row={row} fields={FACTS} />
      </Card>
      <Section title={t('portal.lines')}>
        <TradeLines lines={row.lines} currency={row.currency} />
        <QuoteTotals totals={row} currency={row.currency} />
      </Section>
    </PortalPage>
  )
}
