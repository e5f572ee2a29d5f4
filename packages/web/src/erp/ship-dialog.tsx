import { salesOrder, shipment, shipmentFields } from '@tandem/erp/definitions'
import { Decimal, type Row } from '@tandem/kernel'
import { App, Flex, Form, Input, Modal, Typography } from 'antd'
import { useState } from 'react'
import { erpType, useSend } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { ReferenceName } from '../lists/field-value.tsx'
import { DecimalInput } from '../lists/inputs.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'

type SalesOrder = Row<typeof salesOrder>
type Line = SalesOrder['lines'][number]

/** What still has to leave, with what is reserved as the usual answer; a part of it is fine. */
export function ShipDialog({ row, onClose }: { row: SalesOrder; onClose: () => void }) {
  const { t, label } = useWords()
  const { message } = App.useApp()
  const sending = useSend(erpType(shipment))
  const open = row.lines.filter((line) => !line.isService && restOf(line).isPositive())
  const [quantities, setQuantities] = useState<ReadonlyMap<number, string | null>>(
    new Map(open.map((line) => [line.lineNumber, line.reserved])),
  )
  const [carrier, setCarrier] = useState('')
  const [trackingNumber, setTrackingNumber] = useState('')
  const ship = () => {
    const lines = [...quantities].flatMap(([orderLineNumber, quantity]) =>
      quantity !== null && Decimal.of(quantity).isPositive() ? [{ orderLineNumber, quantity }] : [],
    )
    const how = { ...(carrier ? { carrier } : {}), ...(trackingNumber ? { trackingNumber } : {}) }
    const onSuccess = (made: { number: string }) => {
      void message.success(t('erp.shippedNow', { number: made.number }))
      onClose()
    }
    sending.mutate({ command: 'create', input: { salesOrder: row.id, lines, ...how } }, { onSuccess })
  }
  const isEmpty = [...quantities.values()].every((quantity) => quantity === null || !Decimal.of(quantity).isPositive())
  return (
    <Modal
      open
      title={t('erp.shipTitle', { number: row.number })}
      okText={t('erp.ship')}
      okButtonProps={{ disabled: isEmpty }}
      confirmLoading={sending.isPending}
      onOk={ship}
      onCancel={onClose}
    >
      <Typography.Paragraph type="secondary">{t('erp.shipAbout')}</Typography.Paragraph>
      {open.map((line) => (
        <ShipLine
          key={line.lineNumber}
          line={line}
          quantity={quantities.get(line.lineNumber) ?? null}
          onChange={(quantity) => setQuantities(new Map(quantities).set(line.lineNumber, quantity))}
        />
      ))}
      <Form layout="vertical" component="div" style={{ marginBlockStart: 12 }}>
        <Form.Item label={label(shipmentFields.carrier.label)} htmlFor="carrier">
          <Input id="carrier" maxLength={100} value={carrier} onChange={(event) => setCarrier(event.target.value)} />
        </Form.Item>
        <Form.Item label={label(shipmentFields.trackingNumber.label)} htmlFor="tracking">
          <Input
            id="tracking"
            maxLength={100}
            value={trackingNumber}
            onChange={(event) => setTrackingNumber(event.target.value)}
          />
        </Form.Item>
      </Form>
      <ProblemAlert error={sending.error} />
    </Modal>
  )
}

function ShipLine({
  line,
  quantity: typed,
  onChange,
}: {
  line: Line
  quantity: string | null
  onChange: (quantity: string | null) => void
}) {
  const { t, label, quantity, unit } = useWords()
  const rest = restOf(line).toString()
  return (
    <Flex gap={12} align="start" justify="space-between" style={{ marginBlockEnd: 8 }}>
      <div style={{ minWidth: 0 }}>
        <ReferenceName side="erp" name="item" id={line.item} link={false} />
        <div className="small">
          {t('erp.restAndReserved', { rest: quantity(rest, line.unit), reserved: quantity(line.reserved, line.unit) })}
        </div>
      </div>
      <DecimalInput
        label={`${label(salesOrder.fields.lines.of.quantity.label)} ${line.lineNumber}`}
        value={typed}
        min="0"
        max={rest}
        suffix={unit(line.unit)}
        onChange={onChange}
        style={{ width: 140, flex: 'none' }}
      />
    </Flex>
  )
}

function restOf(line: Line): Decimal {
  return Decimal.of(line.quantity).minus(Decimal.of(line.shipped))
}
