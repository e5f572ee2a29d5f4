import { DownloadOutlined } from '@ant-design/icons'
import { Button, Card, Flex, Grid, Table, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { scrolled } from '../parts/scrolled.ts'
import { csvOf, download } from './row-file.ts'
import type { RowColumn } from './rows.ts'
import { fits, type Known, sortedBy, wordsOf } from './said.ts'
import { SearchBox } from './search-box.tsx'
import { SortBy } from './sort-by.tsx'
import { useKnown } from './use-known.ts'

interface RowListProps<R> {
  readonly rows: readonly R[]
  readonly rowKey: (row: R) => string
  /** The first leads the card on a phone. */
  readonly columns: readonly RowColumn<R>[]
  /** What would stand here, and how it gets here. */
  readonly empty: ReactNode
  /** The natural first step, where nothing is here yet. */
  readonly action?: ReactNode
  /** Neither sorted, searched nor taken away: rows of a figure, or only the first of many. */
  readonly plain?: boolean
}

/** So few are seen at a glance. */
const SEARCHED_FROM = 11

/** Rows that are all here already: a table at a desk, cards on a phone; sorted, searched, and taken away as a file. */
export function RowList<R extends object>({ rows, rowKey, columns, empty, action, plain = false }: RowListProps<R>) {
  const wide = Grid.useBreakpoint().md ?? true
  const words = useWords()
  const [typed, setTyped] = useState('')
  const [sorted, setSorted] = useState<string>()
  const known = useKnown(rows, plain ? NONE : columns)
  if (rows.length === 0) return <NothingYet text={empty} action={action} />
  if (plain || rows.length === 1) return <Rows {...{ rows, rowKey, columns, wide }} />
  const telling = columns.filter((column) => column.title !== '' && rows.some((row) => !!known(column, row)))
  const isSearched = rows.length >= SEARCHED_FROM
  const text = (row: R) => telling.map((one) => wordsOf(known(one, row), words)).join('\n')
  const found = isSearched && typed ? rows.filter((row) => fits(text(row), typed)) : rows
  const by = telling.find(({ key }) => key === sorted?.replace(/^-/, ''))
  const shown = by ? sortedBy(found, (row) => known(by, row), sorted?.startsWith('-') ?? false, words.language) : found
  return (
    <>
      <Flex gap={8} wrap className="row-tools">
        {/* The rows are all here, so each key is answered at once. */}
        {isSearched && <SearchBox label={words.t('tools.searchRows')} value={typed} onChange={setTyped} />}
        {!wide && <SortBy columns={telling} sorted={sorted} onSort={setSorted} />}
      </Flex>
      {shown.length === 0 ? (
        <NothingYet text={words.t('lists.nothingFits')} />
      ) : (
        <Rows rows={shown} rowKey={rowKey} columns={columns} wide={wide} sorting={{ telling, sorted, onSort: setSorted }} />
      )}
      {shown.length > 0 && <TakeAway rows={shown} columns={telling} known={known} />}
    </>
  )
}

const NONE = [] as const

/** What would stand here, and the first step to it. */
function NothingYet({ text, action }: { text: ReactNode; action?: ReactNode }) {
  return (
    <Flex gap={12} wrap align="center">
      <Typography.Text type="secondary">{text}</Typography.Text>
      {action}
    </Flex>
  )
}

interface TakeAwayProps<R> {
  readonly rows: readonly R[]
  readonly columns: readonly RowColumn<R>[]
  readonly known: (column: RowColumn<R>, row: R) => Known
}

function TakeAway<R>({ rows, columns, known }: TakeAwayProps<R>) {
  const { t } = useWords()
  const take = () => {
    const said = columns.map((column) => ({ title: column.title, said: (row: R) => known(column, row) }))
    const [page] = document.title.split(' · ')
    download(
      `${page}.csv`,
      csvOf(rows, said, (title) => t('tools.unitOf', { title })),
    )
  }
  return (
    <Flex justify="end">
      <Button type="link" size="small" icon={<DownloadOutlined />} onClick={take}>
        {t('tools.csv')}
      </Button>
    </Flex>
  )
}

interface Sorting<R> {
  readonly telling: readonly RowColumn<R>[]
  readonly sorted: string | undefined
  readonly onSort: (sorted?: string) => void
}

interface RowsProps<R> extends Pick<RowListProps<R>, 'rows' | 'rowKey' | 'columns'> {
  readonly wide: boolean
  readonly sorting?: Sorting<R>
}

function Rows<R extends object>({ rows, rowKey, columns, wide, sorting }: RowsProps<R>) {
  if (!wide) {
    return (
      <Flex vertical gap={8}>
        {rows.map((row) => (
          <RowCard key={rowKey(row)} row={row} columns={columns} />
        ))}
      </Flex>
    )
  }
  const orderOf = (key: string) => (sorting?.sorted === key ? 'ascend' : sorting?.sorted === `-${key}` ? 'descend' : null)
  return (
    <Table<R>
      size="small"
      rowKey={rowKey}
      pagination={rows.length > 100 ? { pageSize: 100 } : false}
      dataSource={rows as R[]}
      ref={scrolled}
      scroll={{ x: 'max-content' }}
      onChange={(_pages, _filters, sorter) => {
        const { columnKey, order } = Array.isArray(sorter) ? { columnKey: undefined, order: undefined } : sorter
        sorting?.onSort(order && columnKey ? `${order === 'descend' ? '-' : ''}${columnKey}` : undefined)
      }}
      columns={columns.map((column) => ({
        key: column.key,
        title: column.title,
        align: column.align ?? 'start',
        ...(sorting?.telling.includes(column) ? { sorter: true, sortOrder: orderOf(column.key) } : {}),
        render: (_: unknown, row: R) => column.render(row),
      }))}
    />
  )
}

function RowCard<R>({ row, columns }: { row: R; columns: readonly RowColumn<R>[] }) {
  const [lead, ...rest] = columns
  return (
    <Card size="small">
      <div className="card-lead">{lead?.render(row)}</div>
      <dl className="pairs">
        {rest
          .filter(({ isEmpty }) => !isEmpty?.(row))
          .map(({ key, title, render }) => (
            <div key={key}>
              <dt>{title}</dt>
              <dd>{render(row)}</dd>
            </div>
          ))}
      </dl>
    </Card>
  )
}
