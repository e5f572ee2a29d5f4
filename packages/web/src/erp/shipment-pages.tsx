import { shipment } from '@tandem/erp/definitions'
import { useParams } from '@tanstack/react-router'
import { erpType } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentList } from '../lists/document-list.tsx'
import { Page } from '../parts/page.tsx'
import { CommandButton } from './command-button.tsx'
import { DocumentPage } from './simple-pages.tsx'

const SHIPMENTS = erpType(shipment)

export function ShipmentListPage() {
  const { t } = useWords()
  return (
    <Page title={t('menu.shipments')} about={t('erp.shipmentsAbout')}>
      <DocumentList
        type={SHIPMENTS}
        columns={['number', 'party', 'state', 'salesOrder', 'shippedDate', 'deliveredDate', 'carrier', 'trackingNumber']}
        filters={['state', 'party', 'shippedDate']}
        empty={{ text: t('erp.noShipments') }}
      />
    </Page>
  )
}

export function ShipmentPage() {
  const { t } = useWords()
  const { id } = useParams({ from: '/erp/shipments/$id' })
  return (
    <DocumentPage
      type={SHIPMENTS}
      id={id}
      about={t('erp.shipmentsAbout')}
      facts={['party', 'salesOrder', 'shippedDate', 'deliveredDate', 'carrier', 'trackingNumber', 'cost']}
      lines={{ lines: ['lineNumber', 'orderLineNumber', 'item', 'quantity', 'warehouse', 'cost'] }}
      actions={(row) =>
        row.state === 'shipped' && (
          <CommandButton type={SHIPMENTS} row={row} command="deliver" text={t('erp.deliver')} done={t('erp.delivered')} primary />
        )
      }
    />
  )
}
