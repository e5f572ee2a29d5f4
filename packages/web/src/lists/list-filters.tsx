import type { Definition, Field } from '@tandem/kernel'
import { Button, Flex, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Side } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { useClearing } from '../parts/clearing.tsx'
import { choiceIn } from './choice-in.ts'
import { possibleColumns } from './columns.ts'
import { fieldOf, isFiltered, isSignature } from './fields.ts'
import type { ListState } from './list-state.ts'
import { Bounds, MoreFilters, TextFilter } from './more-filters.tsx'
import { PersonPicker } from './person-picker.tsx'
import { ReferencePicker } from './reference-picker.tsx'
import { SearchBox } from './search-box.tsx'
import { useSeen } from './use-seen.ts'

/** Shorter than the pause between two keys: who stops has the answer under way. */
export const TYPING_PAUSE_MS = 30

interface ListFiltersProps {
  readonly side: Side
  readonly definition: Definition
  /** Fields to filter by; `state` when the document has states. */
  readonly filters: readonly string[]
  /** Fields that are settled here: nothing to filter by. */
  readonly held: readonly string[]
  readonly state: ListState
  readonly onChange: (state: ListState) => void
  /** On a phone only the search box, until somebody asks for the rest. */
  readonly isFolded: boolean
  /** The button that asks for it. */
  readonly unfold: ReactNode
}

/** The search box and the filters of a list, each made from its field. */
export function ListFilters({ side, definition, filters, held, state, onChange, isFolded, unfold }: ListFiltersProps) {
  const { t, label } = useWords()
  const isSeen = useSeen()
  const othersThan = (shown: readonly string[]) =>
    possibleColumns(definition)
      .filter(isSeen)
      .filter(({ name, field }) => !shown.includes(name) && isFiltered(field))
      .map(({ name, field }) => ({ name, title: label(field.label) }))
  const setFilter = (name: string, value: string | undefined) => {
    const { [name]: _, ...others } = state.f ?? {}
    onChange({ ...state, f: value ? { ...others, [name]: value } : others })
  }
  const [added, setAdded] = useState<readonly string[]>([])
  const used = Object.keys(state.f ?? {}).map((name) => name.split('[')[0] as string)
  const all = [...new Set([...filters, ...used, ...added])]
  const filtered = Boolean(state.q) || used.length > 0
  const clear = () => {
    const { q: _, f: __, ...rest } = state
    setAdded([])
    onChange(rest)
  }
  return (
    <Flex gap={8} wrap role="search" className="list-filters">
      <SearchBox
        label={t('lists.search')}
        pauseMs={TYPING_PAUSE_MS}
        value={state.q ?? ''}
        onChange={(q) => onChange({ ...state, q })}
      />
      {unfold}
      {(isFolded ? [] : all).map((name) => (
        <Filter key={name} side={side} definition={definition} name={name} filter={state.f ?? {}} onChange={setFilter} />
      ))}
      {!isFolded && <MoreFilters others={othersThan([...all, ...held])} onAdd={(name) => setAdded([...added, name])} />}
      {filtered && (
        <Button type="link" onClick={clear}>
          {t('lists.clear')}
        </Button>
      )}
    </Flex>
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
  const clearing = useClearing()
  const words = useWords()
  const { t, label } = words
  const field = fieldOf(definition, name)
  if (!field || !isFiltered(field)) return null
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
  if (BOUNDED.has(field.kind)) return <Bounds name={name} field={field} filter={filter} onChange={onChange} />
  if (isSignature(field)) {
    const text = label(field.label)
    const choose = (person: string | null) => onChange(name, person ?? undefined)
    return <PersonPicker label={text} placeholder={text} value={filter[name] ?? null} onChange={choose} style={{ width: 180 }} />
  }
  if (field.kind === 'text') return <TextFilter name={name} field={field} filter={filter} onChange={onChange} />
  if (field.kind === 'instant') return <Instants name={name} field={field} filter={filter} onChange={onChange} />
  const values = field.kind === 'choice' ? field.of : ['true', 'false']
  return (
    <Select
      allowClear={clearing}
      {...(field.kind === 'choice' ? { mode: 'multiple' as const } : {})}
      maxTagCount="responsive"
      value={(field.kind === 'choice' ? (filter[name]?.split(',') ?? []) : filter[name]) as never}
      placeholder={label(field.label)}
      aria-label={label(field.label)}
      onChange={(value: string | string[] | undefined) => onChange(name, Array.isArray(value) ? value.join(',') : value)}
      options={values.map((value) => ({
        value,
        label: field.kind === 'choice' ? choiceIn(field, value, words) : t(value === 'true' ? 'lists.yes' : 'lists.no'),
      }))}
      style={{ minWidth: label(field.label).length > 14 ? 180 : 150 }}
    />
  )
}

const BOUNDED = new Set<Field['kind']>(['date', 'amount', 'price', 'quantity', 'percent', 'integer'])

/** Moments are asked for by days, as the world's clock has them. */
function Instants({ name, field, filter, onChange }: Parameters<typeof Bounds>[0]) {
  const days = Object.fromEntries(Object.entries(filter).map(([key, value]) => [key, value.slice(0, 10)]))
  const moment = (key: string, day: string) => `${day}T${key.endsWith('[to]') ? '23:59:59.999' : '00:00:00'}Z`
  const change = (key: string, day: string | undefined) => onChange(key, day && moment(key, day))
  return <Bounds name={name} field={{ ...field, kind: 'date' } as Field} filter={days} onChange={change} />
}
