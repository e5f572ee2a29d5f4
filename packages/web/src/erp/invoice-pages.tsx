import { creditFields, invoice } from '@tandem/erp/definitions'
import { Decimal } from '@tandem/kernel'
import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { type AnyRow, erpType } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentForm } from '../lists/document-form.tsx'
import { DocumentList } from '../lists/document-list.tsx'
import { May } from '../parts/may.tsx'
import { Page } from '../parts/page.tsx'
import { RecordPayment } from './record-payment.tsx'
import { DocumentPage } from './simple-pages.tsx'

const INVOICES = erpType(invoice)

export function InvoiceListPage() {
  const { t, money } = useWords()
  const open = {
    title: t('erp.open'),
    align: 'end' as const,
    render: (row: AnyRow) => <span className="number">{money(openOf(row), String(row.currency))}</span>,
  }
  return (
    <Page title={t('menu.invoices')} about={t('erp.invoicesAbout')}>
      <DocumentList
        type={INVOICES}
        columns={['number', 'party', 'state', 'type', 'invoiceDate', 'dueDate', 'total']}
        filters={['state', 'party', 'type', 'dueDate']}
        extra={[open]}
        empty={{ text: t('erp.noInvoices') }}
      />
    </Page>
  )
}

/** What is still to be paid of an invoice. */
export function openOf(row: Readonly<Record<string, unknown>>): string {
  return Decimal.of(String(row.total))
    .minus(Decimal.of(String(row.paid)))
    .toString()
}

const FACTS = [
  'party',
  'salesOrder',
  'creditedInvoice',
  'reason',
  'type',
  'invoiceDate',
  'dueDate',
  'net',
  'tax',
  'total',
  'paid',
  'credited',
]
const COLUMNS = ['lineNumber', 'item', 'description', 'quantity', 'unitPrice', 'discountPercent', 'taxRate', 'net', 'tax']

export function InvoicePage() {
  const { t } = useWords()
  const { id } = useParams({ from: '/erp/invoices/$id' })
  return (
    <DocumentPage
      type={INVOICES}
      id={id}
      about={t('erp.invoiceAbout')}
      facts={FACTS}
      lines={{ lines: COLUMNS, applications: ['invoice', 'amount'] }}
      actions={(row) => row.state === 'open' && row.type === 'invoice' && <InvoiceActions row={row} />}
    />
  )
}

function InvoiceActions({ row }: { row: AnyRow }) {
  const { t } = useWords()
  const [doing, setDoing] = useState<'pay' | 'credit'>()
  const close = () => setDoing(undefined)
  return (
    <>
      <May right="erp.payment.create">
        <Button type="primary" onClick={() => setDoing('pay')}>
          {t('erp.recordPayment')}
        </Button>
      </May>
      <May right="erp.invoice.credit">
        <Button onClick={() => setDoing('credit')}>{t('erp.credit')}</Button>
      </May>
      {doing === 'pay' && (
        <RecordPayment
          party={String(row.party)}
          currency={String(row.currency)}
          amount={openOf(row)}
          invoice={row.id}
          onClose={close}
        />
      )}
      {doing === 'credit' && (
        <DocumentForm
          type={INVOICES}
          title={t('erp.creditTitle', { number: String(row.number) })}
          command="credit"
          on={row}
          input={creditFields}
          ask={['reason']}
          okText={t('erp.credit')}
          done={t('erp.creditedNow')}
          onClose={close}
        />
      )}
    </>
  )
}
