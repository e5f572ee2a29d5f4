import { invoice, newInvoiceFields, salesOrder } from '@tandem/erp/definitions'
import { Decimal, type Row } from '@tandem/kernel'
import { App, Button, Flex } from 'antd'
import { useState } from 'react'
import { type AnyRow, type DocumentType, erpType, useList, useSend } from '../api/documents.ts'
import { useCustomFields } from '../custom/use-custom.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentForm } from '../lists/document-form.tsx'
import { May } from '../parts/may.tsx'
import { problemText } from '../parts/problem-alert.tsx'
import { CommandButton } from './command-button.tsx'
import { openOf } from './invoice-pages.tsx'
import { RecordPayment } from './record-payment.tsx'
import { ShipDialog } from './ship-dialog.tsx'

type SalesOrder = Row<typeof salesOrder>

const SALES_ORDERS = erpType(salesOrder)
const INVOICES = erpType(invoice) as unknown as DocumentType
const OWN = { custom: salesOrder.fields.custom } as const

/** What may be done next with a sales order; the most likely step stands out. */
export function SalesOrderActions({ row }: { row: SalesOrder }) {
  const { t } = useWords()
  const isConfirmed = row.state === 'confirmed'
  const toShip = isConfirmed && row.lines.some((line) => !line.isService && isLess(line.shipped, line.quantity))
  const toInvoice = isConfirmed && row.lines.some((line) => isLess(line.invoiced, line.isService ? line.quantity : line.shipped))
  const canCancel = row.state === 'draft' || (isConfirmed && row.delivery === 'none')
  const command = { type: SALES_ORDERS, row }
  return (
    <Flex gap={8} wrap>
      {row.state === 'draft' && (
        <CommandButton {...command} command="confirm" text={t('erp.confirm')} done={t('erp.confirmed')} primary />
      )}
      {toShip && (
        <May right="erp.shipment.create">
          <ShipButton row={row} />
        </May>
      )}
      {toInvoice && (
        <May right="erp.invoice.create">
          <InvoiceButton salesOrder={row.id} primary={!toShip} />
        </May>
      )}
      <May right="erp.payment.create">
        <PayButton row={row} primary={!toShip && !toInvoice} />
      </May>
      {(row.state === 'draft' || isConfirmed) && <OwnFields row={row} />}
      {toShip && <CommandButton {...command} command="reserve" text={t('erp.reserve')} done={t('erp.reserved')} />}
      {canCancel && (
        <CommandButton
          {...command}
          command="cancel"
          text={t('erp.cancel')}
          ask={t('erp.cancelAsk', { number: row.number })}
          done={t('erp.cancelledNow')}
          danger
        />
      )}
    </Flex>
  )
}

/** What the company has added to its orders, as long as an order may change. */
function OwnFields({ row }: { row: SalesOrder }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const isAny = Object.keys(useCustomFields(SALES_ORDERS as unknown as DocumentType)).length > 0
  if (!isAny) return null
  return (
    <May right="erp.sales-order.change">
      <Button onClick={() => setOpen(true)}>{t('customFields.fill')}</Button>
      {open && (
        <DocumentForm
          type={SALES_ORDERS as unknown as DocumentType}
          title={t('customFields.fill')}
          command="change"
          on={row as unknown as AnyRow}
          input={OWN}
          ask={[]}
          given={{ custom: row.custom }}
          okText={t('customFields.save')}
          done={t('customFields.saved')}
          onClose={() => setOpen(false)}
        />
      )}
    </May>
  )
}

function isLess(a: string, b: string): boolean {
  return Decimal.of(a).isLess(Decimal.of(b))
}

function ShipButton({ row }: { row: SalesOrder }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('erp.ship')}
      </Button>
      {open && <ShipDialog row={row} onClose={() => setOpen(false)} />}
    </>
  )
}

/** There while something of the order's invoices is open. A single one is what the payment is for; of several the oldest due. */
function PayButton({ row, primary }: { row: SalesOrder; primary: boolean }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const { data } = useList(erpType(invoice), { filter: { salesOrder: row.id, state: 'open', type: 'invoice' }, limit: 100 })
  const invoices = data?.items ?? []
  const owed = Decimal.sum(invoices.map((one) => Decimal.of(openOf(one))))
  const only = invoices.length === 1 && invoices[0] ? { invoice: invoices[0].id } : {}
  if (!owed.isPositive()) return null
  const payment = { party: row.party, currency: row.currency, amount: owed.toString(), ...only }
  return (
    <>
      <Button type={primary ? 'primary' : 'default'} onClick={() => setOpen(true)}>
        {t('erp.recordPayment')}
      </Button>
      {open && <RecordPayment {...payment} onClose={() => setOpen(false)} />}
    </>
  )
}

/** One press, where the company has added nothing to its invoices that would have to be said first. */
function InvoiceButton({ salesOrder: id, primary }: { salesOrder: string; primary: boolean }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const asks = Object.keys(useCustomFields(INVOICES)).length > 0
  if (!asks) return <InvoiceAtOnce salesOrder={id} primary={primary} />
  return (
    <>
      <Button type={primary ? 'primary' : 'default'} onClick={() => setOpen(true)}>
        {t('erp.invoice')}
      </Button>
      {open && (
        <DocumentForm
          type={INVOICES}
          title={t('erp.invoice')}
          command="create"
          input={newInvoiceFields}
          ask={['invoiceDate']}
          given={{ salesOrder: id }}
          okText={t('erp.invoice')}
          done={t('customFields.saved')}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

function InvoiceAtOnce({ salesOrder: id, primary }: { salesOrder: string; primary: boolean }) {
  const words = useWords()
  const { t } = words
  const { message } = App.useApp()
  const sending = useSend(erpType(invoice))
  const make = () =>
    sending.mutate(
      { command: 'create', input: { salesOrder: id } },
      {
        onSuccess: (row) => void message.success(t('erp.invoiced', { number: row.number })),
        onError: (error) => void message.error(problemText(error, words), 8),
      },
    )
  return (
    <Button type={primary ? 'primary' : 'default'} loading={sending.isPending} onClick={make}>
      {t('erp.invoice')}
    </Button>
  )
}
