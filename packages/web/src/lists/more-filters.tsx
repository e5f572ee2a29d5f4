import { PlusOutlined } from '@ant-design/icons'
import type { Definition, Field } from '@tandem/kernel'
import { Button, Dropdown, Flex, Input } from 'antd'
import { useEffect, useState } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { useClearing } from '../parts/clearing.tsx'
import { possibleColumns } from './columns.ts'
import { isFiltered } from './fields.ts'
import { DateInput, DecimalInput } from './inputs.tsx'
import { useSeen } from './use-seen.ts'

interface MoreFiltersProps {
  readonly definition: Definition
  readonly shown: readonly string[]
  readonly onAdd: (name: string) => void
}

/** Any field can become a filter. */
export function MoreFilters({ definition, shown, onAdd }: MoreFiltersProps) {
  const { t, label } = useWords()
  const isSeen = useSeen()
  const others = possibleColumns(definition)
    .filter(isSeen)
    .filter(({ name, field }) => !shown.includes(name) && isFiltered(field))
  if (others.length === 0) return null
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: others.map(({ name, field }) => ({ key: name, label: label(field.label) })),
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
  const clearing = useClearing()
  const value = (filter[name] ?? '').replace(/\*$/, '')
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  const done = () => onChange(name, typed.trim() === '' ? undefined : `${typed.trim()}*`)
  const text = t('tools.beginsWith', { field: label(field.label) })
  return (
    <Input
      allowClear={clearing}
      value={typed}
      aria-label={text}
      placeholder={text}
      style={{ width: 200 }}
      onChange={(event) => setTyped(event.target.value)}
      onPressEnter={done}
      onBlur={done}
    />
  )
}
