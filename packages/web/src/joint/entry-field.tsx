import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Decimal, type Field, type Fields, isPlainDate } from '@tandem/kernel'
import { Button, Card, Checkbox, Flex, Form } from 'antd'
import { useWords } from '../i18n/use-words.ts'
import { ValueInput } from '../lists/field-input.tsx'
import { RecordPicker } from './record-picker.tsx'
import type { InboxDocument } from './use-inbox.ts'
import { valueText } from './words.ts'

interface EntryFieldProps {
  readonly id: string
  readonly field: Field
  readonly value: unknown
  /** What stands there, readable or not. */
  readonly said?: unknown
  readonly entry: { readonly system: string }
  readonly document: InboxDocument
  readonly onChange: (value: unknown) => void
}

/** One field of a document that is to be corrected. What cannot be read as it is stands beside the empty field. */
export function EntryField(props: EntryFieldProps) {
  const { id, field, value, said, onChange } = props
  const { t, label } = useWords()
  if (field.kind === 'lines') return <EntryLines {...props} of={field.of} />
  if (field.kind === 'flag') {
    return (
      <Form.Item>
        <Checkbox id={id} checked={value === true} onChange={(event) => onChange(event.target.checked)}>
          {label(field.label)}
        </Checkbox>
      </Form.Item>
    )
  }
  const isOdd = !isReadable(field, said)
  return (
    <Form.Item
      label={label(field.label)}
      htmlFor={id}
      required={!field.optional}
      {...(isOdd ? { help: t('running.editSays', { value: valueText(said) }), validateStatus: 'warning' as const } : {})}
    >
      <EntryInput {...props} />
    </Form.Item>
  )
}

/** Whether an input can show a value as it stands. */
function isReadable(field: Field, value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  switch (field.kind) {
    case 'choice':
      return field.of.includes(String(value))
    case 'integer':
      return Number.isSafeInteger(value)
    case 'date':
      return isPlainDate(value)
    case 'amount':
    case 'price':
    case 'quantity':
    case 'percent':
      return typeof value === 'string' && Decimal.parse(value) !== undefined
    default:
      return true
  }
}

function EntryInput({ id, field, value, entry, document, onChange }: EntryFieldProps) {
  const shown = isReadable(field, value) ? value : null
  if (field.kind !== 'reference') return <ValueInput name={id} field={field} value={shown} onChange={onChange} />
  const text = shown === null || shown === undefined ? null : String(shown)
  return (
    <RecordPicker
      id={id}
      kind={field.to}
      system={document.ids === 'system' ? entry.system : null}
      value={text}
      name={text === null ? undefined : document.names[`${field.to} ${text}`]}
      onChange={onChange}
    />
  )
}

type Line = Readonly<Record<string, unknown>>

/** Lines, a card each: changed, taken away, added. */
function EntryLines(props: EntryFieldProps & { readonly of: Fields }) {
  const { id, field, of, value, entry, document, onChange } = props
  const { t, label } = useWords()
  const lines: readonly Line[] = Array.isArray(value) ? value : []
  const change = (at: number, line: Line) => onChange(lines.map((one, i) => (i === at ? line : one)))
  return (
    <Form.Item label={label(field.label)}>
      <Flex vertical gap={8}>
        {lines.map((line, at) => (
          <Card
            key={at}
            size="small"
            title={t('running.editLine', { number: at + 1 })}
            extra={
              <Button
                size="small"
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('running.editRemoveLine', { number: at + 1 })}
                onClick={() => onChange(lines.filter((_, i) => i !== at))}
              />
            }
          >
            <div className="entry-line">
              {Object.entries(of).map(([name, inside]) => (
                <EntryField
                  key={name}
                  id={`${id}-${at}-${name}`}
                  field={inside}
                  value={line[name]}
                  said={line[name]}
                  entry={entry}
                  document={document}
                  onChange={(next) => change(at, { ...line, [name]: next })}
                />
              ))}
            </div>
          </Card>
        ))}
        <Button type="dashed" icon={<PlusOutlined />} onClick={() => onChange([...lines, emptyLine(of, lines.length)])}>
          {t('running.editAddLine')}
        </Button>
      </Flex>
    </Form.Item>
  )
}

/** The next line: a line says all its fields. */
function emptyLine(of: Fields, before: number): Line {
  const empty = Object.entries(of).map(([name, field]) => [name, field.kind === 'flag' ? false : null])
  return { ...Object.fromEntries(empty), ...('lineNumber' in of ? { lineNumber: before + 1 } : {}) }
}
