import { newPaymentFields, payment } from '@tandem/erp/definitions'
import { App, AutoComplete, Form, Input } from 'antd'
import { useState } from 'react'
import { erpType, useSend } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DecimalInput } from '../lists/inputs.tsx'
import { EditModal } from '../parts/edit-modal.tsx'

interface RecordPaymentProps {
  readonly party: string
  readonly currency: string
  /** What is open: most payments are for all of it. */
  readonly amount: string
  /** The invoice it pays; without one the oldest due are paid first. */
  readonly invoice?: string
  readonly onClose: () => void
}

/** Money came in: how much, how, and what the bank statement calls it. */
export function RecordPayment({ party, currency, amount, invoice, onClose }: RecordPaymentProps) {
  const { t, label, money } = useWords()
  const { message } = App.useApp()
  const sending = useSend(erpType(payment))
  const [paid, setPaid] = useState<string | null>(amount)
  const [method, setMethod] = useState(t('erp.transfer'))
  const [reference, setReference] = useState('')
  const record = () => {
    const allocations = invoice === undefined ? {} : { allocations: [{ invoice, amount: paid }] }
    const input = { party, currency, amount: paid, method, ...(reference ? { reference } : {}), ...allocations }
    const onSuccess = () => {
      void message.success(t('erp.paymentRecorded'))
      onClose()
    }
    sending.mutate({ command: 'create', input }, { onSuccess })
  }
  return (
    <EditModal
      hasChanges={(paid !== amount || reference !== '') && !sending.isSuccess}
      error={sending.error}
      title={t('erp.recordPayment')}
      okText={t('erp.recordPayment')}
      okButtonProps={{ disabled: paid === null }}
      confirmLoading={sending.isPending}
      onOk={record}
      onClose={onClose}
    >
      <Form layout="vertical" component="div">
        <Form.Item
          label={label(newPaymentFields.amount.label)}
          htmlFor="amount"
          extra={t('erp.openNow', { amount: money(amount, currency) })}
        >
          <DecimalInput
            id="amount"
            label={label(newPaymentFields.amount.label)}
            value={paid}
            suffix={currency}
            onChange={setPaid}
          />
        </Form.Item>
        <Form.Item label={label(newPaymentFields.method.label)} htmlFor="method">
          <AutoComplete
            id="method"
            value={method}
            onChange={setMethod}
            options={[t('erp.transfer'), t('erp.cash'), t('erp.card')].map((value) => ({ value }))}
          />
        </Form.Item>
        <Form.Item label={label(newPaymentFields.reference.label)} htmlFor="reference">
          <Input id="reference" maxLength={100} value={reference} onChange={(event) => setReference(event.target.value)} />
        </Form.Item>
      </Form>
    </EditModal>
  )
}
