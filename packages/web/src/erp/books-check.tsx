import type { Label } from '@tandem/kernel'
import { Tag } from 'antd'
import { useAnswer } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { RowList } from '../lists/row-list.tsx'
import { Loaded } from '../parts/page.tsx'

interface Check {
  readonly name: string
  readonly label: Label
  readonly currency: string
  readonly ledger: string
  readonly documents: string
  readonly difference: string
}

interface Answer {
  readonly agrees: boolean
  readonly checks: readonly Check[]
  readonly rounding: readonly { currency: string; lines: number; exact: string; rounded: string; difference: string }[]
}

/** What must be equal in the books, compared: the ledger's sum beside the documents'. */
export function BooksCheck() {
  const { t, label, money, decimal } = useWords()
  const found = useAnswer<Answer>('erp', 'books-check', {})
  return (
    <Loaded query={found}>
      {({ checks, rounding }) => (
        <>
          <RowList
            rows={checks}
            rowKey={({ name, currency }) => name + currency}
            empty={t('erp.nothingPosted')}
            columns={[
              { key: 'label', title: t('erp.check'), render: (row) => label(row.label) },
              {
                key: 'ledger',
                title: t('erp.inLedger'),
                align: 'end',
                says: (row) => ({ number: row.ledger, unit: row.currency }),
                render: (row) => <Sum>{money(row.ledger, row.currency)}</Sum>,
              },
              {
                key: 'documents',
                title: t('erp.inDocuments'),
                align: 'end',
                says: (row) => ({ number: row.documents, unit: row.currency }),
                render: (row) => <Sum>{money(row.documents, row.currency)}</Sum>,
              },
              {
                key: 'difference',
                title: t('erp.difference'),
                align: 'end',
                says: (row) => ({ number: row.difference, unit: row.currency }),
                render: (row) => (
                  <Tag color={row.difference === '0' ? 'green' : 'red'}>{money(row.difference, row.currency)}</Tag>
                ),
              },
            ]}
          />
          {rounding.map((row) => (
            <p key={row.currency} className="small">
              {t('erp.rounding', {
                lines: decimal(String(row.lines)),
                exact: money(row.exact, row.currency),
                rounded: money(row.rounded, row.currency),
                difference: money(row.difference, row.currency),
              })}
            </p>
          ))}
        </>
      )}
    </Loaded>
  )
}

function Sum({ children }: { children: string }) {
  return <span className="number">{children}</span>
}
