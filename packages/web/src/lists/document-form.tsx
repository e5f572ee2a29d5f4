import type { Field, Fields } from '@tandem/kernel'
import { App, Checkbox, Form, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { ProblemFault } from '../api/client.ts'
import { nameOf } from '../api/desk.ts'
import { type AnyRow, type DocumentType, fetchDocument, useSend } from '../api/documents.ts'
import { flattened, nested, useCustomFields, wholeInput } from '../custom/use-custom.ts'
import { useOfferUndo } from '../desk/offer-undo.tsx'
import { useWords } from '../i18n/use-words.ts'
import { SaveTrouble, useLeave } from '../parts/edit-modal.tsx'
import { problemText } from '../parts/problem-alert.tsx'
import { FieldInput } from './field-input.tsx'
import { LinesInput } from './lines-input.tsx'

type Given = Readonly<Record<string, unknown>>

interface DocumentFormProps {
  readonly type: DocumentType
  readonly title: string
  readonly command: string
  /** The document the command is on; absent for one that makes a new document. */
  readonly on?: { readonly id: string; readonly version: number } | undefined
  /** The command's input. */
  readonly input: Fields
  /** Which of its fields to ask for, in order, perhaps by what was typed; custom fields follow where the input takes any. */
  readonly ask: readonly string[] | ((values: Given) => readonly string[])
  /** What is known already; those not asked for are sent as they are. */
  readonly given?: Given
  /** Makes the command's input out of what was typed; left out: that is it. */
  readonly wrap?: (values: Given) => object
  readonly okText: string
  readonly done: string
  readonly onClose: () => void
  readonly onDone?: (row: AnyRow) => void
  /** The command that takes this one back; a change is taken back by itself. */
  readonly undo?: { readonly command: string; readonly input: object }
  /** Shown below the fields, from what is typed. */
  readonly beside?: (values: Given) => ReactNode
}

/** A small form for the input of one command, made from its fields; the server's words stand at the field they are about. */
export function DocumentForm({ input: own, ...props }: DocumentFormProps) {
  const { type, title, on, okText, onClose } = props
  const custom = useCustomFields(type)
  const input = wholeInput(own, custom)
  const form = useForm({ ...props, input })
  const asked = typeof props.ask === 'function' ? props.ask(form.values) : props.ask
  const more = own.custom?.kind === 'custom' ? Object.keys(custom) : []
  const ask = [...asked.filter((name) => own[name]?.kind !== 'custom'), ...more]
  const wide = ask.some((name) => input[name]?.kind === 'lines')
  return (
    <Modal
      open
      title={title}
      okText={okText}
      width={wide ? 860 : 520}
      confirmLoading={form.isSending}
      onOk={() => form.submit()}
      onCancel={form.leave}
      destroyOnHidden
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          form.submit()
        }}
      >
        <Form layout="vertical" component="div">
          {ask.map((name, at) => {
            const field = input[name]
            return (
              field &&
              field.set !== 'by-us' && (
                <FormField
                  key={name}
                  name={name}
                  field={field}
                  side={type.side}
                  autoFocus={at === 0}
                  value={form.values[name]}
                  onChange={(value) => form.set(name, value)}
                  error={form.errors.find(({ pointer }) => pointer === `/${name}`)?.detail}
                />
              )
            )
          })}
        </Form>
        {props.beside?.(form.values)}
        <SaveTrouble
          error={form.error}
          saved={on && { document: nameOf(type), id: on.id, since: form.since }}
          onTakeTheirs={onClose}
          onKeepMine={() => void form.submitOver()}
        />
        <button type="submit" hidden />
      </form>
    </Modal>
  )
}

