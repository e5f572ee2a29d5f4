import { Select } from 'antd'
import { useState } from 'react'
import { useAnswer } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { usePaused } from '../lists/reference-picker.tsx'
import { useClearing } from '../parts/clearing.tsx'
import { kindLabel } from './words.ts'

interface RecordOption {
  readonly id: string
  readonly externalId: string | null
  readonly name: string
}

interface RecordPickerProps {
  readonly id: string
  readonly kind: string
  /** Chosen by this system's own id; null: by the joint's record. */
  readonly system: string | null
  readonly value: string | null
  /** What people call the present value, when the joint knows it. */
  readonly name: string | undefined
  readonly onChange: (id: string | null) => void
}

/** Finds what a document can name, by the beginning of its code, number or name. */
export function RecordPicker({ id, kind, system, value, name, onChange }: RecordPickerProps) {
  const clearing = useClearing()
  const { t, label } = useWords()
  const [typed, setTyped] = useState('')
  const [isOpen, setOpen] = useState(false)
  const q = usePaused(typed)
  const asked = { kind, ...(system ? { system } : {}), ...(q ? { q } : {}), limit: 20 }
  const { data = [], isFetching } = useAnswer<readonly RecordOption[]>('joint', 'record-options', asked, isOpen)
  const options = data.map((one) => ({ value: system ? (one.externalId ?? '') : one.id, label: one.name }))
  const present = value !== null && !options.some((option) => option.value === value) && !typed
  return (
    <Select
      id={id}
      allowClear={clearing}
      value={value}
      loading={isFetching}
      placeholder={t('lists.pick', { what: label(kindLabel(kind)) })}
      showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
      onOpenChange={setOpen}
      onChange={(chosen: string | undefined) => {
        setTyped('')
        onChange(chosen ?? null)
      }}
      notFoundContent={isFetching ? t('lists.searching') : t('lists.nothingFound')}
      options={present ? [{ value, label: name ?? value }, ...options] : options}
      style={{ width: '100%' }}
    />
  )
}
