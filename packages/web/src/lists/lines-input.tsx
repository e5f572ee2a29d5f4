import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import type { Fields } from '@tandem/kernel'
import { Button, Flex } from 'antd'
import { useRef } from 'react'
import type { Side } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { FieldInput } from './field-input.tsx'

type Line = Readonly<Record<string, unknown>>

interface LinesInputProps {
  readonly id: string
  readonly side: Side
  readonly fields: Fields
  readonly value: readonly Line[]
  readonly onChange: (lines: readonly Line[]) => void
}

/** The lines of a new document, a row each. */
export function LinesInput({ id, side, fields, value, onChange }: LinesInputProps) {
  const { t, label } = useWords()
  const keys = useKeys(value.length)
  const names = Object.keys(fields).filter((name) => fields[name]?.set !== 'by-us')
  const set = (at: number, name: string, given: unknown) =>
    onChange(value.map((line, one) => (one === at ? { ...line, [name]: given } : line)))
  return (
    <div className="lines-input">
      {value.map((line, at) => (
        <fieldset key={keys.of(at)} aria-label={t('record.line', { number: at + 1 })}>
          {names.map((name) => {
            const field = fields[name]
            const key = `${id}-${at}-${name}`
            return (
              field && (
                <label key={name} htmlFor={key}>
                  <span className="small">
                    {label(field.label)}
                    {field.optional ? '' : ' *'}
                  </span>
                  <FieldInput
                    name={key}
                    field={field}
                    side={side}
                    value={line[name]}
                    onChange={(given) => set(at, name, given)}
                  />
                </label>
              )
            )
          })}
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('record.removeLine', { number: at + 1 })}
            onClick={() => {
              keys.drop(at)
              onChange(value.filter((_, one) => one !== at))
            }}
          />
        </fieldset>
      ))}
      <Flex>
        <Button type="dashed" icon={<PlusOutlined />} onClick={() => onChange([...value, {}])}>
          {t('record.addLine')}
        </Button>
      </Flex>
    </div>
  )
}

/** A key for each line that stays its own when another is removed. */
function useKeys(count: number) {
  const keys = useRef<number[]>([])
  const next = useRef(0)
  while (keys.current.length < count) keys.current.push(next.current++)
  return {
    of: (at: number) => keys.current[at],
    drop: (at: number) => keys.current.splice(at, 1),
  }
}
