import { customer } from '@tandem/crm/definitions'
import { useSearch } from '@tanstack/react-router'
import { crmType, useDocument } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { Loaded, Page } from '../parts/page.tsx'
import { QuoteEditor } from './quote-editor.tsx'
import { EMPTY_QUOTE } from './quote-form.ts'

export function NewQuotePage() {
  const { t } = useWords()
  const { customer: id, opportunity = null } = useSearch({ from: '/quotes/new' })
  const chosen = useDocument(crmType(customer), id)
  return (
    <Page title={t('quotes.new')} about={t('quotes.newAbout')}>
      {id === undefined ? (
        <QuoteEditor initial={EMPTY_QUOTE} />
      ) : (
        <Loaded query={chosen}>
          {(row) => <QuoteEditor initial={{ ...EMPTY_QUOTE, customer: row.id, opportunity, currency: row.currency }} />}
        </Loaded>
      )}
    </Page>
  )
}
