import { customer, invoice } from '@tandem/crm/definitions'
import { Decimal, type Row } from '@tandem/kernel'
import { Link, useParams } from '@tanstack/react-router'
import { Card, Tag } from 'antd'
import { crmType, useAnswer, useDocument, useList } from '../api/documents.ts'
import { usePlatform } from '../api/platform.ts'
import type { Balance, StoryInvoice } from '../customers/story.ts'
import { useWords, type Words } from '../i18n/use-words.ts'
import { DocumentFacts, DocumentLines } from '../lists/document-facts.tsx'
import { fieldColumns } from '../lists/field-columns.tsx'
import type { RowColumn } from '../lists/rows.ts'
import { Figure, Figures, Section } from '../parts/figure.tsx'
import { QuoteTotals } from '../quotes/quote-totals.tsx'
import { PortalList } from './portal-list.tsx'
import { PortalPage, Shown } from './portal-page.tsx'

export const INVOICES = crmType(invoice)
type Invoice = Row<typeof invoice>
type Listed = Pick<Invoice, 'type' | 'total' | 'paid' | 'dueDate' | 'currency' | 'number'> & { readonly id: string }

export interface OpenInvoices {
  readonly balances: readonly Balance[]
  readonly invoices: readonly StoryInvoice[]
}

/** What the customer has still to pay: there is one customer they see. */
export function useOpenInvoices() {
  const { data } = useList(crmType(customer), { limit: 1 })
  const id = data?.items[0]?.id
  return useAnswer<OpenInvoices>('crm', 'open-invoices', { customer: id }, id !== undefined)
}

/** A credit note is nothing to be paid. */
function openOf({ type, total, paid }: Listed): string {
  return type === 'invoice' ? Decimal.of(total).minus(Decimal.of(paid)).toString() : '0'
}

function standingOf(row: Listed, today: string, { t, choice }: Words): { readonly text: string; readonly color?: string } {
  if (row.type !== 'invoice') return { text: choice(row.type) }
  if (openOf(row) === '0') return { text: t('portal.paid'), color: 'green' }
  return row.dueDate < today ? { text: t('customers.late'), color: 'red' } : { text: t('portal.open'), color: 'orange' }
}

function Standing({ row }: { row: Listed }) {
  const words = useWords()
  const today = usePlatform().data?.today ?? ''
  const { text, color } = standingOf(row, today, words)
  return color ? <Tag color={color}>{text}</Tag> : <Tag variant="outlined">{text}</Tag>
}

export function useInvoiceColumns(): RowColumn<Listed>[] {
  const words = useWords()
  const { t, money } = words
  const today = usePlatform().data?.today ?? ''
  return [
    {
      key: 'number',
      title: words.label(invoice.fields.number.label),
      render: ({ id, number }) => <Link to={`/invoices/${id}`}>{number}</Link>,
    },
    {
      key: 'state',
      title: t('admin.state'),
      render: (row) => <Standing row={row} />,
      says: (row) => standingOf(row, today, words).text,
    },
    ...fieldColumns<Listed>('crm', invoice, ['invoiceDate', 'dueDate', 'total'], words),
    {
      key: 'open',
      title: t('portal.open'),
      align: 'end',
      isEmpty: (row) => openOf(row) === '0',
      says: (row) => (openOf(row) === '0' ? null : { number: openOf(row), unit: row.currency }),
      render: (row) => <span className="number">{openOf(row) === '0' ? '–' : money(openOf(row), row.currency)}</span>,
    },
  ]
}

export function Balances({ balances }: { balances: readonly Balance[] }) {
  const { t, money } = useWords()
  const shown = balances.filter(({ open }) => open !== '0')
  if (shown.length === 0) return null
  return (
    <Figures>
      {shown.flatMap(({ currency, open, overdue }) => [
        <Figure key={`${currency} open`} label={t('portal.open')} value={money(open, currency)} to="/invoices" />,
        ...(overdue === '0'
          ? []
          : [<Figure key={`${currency} late`} label={t('portal.late')} value={money(overdue, currency)} tone="danger" />]),
      ])}
    </Figures>
  )
}

export function InvoiceListPage() {
  const { t } = useWords()
  const open = useOpenInvoices()
  return (
    <PortalPage title={t('menu.invoices')} about={t('portal.invoicesAbout')}>
      {open.data && <Balances balances={open.data.balances} />}
      <Section title={t('menu.invoices')}>
        <PortalList
          type={INVOICES}
          query={{ sort: '-invoiceDate' }}
          columns={useInvoiceColumns()}
          empty={t('portal.noInvoices')}
        />
      </Section>
    </PortalPage>
  )
}

export function InvoicePage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useDocument(INVOICES, id)
  return <Shown query={found}>{(row) => <OneInvoice row={row} />}</Shown>
}

function OneInvoice({ row }: { row: Invoice }) {
  const { t, choice, label, money } = useWords()
  const open = openOf(row)
  return (
    <PortalPage title={`${choice(row.type)} ${row.number}`} beside={<Standing row={row} />}>
      <Card size="small">
        <DocumentFacts side="crm" definition={invoice} row={row} fields={['invoiceDate', 'dueDate', 'order']} />
      </Card>
      <Section title={t('portal.lines')}>
        <DocumentLines
          side="crm"
          field={invoice.fields.lines}
          lines={row.lines}
          columns={['description', 'quantity', 'net', 'tax']}
          row={{ currency: row.currency }}
        />
        <QuoteTotals totals={row} currency={row.currency} />
        {row.type === 'invoice' && (
          <dl className="totals">
            <div>
              <dt>{label(invoice.fields.paid.label)}</dt>
              <dd className="number">{money(row.paid, row.currency)}</dd>
            </div>
            <div>
              <dt>{t('portal.open')}</dt>
              <dd className="number">
                <strong>{money(open, row.currency)}</strong>
              </dd>
            </div>
          </dl>
        )}
      </Section>
    </PortalPage>
  )
}
