import { quote } from '@tandem/crm/definitions'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { crmType } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentList } from '../lists/document-list.tsx'
import { May } from '../parts/may.tsx'
import { Page } from '../parts/page.tsx'

const QUOTES = crmType(quote)

export function QuoteListPage() {
  const { t } = useWords()
  const toNew = (
    <May right="crm.quote.create">
      <Link to="/quotes/new">
        <Button type="primary">{t('quotes.new')}</Button>
      </Link>
    </May>
  )
  return (
    <Page title={t('menu.quotes')} about={t('quotes.about')} actions={toNew}>
      <DocumentList
        type={QUOTES}
        columns={['number', 'customer', 'state', 'total', 'quoteDate', 'validUntil', 'customerReference']}
        filters={['state', 'customer', 'quoteDate']}
        empty={{ text: t('quotes.empty'), action: toNew }}
      />
    </Page>
  )
}
