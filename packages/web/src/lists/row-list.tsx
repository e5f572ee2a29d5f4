import { DownloadOutlined } from '@ant-design/icons'
import { Button, Flex, Grid } from 'antd'
import { useState } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { DrawnRows, NothingYet } from './row-drawing.tsx'
import { csvOf, download } from './row-file.ts'
import type { RowColumn, RowListProps } from './rows.ts'
import { fits, type Known, sortedBy, wordsOf } from './said.ts'
import { SearchBox } from './search-box.tsx'
import { SortBy } from './sort-by.tsx'
import { TooledRows } from './tooled-rows.tsx'
import { useKnown } from './use-known.ts'

/** So few are seen at a glance. */
const SEARCHED_FROM = 11

/** Rows that are all here already: a table at a desk, cards on a phone; sorted, searched, and taken away as a file. */
export function RowList<R extends object>(props: RowListProps<R>) {
  const { rows, rowKey, columns, empty, action, plain = false, list } = props
  const wide = Grid.useBreakpoint().md ?? true
  if (list) return <TooledRows {...props} list={list} wide={wide} />
  if (rows.length === 0) return <NothingYet text={empty} action={action} />
  if (plain || rows.length === 1) return <DrawnRows {...{ rows, rowKey, columns, wide }} />
  return <SortedRows {...props} wide={wide} />
}

/** Within a page: its order and what is searched are forgotten when the page is left. */
function SortedRows<R extends object>({ rows, rowKey, columns, wide }: RowListProps<R> & { wide: boolean }) {
  const words = useWords()
  const [typed, setTyped] = useState('')
  const [sorted, setSorted] = useState<string>()
  const known = useKnown(rows, columns)
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
        <DrawnRows rows={shown} rowKey={rowKey} columns={columns} wide={wide} sorting={{ telling, sorted, onSort: setSorted }} />
      )}
      {shown.length > 0 && <TakeAway rows={shown} columns={telling} known={known} />}
    </>
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
    const [page = ''] = document.title.split(' · ')
    const csv = csvOf(rows, said, (title) => t('tools.unitOf', { title }))
    download(page, 'csv', csv)
  }
  return (
    <Flex justify="end">
      <Button type="link" size="small" icon={<DownloadOutlined />} onClick={take}>
        {t('tools.csv')}
      </Button>
    </Flex>
  )
}
