import { Flex } from 'antd'
import { useState } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { type ListState, useListState } from './list-state.ts'
import { DrawnRows, NothingYet } from './row-drawing.tsx'
import { csvOf, download, xlsxOf } from './row-file.ts'
import { choicesIn, holds } from './row-filter.ts'
import { RowFilters } from './row-filters.tsx'
import type { RowColumn, RowListProps } from './rows.ts'
import { fits, type Known, sortedBy, wordsOf } from './said.ts'
import { SortBy } from './sort-by.tsx'
import { ImportButton, Toolbar } from './toolbar.tsx'
import { Unfold } from './unfold.tsx'
import { useKnown } from './use-known.ts'

type TooledProps<R> = RowListProps<R> & { readonly list: string; readonly wide: boolean }

/** A list whose rows are all here, with what every list has: search, filters, order, columns, views, files out and in. */
export function TooledRows<R extends object>(props: TooledProps<R>) {
  const { rows, rowKey, columns, empty, action, list, imported, wide, cards } = props
  const { t } = useWords()
  const [state, go] = useListState(list)
  const [isOpen, setOpen] = useState(false)
  const known = useKnown(rows, columns)
  const named = columns.filter(({ title }) => title !== '')
  const shown = useFound(rows, named, known, state)
  if (rows.length === 0) return <NothingYet text={empty} action={<Beginning {...{ action, imported }} />} />
  const drawn = chosenColumns(columns, state.c)
  const onSort = (sort?: string) => go(({ sort: _, ...rest }) => (sort ? { ...rest, sort } : rest))
  const isFolded = !wide && !isOpen
  const unfold = !wide && (
    <>
      <Unfold isOpen={isOpen} used={Object.keys(state.f ?? {}).length} onClick={() => setOpen(!isOpen)} />
      <SortBy columns={named} sorted={state.sort} onSort={onSort} />
    </>
  )
  return (
    <>
      <Flex gap={8} wrap justify="space-between" className="filters">
        <RowFilters {...{ rows, columns: named, known, state, isFolded, unfold }} onChange={go} />
        {!isFolded && <RowTools {...{ list, imported, columns, drawn, known, state }} rows={shown} onChange={go} />}
      </Flex>
      {shown.length === 0 ? (
        <NothingYet text={t('lists.nothingFits')} />
      ) : (
        (cards?.(shown) ?? (
          <DrawnRows
            {...{ rowKey, wide }}
            rows={shown}
            columns={drawn}
            sorting={{ telling: named, sorted: state.sort, onSort }}
          />
        ))
      )}
    </>
  )
}

/** What a list that is empty begins with. */
function Beginning({ action, imported }: Pick<RowListProps<object>, 'action' | 'imported'>) {
  return (
    <>
      {action}
      {imported && <ImportButton type={imported} />}
    </>
  )
}

type Knows<R> = (column: RowColumn<R>, row: R) => Known

/** The rows that fit, in the order that is asked for. */
function useFound<R extends object>(
  rows: readonly R[],
  named: readonly RowColumn<R>[],
  known: Knows<R>,
  { q = '', f = {}, sort }: ListState,
): readonly R[] {
  const words = useWords()
  const columns = new Map(named.map((column) => [column.key, column]))
  const asked = Object.entries(f).flatMap(([name, value]) => {
    const [key = '', bound] = name.replace(']', '').split('[')
    const column = columns.get(key)
    return column ? [{ column, bound, value }] : []
  })
  const text = (row: R) => named.map((one) => wordsOf(known(one, row), words)).join('\n')
  const found = rows.filter(
    (row) =>
      (q === '' || fits(text(row), q)) &&
      asked.every(({ column, bound, value }) => {
        const said = known(column, row)
        return holds(value, bound, said, choicesIn(column, row, said), words)
      }),
  )
  const by = columns.get(sort?.replace(/^-/, '') ?? '')
  return by ? sortedBy(found, (row) => known(by, row), sort?.startsWith('-') ?? false, words.language) : found
}

/** Those that are chosen, in their order; buttons stay. */
function chosenColumns<R>(columns: readonly RowColumn<R>[], chosen: string | undefined): readonly RowColumn<R>[] {
  const usual = columns.filter(({ isSpare }) => !isSpare)
  const named = chosen?.split(',').flatMap((key) => columns.filter((one) => one.key === key && one.title !== '')) ?? []
  return named.length === 0 ? usual : [...named, ...columns.filter(({ title }) => title === '')]
}

interface RowToolsProps<R> extends Pick<TooledProps<R>, 'rows' | 'columns' | 'list' | 'imported'> {
  readonly drawn: readonly RowColumn<R>[]
  readonly known: Knows<R>
  readonly state: ListState
  readonly onChange: (state: ListState) => void
}

function RowTools<R>({ rows, columns, drawn, list, imported, known, state, onChange }: RowToolsProps<R>) {
  const { t } = useWords()
  const titled = (all: readonly RowColumn<R>[]) => all.filter(({ title }) => title !== '')
  const keys = (all: readonly RowColumn<R>[]) => titled(all).map(({ key }) => key)
  const take = async (format: 'csv' | 'xlsx') => {
    const said = titled(drawn).map((column) => ({ title: column.title, said: (row: R) => known(column, row) }))
    const [page = ''] = document.title.split(' · ')
    const unitOf = (title: string) => t('tools.unitOf', { title })
    download(page, format, format === 'csv' ? csvOf(rows, said, unitOf) : await xlsxOf(page, rows, said, unitOf))
  }
  return (
    <Toolbar
      list={list}
      possible={titled(columns).map(({ key, title }) => ({ name: key, title }))}
      usual={keys(columns.filter(({ isSpare }) => !isSpare))}
      shown={keys(drawn)}
      state={state}
      onChange={onChange}
      exports={(['xlsx', 'csv'] as const).map((format) => ({
        key: format,
        label: t(`tools.${format}`),
        onClick: () => void take(format),
      }))}
      imported={imported}
    />
  )
}
