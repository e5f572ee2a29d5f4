import { quote } from '@tandem/crm/definitions'
import type { Row } from '@tandem/kernel'
import { useParams } from '@tanstack/react-router'
import { Card, Flex, Typography } from 'antd'
import { crmType, useDocument } from '../api/documents.ts'
import { useAvailability } from '../api/joint.ts'
import { useMay } from '../api/platform.ts'
import { RecordDesk } from '../desk/record-desk.tsx'
import { useWords } from '../i18n/use-words.ts'
import { DocumentFacts, DocumentLines } from '../lists/document-facts.tsx'
import { Section } from '../parts/figure.tsx'
import { Loaded, Page } from '../parts/page.tsx'
import { StateTag } from '../parts/state-tag.tsx'
import { BecomesOrder } from './becomes-order.tsx'
import { CreditState } from './credit-state.tsx'
import { Availability } from './line-live.tsx'
import { MarginText } from './margin-text.tsx'
import { QuoteActions } from './quote-actions.tsx'
import { QuoteEditor } from './quote-editor.tsx'
import { formOf } from './quote-form.ts'
import { QuoteTotals } from './quote-totals.tsx'
import { costKey, useCosts } from './use-costs.ts'

type Quote = Row<typeof quote>

export function QuotePage() {
  const { id } = useParams({ from: '/quotes/$id' })
  const found = useDocument(crmType(quote), id)
  return <Loaded query={found}>{(row) => <OneQuote row={row} />}</Loaded>
}

function OneQuote({ row }: { row: Quote }) {
  const { t, label } = useWords()
  const mayChange = useMay('crm.quote.change')
  const revision = row.revision > 1 ? ` · ${t('quotes.revision', { number: row.revision })}` : ''
  return (
    <Page
      title={`${label(quote.label)} ${row.number}${revision}`}
      beside={<StateTag state={row.state} />}
      about={t(`quotes.states.${row.state}`)}
      actions={<QuoteActions row={row} />}
    >
      {row.state === 'draft' && mayChange ? (
        <QuoteEditor key={row.id} initial={formOf(row)} saved={row} />
      ) : (
        <ReadQuote row={row} />
      )}
      <RecordDesk type={crmType(quote)} id={row.id} />
    </Page>
  )
}

const FACTS = [
  'customer',
  'contact',
  'opportunity',
  'quoteDate',
  'validUntil',
  'requestedDate',
  'customerReference',
  'shippingAddress',
  'paymentTermDays',
  'revisionOf',
  'declineReason',
  'notes',
]
const COLUMNS = ['lineNumber', 'item', 'description', 'quantity', 'unitPrice', 'discountPercent', 'taxRate', 'net']

function ReadQuote({ row }: { row: Quote }) {
  const { t, label } = useWords()
  const live = useLive(row)
  const costs = useCosts(row.lines, row.currency)
  const isOpen = row.state === 'sent'
  const beside = {
    title: t('quotes.live'),
    render: (line: Readonly<Record<string, unknown>>) => {
      const answer = live.get(Number(line.lineNumber))
      return answer ? (
        <Availability line={answer} unit={String(line.unit)} requestedDate={row.requestedDate} />
      ) : (
        <Typography.Text type="secondary">{t('quotes.asking')}</Typography.Text>
      )
    },
  }
  return (
    <>
      {row.order && <BecomesOrder id={row.order} />}
      <Card size="small">
        <DocumentFacts side="crm" definition={quote} row={row} fields={FACTS} />
      </Card>
      <Section title={label(quote.fields.lines.label)}>
        <DocumentLines
          side="crm"
          field={quote.fields.lines}
          lines={row.lines}
          columns={COLUMNS}
          row={row}
          extra={isOpen ? [beside] : []}
        />
      </Section>
      <Flex gap={16} wrap justify="space-between" style={{ marginBlockStart: 20 }}>
        <div style={{ flex: '1 1 300px' }}>
          {isOpen && <CreditState customer={row.customer} amount={row.total} currency={row.currency} />}
        </div>
        <div>
          <QuoteTotals totals={row} currency={row.currency} />
          <MarginText
            lines={row.lines.map((line) => ({ ...line, unitCost: costs.get(costKey(line)) }))}
            currency={row.currency}
          />
        </div>
      </Flex>
    </>
  )
}

/** What the ERP says of each line of an offer the customer is thinking about, by line number. */
function useLive({ state, lines, requestedDate }: Quote) {
  const asked = lines.map(({ item, quantity, unit }) => ({ item, quantity, unit, date: requestedDate }))
  const { data } = useAvailability(state === 'sent' ? asked : [])
  return new Map(data?.map((answer, at) => [lines[at]?.lineNumber ?? 0, answer]))
}
