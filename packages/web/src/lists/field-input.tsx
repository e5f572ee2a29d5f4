import type { Field } from '@tandem/kernel'
import { Checkbox, Input, InputNumber, Select } from 'antd'
import type { Side } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { useClearing } from '../parts/clearing.tsx'
import { choiceIn } from './choice-in.ts'
import { DateInput, DecimalInput, InstantInput } from './inputs.tsx'
import { PersonPicker } from './person-picker.tsx'
import { ReferencePicker } from './reference-picker.tsx'

interface ValueInputProps {
  readonly name: string
  readonly field: Field
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly autoFocus?: boolean
}

/** What is somebody's, by the name of its field: the server tells an input without the definition that it comes from. */
const OF_A_PERSON = /^(owner|assignee)$/

/** The input that fits a field; a reference is picked among the documents of that side, a person among the colleagues. */
export function FieldInput({ side, ...props }: ValueInputProps & { readonly side: Side }) {
  const { label } = useWords()
  const { name, field, value, onChange } = props
  if (field.kind === 'text' && OF_A_PERSON.test(name))
    return <PersonPicker id={name} label={label(field.label)} value={textOf(value)} onChange={onChange} />
  if (field.kind !== 'reference') return <ValueInput {...props} />
  return (
    <ReferencePicker id={name} label={label(field.label)} side={side} name={field.to} value={textOf(value)} onChange={onChange} />
  )
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value)
}

/** The input that fits a field that refers to nothing. */
export function ValueInput({ name, field, value, onChange, autoFocus = false }: ValueInputProps) {
  const clearing = useClearing()
  const words = useWords()
  const { label } = words
  const text = textOf(value)
  switch (field.kind) {
    case 'flag':
      return <Checkbox id={name} checked={value === true} onChange={(event) => onChange(event.target.checked)} />
    case 'choice':
      return (
        <Select
          id={name}
          value={text}
          allowClear={field.optional === true && clearing}
          onChange={(chosen) => onChange(chosen ?? null)}
          options={field.of.map((one) => ({ value: one, label: choiceIn(field, one, words) }))}
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
    case 'instant':
      return <InstantInput id={name} label={label(field.label)} value={text} onChange={onChange} style={{ width: '100%' }} />
    case 'date':
      return <DateInput id={name} label={label(field.label)} value={text} onChange={onChange} style={{ width: '100%' }} />
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
