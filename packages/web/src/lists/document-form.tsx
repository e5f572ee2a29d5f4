import type { Definition, Field, Fields } from '@tandem/kernel'
import { App, Checkbox, Form, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { ProblemFault } from '../api/client.ts'
import { type AnyRow, type DocumentType, useSend } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { DateInput, DecimalInput } from './inputs.tsx'
import { ReferencePicker } from './reference-picker.tsx'

type Given = Readonly<Record<string, unknown>>

interface DocumentFormProps {
  readonly type: DocumentType
  readonly title: string
  readonly command: string
  /** The document the command is on; absent for one that makes a new document. */
  readonly on?: { readonly id: string; readonly version: number } | undefined
  /** The command's input. */
  readonly input: Fields
  /** Which of its fields to ask for, in order. */
  readonly ask: readonly string[]
  /** What is known already; those not asked for are sent as they are. */
  readonly given?: Given
  /** Makes the command's input out of what was typed; left out: that is it. */
  readonly wrap?: (values: Given) => object
  readonly okText: string
  readonly done: string
  readonly onClose: () => void
  readonly onDone?: (row: AnyRow) => void
}

/** A small form for the input of one command, made from its fields; the server's words stand at the field they are about. */
export function DocumentForm(props: DocumentFormProps) {
  const { type, title, command, on, input, ask, given = {}, wrap = (values) => values, okText, done, onClose, onDone } = props
  const { message } = App.useApp()
  const [values, setValues] = useState<Given>(given)
  const sending = useSend(type)
  const submit = () =>
    sending.mutate(
      { ...(on ? { id: on.id, version: on.version } : {}), command, input: wrap(withoutEmpty(values, input)) },
      {
        onSuccess: (row) => {
          void message.success(done)
          onClose()
          onDone?.(row as AnyRow)
        },
      },
    )
  const errors = sending.error instanceof ProblemFault ? (sending.error.problem.errors ?? []) : []
  return (
    <Modal open title={title} okText={okText} confirmLoading={sending.isPending} onOk={submit} onCancel={onClose} destroyOnHidden>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Form layout="vertical" component="div">
          {ask.map((name, at) => {
            const field = input[name]
            return (
              field && (
                <FormField
                  key={name}
                  name={name}
                  field={field}
                  side={type.side}
                  definition={type.definition}
                  autoFocus={at === 0}
                  value={values[name]}
                  onChange={(value) => setValues({ ...values, [name]: value })}
                  error={errors.find(({ pointer }) => pointer === `/${name}`)?.detail}
                />
              )
            )
          })}
        </Form>
        <ProblemAlert error={sending.error} />
        <button type="submit" hidden />
      </form>
    </Modal>
  )
}

/** An optional field left empty is left out, so that the server's own default holds. */
function withoutEmpty(values: Given, fields: Fields): Given {
  const kept = Object.entries(values).filter(
    ([name, value]) => !(fields[name]?.optional && (value === null || value === undefined || value === '')),
  )
  return Object.fromEntries(kept)
}

interface FormFieldProps {
  readonly name: string
  readonly field: Field
  readonly side: DocumentType['side']
  readonly definition: Definition
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly error: string | undefined
  readonly autoFocus: boolean
}

function FormField(props: FormFieldProps) {
  const { name, field, value, onChange, error } = props
  const { label } = useWords()
  const text = label(field.label)
  if (field.kind === 'flag') {
    return (
      <Form.Item {...(field.help ? { extra: label(field.help) } : {})}>
        <Checkbox checked={value === true} onChange={(event) => onChange(event.target.checked)}>
          {text}
        </Checkbox>
      </Form.Item>
    )
  }
  return (
    <Form.Item
      label={text}
      htmlFor={name}
      required={!field.optional}
      validateStatus={error ? 'error' : ''}
      help={error ?? (field.help && label(field.help))}
    >
      <FieldInput {...props} />
    </Form.Item>
  )
}

function FieldInput({ name, field, side, value, onChange, autoFocus }: FormFieldProps) {
  const { label, choice } = useWords()
  const text = value === null || value === undefined ? null : String(value)
  switch (field.kind) {
    case 'choice':
      return (
        <Select
          id={name}
          value={text}
          onChange={onChange}
          options={field.of.map((one) => ({ value: one, label: choice(one) }))}
        />
      )
    case 'integer':
      return (
        <InputNumber
          id={name}
          precision={0}
          controls={false}
          value={value as number | null}
          onChange={(typed) => onChange(typed)}
          style={{ width: '100%' }}
        />
      )
    case 'amount':
    case 'price':
    case 'quantity':
    case 'percent':
      return <DecimalInput id={name} label={label(field.label)} value={text} onChange={onChange} />
    case 'date':
      return <DateInput id={name} value={text} onChange={onChange} style={{ width: '100%' }} />
    case 'reference':
      return <ReferencePicker id={name} side={side} name={field.to} value={text} onChange={onChange} />
    default: {
      const max = field.kind === 'text' ? field.max : undefined
      const common = { id: name, autoFocus, value: text ?? '', ...(max ? { maxLength: max } : {}) }
      return (max ?? 0) > 1000 ? (
        <Input.TextArea {...common} rows={3} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <Input {...common} onChange={(event) => onChange(event.target.value)} />
      )
    }
  }
}
