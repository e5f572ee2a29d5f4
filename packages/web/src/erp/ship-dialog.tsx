import { salesOrder, shipment, shipmentFields } from '@tandem/erp/definitions'
import { Decimal, type Row } from '@tandem/kernel'
import { App, Flex, Form, Input, Typography } from 'antd'
import { useState } from 'react'
import { erpType, useSend } from '../api/documents.ts'
import { ChangedMeanwhile } from '../desk/changed-meanwhile.tsx'
import { useWords } from '../i18n/use-words.ts'
import { ReferenceName } from '../lists/field-value.tsx'
import { DecimalInput } from '../lists/inputs.tsx'
import { EditModal } from '../parts/edit-modal.tsx'

type SalesOrder = Row<typeof salesOrder>
type Line = SalesOrder['lines'][number]

/** What still has to leave, with what is reserved as the usual answer; a part of it is fine. */
export function ShipDialog({ row, onClose }: { row: SalesOrder; onClose: () => void }) {
  const { t } = useWords()
  const { message } = App.useApp()
  const sending = useSend(erpType(shipment))
  const { begun, setBegun, quantities, setQuantities, takeTheirs, differs } = useQuantities(row)
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
  const isOutdated = row.version !== begun.version && !sending.isPending && !sending.isSuccess
  const isEmpty = [...quantities.values()].every((quantity) => quantity === null || !Decimal.of(quantity).isPositive())
  return (
    <EditModal
      hasChanges={(differs || carrier + trackingNumber !== '') && !sending.isSuccess}
      error={sending.error}
      title={t('erp.shipTitle', { number: row.number })}
      okText={t('erp.ship')}
      okButtonProps={{ disabled: isEmpty || isOutdated }}
      confirmLoading={sending.isPending}
      onOk={ship}
      onClose={onClose}
    >
      <Typography.Paragraph type="secondary">{t('erp.shipAbout')}</Typography.Paragraph>
      {openOf(row).map((line) => (
        <ShipLine
          key={line.lineNumber}
          line={line}
          quantity={quantities.get(line.lineNumber) ?? null}
          onChange={(quantity) => setQuantities(new Map(quantities).set(line.lineNumber, quantity))}
        />
      ))}
      <How carrier={carrier} onCarrier={setCarrier} trackingNumber={trackingNumber} onTrackingNumber={setTrackingNumber} />
      {isOutdated && (
        <ChangedMeanwhile
          saved={{ document: 'erp/sales-order', id: row.id, since: begun.version }}
          onTakeTheirs={takeTheirs}
          onKeepMine={() => setBegun(row)}
        />
      )}
    </EditModal>
  )
}

interface HowProps {
  readonly carrier: string
  readonly onCarrier: (carrier: string) => void
  readonly trackingNumber: string
  readonly onTrackingNumber: (trackingNumber: string) => void
}

function How({ carrier, onCarrier, trackingNumber, onTrackingNumber }: HowProps) {
  const { label } = useWords()
  return (
    <Form layout="vertical" component="div" style={{ marginBlockStart: 12 }}>
      <Form.Item label={label(shipmentFields.carrier.label)} htmlFor="carrier">
        <Input id="carrier" maxLength={100} value={carrier} onChange={(event) => onCarrier(event.target.value)} />
      </Form.Item>
      <Form.Item label={label(shipmentFields.trackingNumber.label)} htmlFor="tracking">
        <Input id="tracking" maxLength={100} value={trackingNumber} onChange={(event) => onTrackingNumber(event.target.value)} />
      </Form.Item>
    </Form>
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

/** What is typed, beside the order that it began with. */
function useQuantities(row: SalesOrder) {
  const [begun, setBegun] = useState(row)
  const [quantities, setQuantities] = useState<ReadonlyMap<number, string | null>>(usualOf(row))
  const takeTheirs = () => {
    setBegun(row)
    setQuantities(usualOf(row))
  }
  const differs = [...usualOf(begun)].some(([line, quantity]) => quantities.get(line) !== quantity)
  return { begun, setBegun, quantities, setQuantities, takeTheirs, differs }
}

function openOf({ lines }: SalesOrder): Line[] {
  return lines.filter((line) => !line.isService && restOf(line).isPositive())
}

/** What is reserved leaves. */
function usualOf(row: SalesOrder): Map<number, string | null> {
  return new Map(openOf(row).map(({ lineNumber, reserved }) => [lineNumber, reserved]))
}

function restOf(line: Line): Decimal {
  return Decimal.of(line.quantity).minus(Decimal.of(line.shipped))
}
