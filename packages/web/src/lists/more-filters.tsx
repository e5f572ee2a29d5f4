import { PlusOutlined } from '@ant-design/icons'
import type { Field } from '@tandem/kernel'
import { Button, Dropdown, Flex, Input } from 'antd'
import { useEffect, useState } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { useClearing } from '../parts/clearing.tsx'
import { DateInput, DecimalInput } from './inputs.tsx'

interface MoreFiltersProps {
  /** Those that do not stand there yet. */
  readonly others: readonly { readonly name: string; readonly title: string }[]
  readonly onAdd: (name: string) => void
}

/** Any column can become a filter. */
export function MoreFilters({ others, onAdd }: MoreFiltersProps) {
  const { t } = useWords()
  if (others.length === 0) return null
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: others.map(({ name, title }) => ({ key: name, label: title })),
        onClick: ({ key }) => onAdd(key),
        style: { maxHeight: 360, overflow: 'auto' },
      }}
    >
      <Button icon={<PlusOutlined />}>{t('tools.addFilter')}</Button>
    </Dropdown>
  )
}

interface BoundsProps {
  readonly name: string
  readonly field: Field
  readonly filter: Readonly<Record<string, string>>
  readonly onChange: (name: string, value: string | undefined) => void
}

/** From and to, of a date or a number. */
export function Bounds({ name, field, filter, onChange }: BoundsProps) {
  const { t, label } = useWords()
  return (
    <Flex gap={4} align="center">
      {(['from', 'to'] as const).map((bound) => {
        const key = `${name}[${bound}]`
        const text = t(`lists.${bound}`, { field: label(field.label) })
        const common = { value: filter[key] ?? null, placeholder: text, label: text }
        return field.kind === 'date' ? (
          <DateInput key={bound} {...common} onChange={(date) => onChange(key, date ?? undefined)} />
        ) : (
          <DecimalInput
            key={bound}
            {...common}
            style={{ width: 150 }}
            onChange={(number) => onChange(key, number ?? undefined)}
          />
        )
      })}
    </Flex>
  )
}

/** Texts are found by how they begin: that stays quick with any number of rows. */
export function TextFilter({ name, field, filter, onChange }: BoundsProps) {
  const { t, label } = useWords()
  const value = (filter[name] ?? '').replace(/\*$/, '')
  const text = t('tools.beginsWith', { field: label(field.label) })
  return <TypedFilter label={text} value={value} onDone={(typed) => onChange(name, typed === '' ? undefined : `${typed}*`)} />
}

interface TypedFilterProps {
  readonly label: string
  readonly value: string
  readonly onDone: (typed: string) => void
}

/** A filter that is typed, and holds once that is done. */
export function TypedFilter({ label, value, onDone }: TypedFilterProps) {
  const clearing = useClearing()
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  const done = () => onDone(typed.trim())
  return (
    <Input
      allowClear={clearing}
      value={typed}
      aria-label={label}
      placeholder={label}
      style={{ width: 200 }}
      onChange={(event) => setTyped(event.target.value)}
      onPressEnter={done}
      onBlur={done}
    />
  )
}
