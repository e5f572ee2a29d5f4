import type { Field } from '@tandem/kernel'
import { Button, Flex, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { useClearing } from '../parts/clearing.tsx'
import { TYPING_PAUSE_MS } from './list-filters.tsx'
import type { ListState } from './list-state.ts'
import { Bounds, MoreFilters, TypedFilter } from './more-filters.tsx'
import {
  choicesIn,
  choicesOf,
  chosenFilter,
  chosenIn,
  type FilterKind,
  filterKindOf,
  typedFilter,
  typedIn,
} from './row-filter.ts'
import type { RowChoice, RowColumn } from './rows.ts'
import type { Known } from './said.ts'
import { SearchBox } from './search-box.tsx'

interface RowFiltersProps<R> {
  readonly rows: readonly R[]
  readonly columns: readonly RowColumn<R>[]
  readonly known: (column: RowColumn<R>, row: R) => Known
  readonly state: ListState
  readonly onChange: (state: ListState) => void
  /** On a phone only the search box, until somebody asks for the rest. */
  readonly isFolded: boolean
  readonly unfold: ReactNode
}

/** The search box and the filters of a list that is all here: those of choices stand there at once, any other is asked for. */
export function RowFilters<R>({ rows, columns, known, state, onChange, isFolded, unfold }: RowFiltersProps<R>) {
  const { t, language } = useWords()
  const [added, setAdded] = useState<readonly string[]>([])
  const f = state.f ?? {}
  const used = Object.keys(f).map((name) => name.split('[')[0] as string)
  const asked = new Set([...columns.filter(({ among }) => among).map(({ key }) => key), ...used, ...added])
  const all = columns.filter(({ key }) => asked.has(key))
  const setFilter = (name: string, value: string | undefined) => {
    const { [name]: _, ...others } = f
    onChange({ ...state, f: value ? { ...others, [name]: value } : others })
  }
  const clear = () => {
    const { q: _, f: __, ...rest } = state
    setAdded([])
    onChange(rest)
  }
  const partOf = (column: RowColumn<R>) => {
    const said = rows.map((row) => known(column, row))
    const found = rows.flatMap((row, at) => choicesIn(column, row, said[at] ?? null))
    const choices = choicesOf(found, language)
    return { choices, kind: filterKindOf(column.key, f, { said, choices, isAmong: column.among !== undefined }) }
  }
  return (
    <Flex gap={8} wrap role="search" className="list-filters">
      <SearchBox
        label={t('tools.searchRows')}
        pauseMs={TYPING_PAUSE_MS}
        value={state.q ?? ''}
        onChange={(q) => onChange({ ...state, q })}
      />
      {unfold}
      {(isFolded ? [] : all).map((column) => (
        <OneFilter key={column.key} name={column.key} title={column.title} {...partOf(column)} filter={f} onChange={setFilter} />
      ))}
      {!isFolded && (
        <MoreFilters
          others={columns.filter(({ key }) => !asked.has(key)).map(({ key, title }) => ({ name: key, title }))}
          onAdd={(name) => setAdded([...added, name])}
        />
      )}
      {(Boolean(state.q) || used.length > 0) && (
        <Button type="link" onClick={clear}>
          {t('lists.clear')}
        </Button>
      )}
    </Flex>
  )
}

interface OneFilterProps {
  readonly name: string
  readonly title: string
  readonly kind: FilterKind
  readonly choices: readonly RowChoice[]
  readonly filter: Readonly<Record<string, string>>
  readonly onChange: (name: string, value: string | undefined) => void
}

function OneFilter({ name, title, kind, choices, filter, onChange }: OneFilterProps) {
  const { t } = useWords()
  const clearing = useClearing()
  if (kind === 'numbers' || kind === 'days') {
    const label = { en: title, zh: title }
    const field: Field = kind === 'days' ? { kind: 'date', label } : { kind: 'integer', label }
    return <Bounds name={name} field={field} filter={filter} onChange={onChange} />
  }
  if (kind === 'words') {
    const done = (typed: string) => onChange(name, typedFilter(typed))
    return <TypedFilter label={t('tools.contains', { field: title })} value={typedIn(filter[name])} onDone={done} />
  }
  const chosen = chosenIn(filter[name])
  // What nothing here says any more is still what is asked for.
  const gone = chosen.filter((value) => choices.every((one) => one.value !== value)).map((value) => ({ value, label: value }))
  return (
    <Select
      mode="multiple"
      allowClear={clearing}
      maxTagCount="responsive"
      value={chosen}
      placeholder={title}
      aria-label={title}
      onChange={(values: string[]) => onChange(name, chosenFilter(values))}
      showSearch={{ optionFilterProp: 'label' }}
      options={[...choices, ...gone]}
      popupMatchSelectWidth={false}
      style={{ minWidth: title.length > 14 ? 180 : 150 }}
    />
  )
}
