import { item } from '@tandem/erp/definitions'
import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { type AnyRow, erpType } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentList } from '../lists/document-list.tsx'
import { Section } from '../parts/figure.tsx'
import { May } from '../parts/may.tsx'
import { Page } from '../parts/page.tsx'
import { useNewDocument } from '../records/new-document.tsx'
import { RecordCommands } from '../records/record-commands.tsx'
import { ItemStock, StockCell } from './item-stock.tsx'
import { ReceiveDialog } from './receive-dialog.tsx'
import { DocumentPage } from './simple-pages.tsx'

const ITEMS = erpType(item)

export function ItemListPage() {
  const { t } = useWords()
  const toNew = useNewDocument(ITEMS)
  return (
    <Page title={t('erp.itemsAndStock')} about={t('erp.itemsAbout')} actions={toNew?.button}>
      <DocumentList
        type={ITEMS}
        sort="code"
        columns={['name', 'code', 'type', 'category', 'standardCost', 'leadTimeDays', 'status']}
        filters={['type', 'status']}
        extra={[
          { title: t('erp.onHand'), align: 'end', render: (row) => <StockCell row={row} part="onHand" /> },
          { title: t('erp.available'), align: 'end', render: (row) => <StockCell row={row} part="available" /> },
        ]}
        empty={{ text: t('erp.noItems'), action: toNew?.button }}
      />
      {toNew?.form}
    </Page>
  )
}

const FACTS = [
  'code',
  'name',
  'nameZh',
  'type',
  'unit',
  'category',
  'taxRate',
  'barcode',
  'standardCost',
  'leadTimeDays',
  'status',
]

export function ItemPage() {
  const { t } = useWords()
  const { id } = useParams({ from: '/erp/items/$id' })
  return (
    <DocumentPage
      type={ITEMS}
      id={id}
      about={t('erp.itemAbout')}
      facts={FACTS}
      actions={(row) => (
        <>
          {row.type !== 'service' && (
            <May right="erp.goods-receipt.create">
              <Receive row={row} />
            </May>
          )}
          <RecordCommands type={ITEMS} row={row} />
        </>
      )}
    >
      {(row) => (
        <>
          <OtherUnits row={row} />
          <ItemStock row={row} />
        </>
      )}
    </DocumentPage>
  )
}

/** `1 box = 10 pcs`; a factor that is no decimal number stays a fraction, `3 roll = 10 m`. */
function OtherUnits({ row }: { row: AnyRow }) {
  const { label, quantity } = useWords()
  const units = (row.units ?? []) as readonly { unit: string; numerator: string; denominator: string }[]
  if (units.length === 0) return null
  return (
    <Section title={label(item.fields.units.label)}>
      {units.map(({ unit, numerator, denominator }) => (
        <div key={unit}>
          {quantity(denominator, unit)} = {quantity(numerator, String(row.unit))}
        </div>
      ))}
    </Section>
  )
}

function Receive({ row }: { row: AnyRow }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('erp.receive')}
      </Button>
      {open && <ReceiveDialog item={row.id} unit={String(row.unit)} onClose={() => setOpen(false)} />}
    </>
  )
}
