import { Select } from 'antd'
import type { CSSProperties } from 'react'
import { usePeople } from '../api/record.ts'
import { useClearing } from '../parts/clearing.tsx'

interface PersonPickerProps {
  readonly id?: string
  readonly label: string
  /** A user name. */
  readonly value: string | null
  readonly placeholder?: string
  readonly onChange: (name: string | null) => void
  readonly style?: CSSProperties
}

/** One of the people of the company, found by their full name. Who is no colleague any more stands with their user name. */
export function PersonPicker({ id, label, value, placeholder, onChange, style }: PersonPickerProps) {
  const clearing = useClearing()
  const { data } = usePeople()
  return (
    <Select<string>
      {...(id ? { id } : {})}
      allowClear={clearing}
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={label}
      value={value === '' ? null : value}
      placeholder={placeholder ?? ''}
      options={(data?.items ?? []).map((person) => ({ value: person.id, label: person.fullName }))}
      onChange={(name: string | undefined) => onChange(name ?? null)}
      style={style ?? { width: '100%' }}
    />
  )
}
