import { goodsReceipt, goodsReceiptFields } from '@tandem/erp/definitions'
import { App, Form, Input } from 'antd'
import { useState } from 'react'
import { erpType, useSend } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DecimalInput } from '../lists/inputs.tsx'
import { EditModal } from '../parts/edit-modal.tsx'

const LINE = goodsReceiptFields.lines.of

/** Goods of one item came in: what waits for them is served, oldest first. */
export function ReceiveDialog({ item, unit, onClose }: { item: string; unit: string; onClose: () => void }) {
  const { t, label, unit: word } = useWords()
  const { message } = App.useApp()
  const sending = useSend(erpType(goodsReceipt))
  const [quantity, setQuantity] = useState<string | null>(null)
  const [unitCost, setUnitCost] = useState<string | null>(null)
  const [reference, setReference] = useState('')
  const receive = () => {
    const line = { item, quantity, unit, ...(unitCost === null ? {} : { unitCost }) }
    const onSuccess = () => {
      void message.success(t('erp.receivedNow'))
      onClose()
    }
    sending.mutate({ command: 'create', input: { lines: [line], ...(reference ? { reference } : {}) } }, { onSuccess })
  }
  return (
    <EditModal
      hasChanges={(quantity !== null || unitCost !== null || reference !== '') && !sending.isSuccess}
      error={sending.error}
      title={t('erp.receive')}
      okText={t('erp.receive')}
      okButtonProps={{ disabled: quantity === null }}
      confirmLoading={sending.isPending}
      onOk={receive}
      onClose={onClose}
    >
      <Form layout="vertical" component="div">
        <Form.Item label={label(LINE.quantity.label)} htmlFor="quantity" required>
          <DecimalInput
            id="quantity"
            label={label(LINE.quantity.label)}
            value={quantity}
            min="0"
            suffix={word(unit)}
            onChange={setQuantity}
          />
        </Form.Item>
        <Form.Item label={label(LINE.unitCost.label)} htmlFor="unitCost" extra={label(LINE.unitCost.help)}>
          <DecimalInput id="unitCost" label={label(LINE.unitCost.label)} value={unitCost} min="0" onChange={setUnitCost} />
        </Form.Item>
        <Form.Item label={label(goodsReceiptFields.reference.label)} htmlFor="reference">
          <Input id="reference" maxLength={200} value={reference} onChange={(event) => setReference(event.target.value)} />
        </Form.Item>
      </Form>
    </EditModal>
  )
}
