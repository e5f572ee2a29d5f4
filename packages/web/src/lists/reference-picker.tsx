import { Select, Typography } from 'antd'
import { type CSSProperties, useEffect, useState } from 'react'
import { type AnyRow, documents, type ListQuery, type Side, useList } from '../api/documents.ts'
import { useReferenced } from '../api/titles.ts'
import { useWords } from '../i18n/use-words.ts'
import { useClearing } from '../parts/clearing.tsx'
import { titleOf } from './title.ts'

const TYPING_PAUSE_MS = 200
const SHOWN = 20

interface ReferencePickerProps {
  readonly id?: string | undefined
  readonly side: Side
  /** The definition's name of what is to be picked. */
  readonly name: string
  readonly value: string | null
  readonly onChange: (id: string | null, row: AnyRow | null) => void
  readonly placeholder?: string
  readonly label?: string
  readonly filter?: ListQuery['filter']
  readonly autoFocus?: boolean
  readonly disabled?: boolean
  readonly invalid?: boolean
  readonly style?: CSSProperties
}

/** Finds a document by typing a part of its code or name; the server searches. */
export function ReferencePicker(props: ReferencePickerProps) {
  const clearing = useClearing()
  const { side, name, value, onChange, placeholder, label, filter, style } = props
  const { t, language, label: word } = useWords()
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(false)
  const q = usePaused(typed)
  const type = documents[side].get(name)
  if (!type) throw new RangeError(`no document ${side}/${name}`)
  const { definition } = type
  const { data, isFetching } = useList(
    type,
    { q, limit: SHOWN, sort: definition.title[0] ?? '-id', ...(filter ? { filter } : {}) },
    open,
  )
  const { data: chosen } = useReferenced(side, name, value)
  const found: readonly AnyRow[] = data?.items ?? []
  // Until its name is here, what was chosen is not shown by its id, which says nothing to anybody.
  const waiting = value && !chosen && !found.some(({ id }) => id === value) ? [{ value, label: '…' }] : []
  const shown = chosen && !found.some(({ id }) => id === chosen.id) && !typed ? [chosen, ...found] : found
  return (
    <Select
      allowClear={clearing}
      {...(props.id ? { id: props.id } : {})}
      autoFocus={props.autoFocus ?? false}
      disabled={props.disabled ?? false}
      status={props.invalid ? 'error' : ''}
      value={value}
      loading={isFetching}
      aria-label={label ?? placeholder ?? word(definition.label)}
      placeholder={placeholder ?? t('lists.pick', { what: word(definition.label) })}
      showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
      onOpenChange={setOpen}
      onChange={(id: string | undefined) => {
        setTyped('')
        onChange(id ?? null, shown.find((row) => row.id === id) ?? null)
      }}
      notFoundContent={isFetching ? t('lists.searching') : t('lists.nothingFound')}
      options={[...shown.map((row) => ({ value: row.id, label: titleOf(definition, row, language) })), ...waiting]}
      optionRender={({ data: option }) => <Typography.Text>{String(option.label)}</Typography.Text>}
      popupMatchSelectWidth={false}
      style={style ?? { width: '100%' }}
    />
  )
}

/** A text, once it has not changed for a moment. */
export function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text.trim()), TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}
