import { expectedReceipt } from '@tandem/erp/definitions'
import { Decimal } from '@tandem/kernel'
import { Typography } from 'antd'
import { erpType, useList } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { fieldColumns } from '../lists/field-columns.tsx'
import { RowList } from '../lists/row-list.tsx'
import { Figure, Figures, Section } from '../parts/figure.tsx'
import { useStock } from './stock.ts'

type Row = Readonly<Record<string, unknown>> & { readonly id: string }

/** How many there are, in a cell of the list. Nothing for services: they are not kept. */
export function StockCell({ row, part }: { row: Row; part: 'onHand' | 'available' }) {
  return row.type === 'service' ? null : <Stock item={row.id} unit={String(row.unit)} part={part} />
}

function Stock({ item, unit, part }: { item: string; unit: string; part: 'onHand' | 'available' }) {
  const { quantity } = useWords()
  const { data } = useStock(item, unit)
  if (!data) return <span>…</span>
  const none = !Decimal.of(data[part]).isPositive()
  return (
    <Typography.Text className="number" {...(none ? { type: 'danger' as const } : {})}>
      {quantity(data[part], unit)}
    </Typography.Text>
  )
}

/** Stock of one item now, and what is on its way. */
export function ItemStock({ row }: { row: Row }) {
  const words = useWords()
  const { t, quantity, date } = words
  const unit = String(row.unit)
  const { data } = useStock(row.id, unit)
  const coming = useList(erpType(expectedReceipt), { filter: { item: row.id, state: 'open' }, sort: 'expectedDate', limit: 50 })
  if (row.type === 'service') return null
  return (
    <>
      <div style={{ marginBlockStart: 16 }}>
        <Figures>
          <Figure label={t('erp.onHand')} value={data ? quantity(data.onHand, unit) : '…'} />
          <Figure label={t('erp.available')} value={data ? quantity(data.available, unit) : '…'} note={t('erp.availableAbout')} />
          <Figure
            label={t('erp.promise')}
            value={data ? (data.date ? date(data.date) : '–') : '…'}
            note={t('erp.promiseAbout')}
          />
        </Figures>
      </div>
      <Section title={t('erp.coming')}>
        <RowList
          rows={coming.data?.items ?? []}
          rowKey={({ id }) => id}
          empty={t('erp.nothingComing')}
          columns={fieldColumns(
            'erp',
            expectedReceipt,
            ['expectedDate', 'quantity', 'received', 'warehouse', 'reference'],
            words,
          )}
        />
      </Section>
    </>
  )
}