function useForm(props: DocumentFormProps) {
  const { type, command, on, input, given = {}, wrap = (values: Given) => values, onClose, onDone } = props
  const tellDone = useTellDone(props)
  // What the document said when the form was opened stays what it is compared with, whatever the live feed brings.
  const [begun] = useState({ given: flattened(given), version: on?.version })
  const [values, setValues] = useState<Given>(begun.given)
  const sending = useSend(type)
  const hasChanges = JSON.stringify(values) !== JSON.stringify(begun.given)
  const leave = useLeave(hasChanges && !sending.isSuccess, onClose)
  const doneWith = (row: AnyRow) => {
    tellDone(row, begun.given, values)
    onClose()
    onDone?.(row)
  }
  // What opened the form may be gone once the command is done, so what follows is told by the promise; a refusal stands below.
  const submit = (version = begun.version) =>
    void sending
      .mutateAsync({
        ...(on ? { id: on.id, version } : {}),
        command,
        input: wrap(nested(toSend(values, command === 'change' ? begun.given : undefined, input))),
      })
      .then(
        (row) => doneWith(row as AnyRow),
        () => undefined,
      )
  const submitOver = async () => on && submit((await fetchDocument(type, on.id)).version)
  return {
    ...{ values, submit, submitOver, leave, error: sending.error, isSending: sending.isPending, since: begun.version ?? 0 },
    set: (name: string, value: unknown) => setValues({ ...values, [name]: value }),
    errors: errorsIn(sending.error),
  }
}

/** What is wrong with which field; a custom one is named by its code. */
function errorsIn(error: unknown): readonly { readonly pointer: string; readonly detail: string }[] {
  if (!(error instanceof ProblemFault)) return []
  const { code = '', detail = '', details, errors = [] } = error.problem
  return code.startsWith('custom/') ? [...errors, { pointer: `/custom.${String(details?.field)}`, detail }] : errors
}

/** Tells that it is done, with a way back where there is one: a command of its own, or what a change had found. */
function useTellDone({ type, command, on, input, wrap, done, undo }: DocumentFormProps) {
  const words = useWords()
  const { message } = App.useApp()
  const offerUndo = useOfferUndo()
  const taking = useSend(type)
  return ({ id, version }: AnyRow, before: Given, values: Given) => {
    const was = command === 'change' && on && !wrap ? nested(toSend(before, values, input)) : {}
    const back = undo ?? (Object.keys(was).length > 0 ? { command, input: was } : undefined)
    if (!back) return void message.success(done)
    const onError = (error: unknown) => void message.error(problemText(error, words), 8)
    offerUndo(done, () => void taking.mutateAsync({ id, version, ...back }).catch(onError))
  }
}

const isEmpty = (value: unknown) => value === null || value === undefined || value === ''

/**
 * An optional field left empty is left out, so that the server's own default holds. A change says only what was changed
 * here, so that it leaves alone what others changed; what was emptied is null.
 */
function toSend(values: Given, before: Given | undefined, fields: Fields): Given {
  // A box that must be said something of and was left alone says no.
  const unticked = before ? [] : Object.entries(fields).filter(([, { kind, optional }]) => kind === 'flag' && !optional)
  const entries = Object.entries({ ...Object.fromEntries(unticked.map(([name]) => [name, false])), ...values })
  if (!before) return Object.fromEntries(entries.filter(([name, value]) => !(fields[name]?.optional && isEmpty(value))))
  const differs = ([name, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(before[name]) && !(isEmpty(value) && isEmpty(before[name]))
  return Object.fromEntries(entries.filter(differs).map(([name, value]) => [name, isEmpty(value) ? null : value]))
}

interface FormFieldProps {
  readonly name: string
  readonly field: Field
  readonly side: DocumentType['side']
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly error: string | undefined
  readonly autoFocus: boolean
}

export function FormField(props: FormFieldProps) {
  const { name, field, side, value, onChange, error } = props
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
  const common = {
    required: !field.optional,
    ...(error ? { validateStatus: 'error' as const, help: error } : {}),
    ...(field.help ? { extra: label(field.help) } : {}),
  }
  if (field.kind === 'lines') {
    const lines = (value ?? []) as readonly Given[]
    return (
      <Form.Item label={text} {...common}>
        <LinesInput id={name} side={side} fields={field.of} value={lines} onChange={onChange} />
      </Form.Item>
    )
  }
  return (
    <Form.Item label={text} htmlFor={name} {...common}>
      <FieldInput {...props} />
    </Form.Item>
  )
}
