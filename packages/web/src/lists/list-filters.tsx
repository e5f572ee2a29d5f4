import type { Definition, Field } from '@tandem/kernel'
import { Button, Flex, Input, Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { Side } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DateInput } from './inputs.tsx'
import type { ListState } from './list-state.ts'
import { ReferencePicker } from './reference-picker.tsx'

const TYPING_PAUSE_MS = 300

interface ListFiltersProps {
  readonly side: Side
  readonly definition: Definition
  /** Fields to filter by; `state` when the document has states. */
  readonly filters: readonly string[]
  readonly state: ListState
  readonly onChange: (state: ListState) => void
}

/** The search box and the filters of a list, each made from its field. */
export function ListFilters({ side, definition, filters, state, onChange }: ListFiltersProps) {
  const { t } = useWords()
  const setFilter = (name: string, value: string | undefined) => {
    const { [name]: _, ...others } = state.f ?? {}
    onChange({ ...state, f: value ? { ...others, [name]: value } : others })
  }
  const filtered = Boolean(state.q) || Object.keys(state.f ?? {}).length > 0
  return (
    <Flex gap={8} wrap className="filters" role="search">
      <SearchBox value={state.q ?? ''} onChange={(q) => onChange({ ...state, q })} />
      {filters.map((name) => (
        <Filter key={name} side={side} definition={definition} name={name} filter={state.f ?? {}} onChange={setFilter} />
      ))}
      {filtered && (
        <Button type="link" onClick={() => onChange(state.sort ? { sort: state.sort } : {})}>
          {t('lists.clear')}
        </Button>
      )}
    </Flex>
  )
}

/** Asks the server when the person pauses, not at each letter. */
function SearchBox({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const { t } = useWords()
  const [typed, setTyped] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => setTyped(value), [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  const type = (text: string) => {
    setTyped(text)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => onChange(text.trim()), TYPING_PAUSE_MS)
  }
  return (
    <Input.Search
      allowClear
      value={typed}
      aria-label={t('lists.search')}
      placeholder={t('lists.search')}
      onChange={(event) => type(event.target.value)}
      onSearch={(text) => onChange(text.trim())}
      style={{ width: 260, maxWidth: '100%' }}
    />
  )
}

interface FilterProps {
  readonly side: Side
  readonly definition: Definition
  readonly name: string
  readonly filter: Readonly<Record<string, string>>
  readonly onChange: (name: string, value: string | undefined) => void
}

function Filter({ side, definition, name, filter, onChange }: FilterProps) {
  const { t, label, choice } = useWords()
  const field = fieldOf(definition, name)
  if (!field) return null
  if (field.kind === 'reference') {
    return (
      <ReferencePicker
        side={side}
        name={field.to}
        value={filter[name] ?? null}
        placeholder={label(field.label)}
        onChange={(id) => onChange(name, id ?? undefined)}
        style={{ width: 220 }}
      />
    )
  }
  if (field.kind === 'date') {
    return (
      <Flex gap={4} align="center">
        {(['from', 'to'] as const).map((bound) => (
          <DateInput
            key={bound}
            value={filter[`${name}[${bound}]`] ?? null}
            placeholder={t(`lists.${bound}`, { field: label(field.label) })}
            onChange={(date) => onChange(`${name}[${bound}]`, date ?? undefined)}
          />
        ))}
      </Flex>
    )
  }
  const values = field.kind === 'choice' ? field.of : ['true', 'false']
  return (
    <Select
      allowClear
      {...(field.kind === 'choice' ? { mode: 'multiple' as const } : {})}
      maxTagCount="responsive"
      value={(field.kind === 'choice' ? (filter[name]?.split(',') ?? []) : filter[name]) as never}
      placeholder={label(field.label)}
      aria-label={label(field.label)}
      onChange={(value: string | string[] | undefined) => onChange(name, Array.isArray(value) ? value.join(',') : value)}
      options={values.map((value) => ({
        value,
        label: field.kind === 'choice' ? choice(value) : t(value === 'true' ? 'lists.yes' : 'lists.no'),
      }))}
      style={{ minWidth: 150 }}
    />
  )
}

/** A field by name, `state` included. */
export function fieldOf(definition: Definition, name: string): Field | undefined {
  if (name === 'state' && definition.states) return { kind: 'choice', of: definition.states, label: STATE }
  if (name === 'createdAt') return { kind: 'instant', label: { en: 'Created', zh: '创建时间' } }
  if (name === 'updatedAt') return { kind: 'instant', label: { en: 'Changed', zh: '更新时间' } }
  return definition.fields[name]
}

const STATE = { en: 'State', zh: '状态' } as const
