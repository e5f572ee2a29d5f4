import { payment } from '@tandem/erp/definitions'
import { useParams } from '@tanstack/react-router'
import { erpType } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentList } from '../lists/document-list.tsx'
import { Page } from '../parts/page.tsx'
import { useNewDocument } from '../records/new-document.tsx'
import { CommandButton } from './command-button.tsx'
import { DocumentPage } from './simple-pages.tsx'

const PAYMENTS = erpType(payment)

export function PaymentListPage() {
  const { t } = useWords()
  const toNew = useNewDocument(PAYMENTS)
  return (
    <Page title={t('menu.payments')} about={t('erp.paymentsAbout')} actions={toNew?.button}>
      <DocumentList
        type={PAYMENTS}
        columns={['number', 'party', 'state', 'paymentDate', 'amount', 'allocated', 'method', 'reference']}
        filters={['state', 'party', 'paymentDate']}
        empty={{ text: t('erp.noPayments'), action: toNew?.button }}
      />
      {toNew?.form}
    </Page>
  )
}

export function PaymentPage() {
  const { t } = useWords()
  const { id } = useParams({ from: '/erp/payments/$id' })
  return (
    <DocumentPage
      type={PAYMENTS}
      id={id}
      about={t('erp.paymentsAbout')}
      facts={['party', 'paymentDate', 'amount', 'allocated', 'method', 'reference', 'reverses']}
      lines={{ allocations: ['lineNumber', 'invoice', 'amount'] }}
      actions={(row) =>
        row.state === 'posted' &&
        !row.reverses && (
          <CommandButton
            type={PAYMENTS}
            row={row}
            command="reverse"
            text={t('erp.reverse')}
            ask={t('erp.reverseAsk', { number: String(row.number) })}
            done={t('erp.reversedNow')}
            danger
          />
        )
      }
    />
  )
}
