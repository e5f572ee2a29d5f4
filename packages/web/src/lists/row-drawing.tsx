import { Card, Flex, Table, Typography } from 'antd'
import type { ReactNode } from 'react'
import { scrolled } from '../parts/scrolled.ts'
import type { RowColumn } from './rows.ts'

export interface Sorting<R> {
  readonly telling: readonly RowColumn<R>[]
  readonly sorted: string | undefined
  readonly onSort: (sorted?: string) => void
}

interface DrawnRowsProps<R> {
  readonly rows: readonly R[]
  readonly rowKey: (row: R) => string
  /** The first leads the card on a phone. */
  readonly columns: readonly RowColumn<R>[]
  readonly wide: boolean
  readonly sorting?: Sorting<R>
}

/** Rows that are all here: a table at a desk, cards on a phone. */
export function DrawnRows<R extends object>({ rows, rowKey, columns, wide, sorting }: DrawnRowsProps<R>) {
  if (!wide) {
    return (
      <Flex vertical gap={8}>
        {rows.map((row) => (
          <RowCard key={rowKey(row)} name={rowKey(row)} row={row} columns={columns} />
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

function RowCard<R>({ name, row, columns }: { name: string; row: R; columns: readonly RowColumn<R>[] }) {
  const [lead, ...rest] = columns
  return (
    <Card size="small" data-row-key={name}>
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

/** What would stand here, and the first step to it. */
export function NothingYet({ text, action }: { text: ReactNode; action?: ReactNode }) {
  return (
    <Flex gap={12} wrap align="center">
      <Typography.Text type="secondary">{text}</Typography.Text>
      {action}
    </Flex>
  )
}
