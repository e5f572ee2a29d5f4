import { invoice, salesOrder } from '@tandem/erp/definitions'
import { Decimal, type Row } from '@tandem/kernel'
import { App, Button, Flex } from 'antd'
import { useState } from 'react'
import { erpType, useList, useSend } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { May } from '../parts/may.tsx'
import { problemText } from '../parts/problem-alert.tsx'
import { CommandButton } from './command-button.tsx'
import { openOf } from './invoice-pages.tsx'
import { RecordPayment } from './record-payment.tsx'
import { ShipDialog } from './ship-dialog.tsx'

type SalesOrder = Row<typeof salesOrder>

const SALES_ORDERS = erpType(salesOrder)

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

function InvoiceButton({ salesOrder: id, primary }: { salesOrder: string; primary: boolean }) {
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
