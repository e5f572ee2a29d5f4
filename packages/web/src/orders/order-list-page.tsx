import { order } from '@tandem/crm/definitions'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { crmType } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentList } from '../lists/document-list.tsx'
import { Page } from '../parts/page.tsx'

const ORDERS = crmType(order)

export function OrderListPage() {
  const { t } = useWords()
  return (
    <Page title={t('menu.orders')} about={t('orders.about')}>
      <DocumentList
        type={ORDERS}
        columns={['number', 'customer', 'state', 'total', 'orderDate', 'requestedDate', 'erpNumber', 'customerReference']}
        filters={['state', 'customer', 'orderDate']}
        empty={{
          text: t('orders.empty'),
          action: (
            <Link to="/quotes">
              <Button type="primary">{t('menu.quotes')}</Button>
            </Link>
          ),
        }}
      />
    </Page>
  )
}
