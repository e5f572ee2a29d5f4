import type { Definition, Field } from '@tandem/kernel'
import { useNavigate } from '@tanstack/react-router'
import { Button, Card, Empty, Flex, Grid, Skeleton, Table, type TableColumnType } from 'antd'
import type { ReactNode } from 'react'
import { type AnyRow, type DocumentType, type ListQuery, usePages } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { FieldValue, isNumeric } from './field-value.tsx'
import { fieldOf, ListFilters } from './list-filters.tsx'
import { type ListState, useListState } from './list-state.ts'
import { pageOf } from './pages.ts'
import { valueIn } from './title.ts'

/** A column that no field is, such as what is still open of an invoice. */
export interface ExtraColumn {
  readonly title: string
  readonly render: (row: AnyRow) => ReactNode
  readonly align?: 'end'
}

interface DocumentListProps {
  readonly type: DocumentType
  /** Field names in order, the most telling first: on a phone the first three lead. */
  readonly columns: readonly string[]
  readonly filters?: readonly string[]
  readonly sort?: string
  /** Conditions that always hold here. */
  readonly fixed?: ListQuery['filter']
  readonly extra?: readonly ExtraColumn[]
  /** What to say, and offer, when there is nothing at all yet. */
  readonly empty: { readonly text: string; readonly action?: ReactNode }
}

/** A list of documents from their definition: search, filters, sorting, page by page; a table at a desk, cards on a phone. */
export function DocumentList({ type, columns, filters = [], sort = '-id', fixed, extra = [], empty }: DocumentListProps) {
  const { t } = useWords()
  const wide = Grid.useBreakpoint().md ?? true
  const [state, change] = useListState()
  const pages = usePages(type, { filter: { ...filterOf(state), ...fixed }, q: state.q, sort: state.sort ?? sort })
  const rows: readonly AnyRow[] = pages.data?.pages.flatMap((page) => page.items) ?? []
  const shown = columns.flatMap((name) => {
    const field = fieldOf(type.definition, name)
    return field ? [{ name, field }] : []
  })
  const view = { type, rows, shown, extra, state, sort, onChange: change }
  return (
    <>
      <ListFilters side={type.side} definition={type.definition} filters={filters} state={state} onChange={change} />
      <ProblemAlert error={pages.error} onRetry={() => void pages.refetch()} />
      {pages.isLoading && <Skeleton active paragraph={{ rows: 8 }} />}
      {pages.data && rows.length === 0 && <NothingHere filtered={Boolean(state.q || state.f)} empty={empty} />}
      {rows.length > 0 && (wide ? <RowTable {...view} /> : <RowCards {...view} />)}
      {pages.hasNextPage && (
        <Flex justify="center" style={{ marginBlock: 16 }}>
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('lists.more')}
          </Button>
        </Flex>
      )}
    </>
  )
}

/** Several values of one filter stand in the address with commas between; none of ids, choices and dates holds any. */
function filterOf({ f = {} }: ListState): ListQuery['filter'] & object {
  return Object.fromEntries(Object.entries(f).map(([name, value]) => [name, value.split(',')]))
}

function NothingHere({ filtered, empty }: { filtered: boolean; empty: DocumentListProps['empty'] }) {
  const { t } = useWords()
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={filtered ? t('lists.nothingFits') : empty.text}>
      {!filtered && empty.action}
    </Empty>
  )
}

interface RowsProps {
  readonly type: DocumentType
  readonly rows: readonly AnyRow[]
  readonly shown: readonly { name: string; field: Field }[]
  readonly extra: readonly ExtraColumn[]
  readonly state: ListState
  readonly sort: string
  readonly onChange: (state: ListState) => void
}

function RowTable({ type, rows, shown, extra, state, sort, onChange }: RowsProps) {
  const { label, language } = useWords()
  const open = useOpen(type)
  const sorted = state.sort ?? sort
  const columns: TableColumnType<AnyRow>[] = shown.map(({ name, field }) => ({
    key: name,
    title: label(field.label),
    align: isNumeric(field) ? 'end' : 'start',
    sorter: field.kind !== 'reference',
    sortOrder: sorted === name ? 'ascend' : sorted === `-${name}` ? 'descend' : null,
    render: (_, row) => <FieldValue side={type.side} field={field} value={valueIn(language, row, name)} row={row} />,
  }))
  const more = extra.map(({ title, render, align }) => ({
    key: title,
    title,
    align: align ?? ('start' as const),
    render: (_: unknown, row: AnyRow) => render(row),
  }))
  return (
    <Table<AnyRow>
      size="middle"
      rowKey="id"
      pagination={false}
      dataSource={rows as AnyRow[]}
      columns={[...columns, ...more]}
      scroll={{ x: 'max-content' }}
      onRow={(row) => open.propsOf(row)}
      onChange={(_pages, _filters, sorter) => {
        const { columnKey, order } = Array.isArray(sorter) ? { columnKey: undefined, order: undefined } : sorter
        const { sort: _, ...rest } = state
        onChange(order && columnKey ? { ...rest, sort: `${order === 'descend' ? '-' : ''}${columnKey}` } : rest)
      }}
    />
  )
}

function RowCards({ type, rows, shown, extra }: RowsProps) {
  const { label, language } = useWords()
  const open = useOpen(type)
  const [lead, ...others] = shown
  const value = (row: AnyRow, { name, field }: RowsProps['shown'][number]) => (
    <FieldValue side={type.side} field={field} value={valueIn(language, row, name)} row={row} />
  )
  const state = others.find(({ name }) => name === 'state')
  const rest = others.filter(({ name }) => name !== 'state')
  const isGiven = (row: AnyRow, name: string) => row[name] !== null && row[name] !== undefined && row[name] !== ''
  return (
    <Flex vertical gap={8}>
      {rows.map((row) => (
        <Card key={row.id} size="small" hoverable={open.possible} {...open.propsOf(row)}>
          <Flex justify="space-between" align="center" gap={8} className="card-lead">
            {lead && value(row, lead)}
            {state && value(row, state)}
          </Flex>
          <dl className="pairs">
            {rest
              .filter(({ name }) => isGiven(row, name))
              .map((column) => (
                <Pair key={column.name} name={label(column.field.label)} value={value(row, column)} />
              ))}
            {extra.map(({ title, render }) => (
              <Pair key={title} name={title} value={render(row)} />
            ))}
          </dl>
        </Card>
      ))}
    </Flex>
  )
}

function Pair({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

/** Opens the page of a row by click and by Enter; a link inside the row goes its own way. */
function useOpen({ side, definition }: { side: DocumentType['side']; definition: Definition }) {
  const navigate = useNavigate()
  const possible = pageOf(side, definition.name, '') !== undefined
  const go = (id: string) => void navigate({ to: pageOf(side, definition.name, id) ?? '.' })
  const propsOf = (row: AnyRow) =>
    possible
      ? {
          tabIndex: 0,
          className: 'opens',
          'data-row': row.id,
          onClick: (event: { target: EventTarget }) => {
            if (!(event.target as Element).closest('a,button,input')) go(row.id)
          },
          onKeyDown: (event: { key: string; target: EventTarget; currentTarget: EventTarget }) => {
            if (event.key === 'Enter' && event.target === event.currentTarget) go(row.id)
          },
        }
      : {}
  return { possible, propsOf }
}
