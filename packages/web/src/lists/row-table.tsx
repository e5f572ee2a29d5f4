import { Table, type TableColumnType } from 'antd'
import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { AnyRow } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { isSortable, widthOf } from './columns.ts'
import { FieldValue, isNumeric } from './field-value.tsx'
import type { RowsProps } from './rows.ts'
import { valueIn } from './title.ts'
import { useOpen } from './use-open.ts'

/** So many rows before the end the next page is asked for. */
const AHEAD = 40
const LEAST_HEIGHT = 320
const BELOW = 24

/**
 * Rows as a table. A long list draws only the rows in sight, and reads on by itself. Drawn again only when what it shows
 * changes: while somebody types a search, a hundred rows that stay as they are would make them wait.
 */
export const RowTable = memo(function RowTable({ type, rows, shown, extra, drawn, sorted, onSort, more }: RowsProps) {
  const { label, language } = useWords()
  const open = useOpen(type)
  const box = useRef<HTMLDivElement>(null)
  const height = useHeightBelow(box)
  // Any of the last rows: who jumps to the end never sees the first of them.
  const nearEnd = new Set(rows.slice(-AHEAD).map(({ id }) => id))
  const columns: TableColumnType<AnyRow>[] = shown.map(({ name, field }, at) => ({
    key: name,
    title: label(field.label),
    ...(more.isLong ? { width: widthOf(type.side, field, label(field.label)), ellipsis: true } : {}),
    align: isNumeric(field) ? 'end' : 'start',
    sorter: isSortable({ name, field }),
    sortOrder: sorted === name ? 'ascend' : sorted === `-${name}` ? 'descend' : null,
    render: (_, row) => (
      <>
        {at === 0 && more.isLong && nearEnd.has(row.id) && <Seen onSeen={more.read} />}
        {drawn[name]?.(row) ?? <FieldValue side={type.side} field={field} value={valueIn(language, row, name)} row={row} />}
      </>
    ),
  }))
  const others = extra.map(({ title, render, align }) => ({
    key: title,
    title,
    ...(more.isLong ? { width: 150 } : {}),
    align: align ?? ('start' as const),
    render: (_: unknown, row: AnyRow) => render(row),
  }))
  const all = [...columns, ...others]
  const width = all.reduce((sum, { width: one }) => sum + Number(one ?? 0), 0)
  return (
    <div ref={box}>
      <Table<AnyRow>
        size="middle"
        rowKey="id"
        pagination={false}
        virtual={more.isLong}
        dataSource={rows as AnyRow[]}
        columns={all}
        scroll={more.isLong ? { x: width, y: height } : { x: 'max-content' }}
        onRow={open}
        onChange={(_pages, _filters, sorter) => {
          const { columnKey, order } = Array.isArray(sorter) ? { columnKey: undefined, order: undefined } : sorter
          onSort(order && columnKey ? `${order === 'descend' ? '-' : ''}${columnKey}` : undefined)
        }}
      />
    </div>
  )
})

/** Tells when it is drawn: of a long list that is when its row comes near. */
function Seen({ onSeen }: { onSeen: () => void }) {
  const told = useRef(false)
  useEffect(() => {
    if (!told.current) onSeen()
    told.current = true
  }, [onSeen])
  return null
}

/** The room from an element's top to the bottom of the window. */
function useHeightBelow(box: React.RefObject<HTMLDivElement | null>): number {
  const [height, setHeight] = useState(LEAST_HEIGHT)
  useLayoutEffect(() => {
    const HEAD = 55
    const measure = () => {
      const top = (box.current?.getBoundingClientRect().top ?? 0) + window.scrollY
      setHeight(Math.max(LEAST_HEIGHT, window.innerHeight - top - HEAD - BELOW))
    }
    measure()
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [box])
  return height
}
