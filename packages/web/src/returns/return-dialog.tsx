import { goodsReturn } from '@tandem/crm/definitions'
import { Decimal } from '@tandem/kernel'
import { App, Button, Form, Input, Radio, Typography } from 'antd'
import { useState } from 'react'
import { type DocumentType, useSend } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DecimalInput } from '../lists/inputs.tsx'
import { EditModal } from '../parts/edit-modal.tsx'
import { QuantityLine } from './quantity-line.tsx'

/** A line of an order of which something may come back. */
export interface Returnable {
  readonly lineNumber: number
  readonly item: string
  readonly unit: string
  /** The most that may come back, as far as it is known here; the server knows more. */
  readonly most: string
}

interface ReturnDialogProps {
  /** The return of the side that asks. */
  readonly type: DocumentType
  /** What names the order in the command's input. */
  readonly of: Readonly<Record<string, string>>
  readonly number: string
  readonly lines: readonly Returnable[]
  readonly onClose: () => void
}

type Wish = 'refund' | 'replace'
const WISHES: readonly Wish[] = ['refund', 'replace']

/** The button that asks for goods of an order back, where something was shipped. */
export function ReturnButton(props: Omit<ReturnDialogProps, 'onClose'>) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  if (props.lines.length === 0) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('returns.ask')}</Button>
      {open && <ReturnDialog {...props} onClose={() => setOpen(false)} />}
    </>
  )
}

/** Which lines come back, why, and what the customer wants for it. */
export function ReturnDialog({ type, of, number, lines, onClose }: ReturnDialogProps) {
  const words = useWords()
  const { t } = words
  const { message } = App.useApp()
  const sending = useSend(type)
  const [quantities, setQuantities] = useState<ReadonlyMap<number, string | null>>(new Map())
  const [reason, setReason] = useState('')
  const [wish, setWish] = useState<Wish>('refund')
  const asked = [...quantities].flatMap(([orderLineNumber, quantity]) =>
    quantity !== null && Decimal.of(quantity).isPositive() ? [{ orderLineNumber, quantity }] : [],
  )
  const ask = () =>
    sending.mutate(
      { command: 'create', input: { ...of, reason: reason.trim(), wish, lines: asked } },
      {
        onSuccess: (made) => {
          void message.success(t('returns.askedNow', { number: String(made.number) }))
          onClose()
        },
      },
    )
  return (
    <EditModal
      hasChanges={(asked.length > 0 || reason !== '') && !sending.isSuccess}
      error={sending.error}
      title={t('returns.askTitle', { number })}
      okText={t('returns.ask')}
      okButtonProps={{ disabled: asked.length === 0 || reason.trim() === '' }}
      confirmLoading={sending.isPending}
      onOk={ask}
      onClose={onClose}
    >
      <Typography.Paragraph type="secondary">{t('returns.askAbout')}</Typography.Paragraph>
      {lines.map(({ lineNumber, item, unit, most }) => (
        <QuantityLine
          key={lineNumber}
          side={type.side}
          item={item}
          about={t(type.side === 'crm' ? 'returns.shipped' : 'returns.left', { quantity: words.quantity(most, unit) })}
        >
          <DecimalInput
            label={`${words.label(goodsReturn.fields.lines.of.quantity.label)} ${lineNumber}`}
            value={quantities.get(lineNumber) ?? null}
            min="0"
            max={most}
            suffix={words.unit(unit)}
            onChange={(quantity) => setQuantities(new Map(quantities).set(lineNumber, quantity))}
            style={{ width: 140, flex: 'none' }}
          />
        </QuantityLine>
      ))}
      <Why reason={reason} onReason={setReason} wish={wish} onWish={setWish} />
    </EditModal>
  )
}

interface WhyProps {
  readonly reason: string
  readonly onReason: (reason: string) => void
  readonly wish: Wish
  readonly onWish: (wish: Wish) => void
}

function Why({ reason, onReason, wish, onWish }: WhyProps) {
  const { t, label, choice } = useWords()
  return (
    <Form layout="vertical" component="div" style={{ marginBlockStart: 12 }}>
      <Form.Item label={label(goodsReturn.fields.reason.label)} htmlFor="reason" required>
        <Input.TextArea id="reason" rows={2} maxLength={400} value={reason} onChange={({ target }) => onReason(target.value)} />
      </Form.Item>
      <Form.Item label={t('returns.wanted')} style={{ marginBlockEnd: 0 }}>
        <Radio.Group
          value={wish}
          aria-label={t('returns.wanted')}
          onChange={({ target }) => onWish(target.value as Wish)}
          options={WISHES.map((value) => ({ value, label: choice(value) }))}
        />
      </Form.Item>
    </Form>
  )
}
