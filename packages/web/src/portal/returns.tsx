import { goodsReturn, type order } from '@tandem/crm/definitions'
import type { Row } from '@tandem/kernel'
import { crmType, useList } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { fieldColumns } from '../lists/field-columns.tsx'
import { RowList } from '../lists/row-list.tsx'
import { Section } from '../parts/figure.tsx'
import { ReturnFromOrder } from '../returns/returns-of.tsx'
import { Shown } from './portal-page.tsx'

type Return = Row<typeof goodsReturn>

const RETURNS = crmType(goodsReturn)
const MOST = 100
const COLUMNS = ['number', 'state', 'requestedDate', 'reason', 'answer', 'receivedDate', 'credited']

/** What the customer sends back of an order, what was answered and what came of it; more is asked for here. */
export function ReturnsOfOrder({ row }: { row: Row<typeof order> }) {
  const words = useWords()
  const { t } = words
  const found = useList(RETURNS, { filter: { order: row.id }, sort: '-requestedDate', limit: MOST })
  const isShipped = row.progress.some(({ shipped }) => shipped !== '0')
  if (!isShipped) return null
  return (
    <Section title={t('returns.title')}>
      <Shown query={found}>
        {({ items }) => (
          <RowList
            rows={items}
            rowKey={({ id }) => id}
            columns={fieldColumns<Omit<Return, 'lines' | 'results' | 'credits'>>('crm', goodsReturn, COLUMNS, words)}
            empty={t('portal.noReturns')}
          />
        )}
      </Shown>
      <div style={{ marginBlockStart: 8 }}>
        <ReturnFromOrder row={row} />
      </div>
    </Section>
  )
}
