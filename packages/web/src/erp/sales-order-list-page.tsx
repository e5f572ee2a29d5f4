import { salesOrder } from '@tandem/erp/definitions'
import { erpType } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentList } from '../lists/document-list.tsx'
import { Page } from '../parts/page.tsx'
import { useNewDocument } from '../records/new-document.tsx'

const SALES_ORDERS = erpType(salesOrder)

export function SalesOrderListPage() {
  const { t } = useWords()
  const toNew = useNewDocument(SALES_ORDERS)
  return (
    <Page title={t('menu.salesOrders')} about={t('erp.salesOrdersAbout')} actions={toNew?.button}>
      <DocumentList
        type={SALES_ORDERS}
        columns={['number', 'party', 'state', 'delivery', 'invoicing', 'total', 'orderDate', 'requestedDate', 'origin']}
        filters={['state', 'delivery', 'invoicing', 'party', 'orderDate']}
        empty={{ text: t('erp.noSalesOrders'), action: toNew?.button }}
      />
      {toNew?.form}
    </Page>
  )
}
