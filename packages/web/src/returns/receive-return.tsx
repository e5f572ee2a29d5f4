import type { salesReturn } from '@tandem/erp/definitions'
import { Decimal, type Row } from '@tandem/kernel'
import { App, Button, Typography } from 'antd'
import { useState } from 'react'
import { type DocumentType, useSend } from '../api/documents.ts'
import { ChangedMeanwhile } from '../desk/changed-meanwhile.tsx'
import { useWords } from '../i18n/use-words.ts'
import { DecimalInput } from '../lists/inputs.tsx'
import { EditModal } from '../parts/edit-modal.tsx'
import { May } from '../parts/may.tsx'
import { QuantityLine } from './quantity-line.tsx'

type SalesReturn = Row<typeof salesReturn>

interface Came {
  readonly received: string | null
  readonly scrapped: string | null
}

/** Takes goods in, for who may, once the return is approved. */
export function ReceiveReturn({ type, row }: { type: DocumentType; row: SalesReturn }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <May right="erp.sales-return.receive">
      {row.state === 'approved' && (
        <Button type="primary" onClick={() => setOpen(true)}>
          {t('returns.receive')}
        </Button>
      )}
      {open && <ReceiveDialog type={type} row={row} onClose={() => setOpen(false)} />}
    </May>
  )
}

/** What came of each line, with what was approved as the usual answer, and what of it is scrapped. */
function ReceiveDialog({ type, row, onClose }: { type: DocumentType; row: SalesReturn; onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const { message } = App.useApp()
  const sending = useSend(type)
  const [begun, setBegun] = useState(row)
  const [came, setCame] = useState<ReadonlyMap<number, Came>>(allOf(row))
  const lines = [...came].map(([orderLineNumber, { received, scrapped }]) => {
    return { orderLineNumber, received: received ?? '0', scrapped: scrapped ?? '0' }
  })
  const receive = () =>
    sending.mutate(
      { id: row.id, command: 'receive', input: { lines }, version: begun.version },
      {
        onSuccess: () => {
          void message.success(t('returns.receivedNow'))
          onClose()
        },
      },
    )
  const isOutdated = row.version !== begun.version && !sending.isPending && !sending.isSuccess
  const differs = JSON.stringify([...came]) !== JSON.stringify([...allOf(begun)])
  return (
    <EditModal
      hasChanges={differs && !sending.isSuccess}
      error={sending.error}
      title={t('returns.receiveTitle', { number: row.number })}
      okText={t('returns.receive')}
      okButtonProps={{ disabled: isOutdated || lines.every(({ received }) => Decimal.of(received).isZero()) }}
      confirmLoading={sending.isPending}
      onOk={receive}
      onClose={onClose}
    >
      <Typography.Paragraph type="secondary">{t('returns.receiveAbout')}</Typography.Paragraph>
      {row.lines.map((line) => (
        <CameLine
          key={line.orderLineNumber}
          line={line}
          came={came.get(line.orderLineNumber) ?? { received: null, scrapped: null }}
          onChange={(given) => setCame(new Map(came).set(line.orderLineNumber, given))}
        />
      ))}
      {isOutdated && (
        <ChangedMeanwhile
          saved={{ document: 'erp/sales-return', id: row.id, since: begun.version }}
          onTakeTheirs={() => {
            setBegun(row)
            setCame(allOf(row))
          }}
          onKeepMine={() => setBegun(row)}
        />
      )}
    </EditModal>
  )
}

interface CameLineProps {
  readonly line: SalesReturn['lines'][number]
  readonly came: Came
  readonly onChange: (came: Came) => void
}

function CameLine({ line: { orderLineNumber, item, quantity, unit }, came, onChange }: CameLineProps) {
  const words = useWords()
  const { t } = words
  const input = (name: keyof Came, most: string) => (
    <span className="small">
      {t(`returns.${name}`)}
      <DecimalInput
        label={`${t(`returns.${name}`)} ${orderLineNumber}`}
        value={came[name]}
        min="0"
        max={most}
        suffix={words.unit(unit)}
        onChange={(value) => onChange({ ...came, [name]: value })}
        style={{ width: 120, display: 'flex' }}
      />
    </span>
  )
  return (
    <QuantityLine side="erp" item={item} about={t('returns.approved', { quantity: words.quantity(quantity, unit) })}>
      {input('received', quantity)}
      {input('scrapped', came.received ?? '0')}
    </QuantityLine>
  )
}

function allOf({ lines }: SalesReturn): Map<number, Came> {
  return new Map(lines.map(({ orderLineNumber, quantity }) => [orderLineNumber, { received: quantity, scrapped: '0' }]))
}
