import { Card, Flex, Grid, Table, Typography } from 'antd'
import type { ReactNode } from 'react'
import { scrolled } from '../parts/scrolled.ts'

export interface RowColumn<R> {
  readonly key: string
  readonly title: string
  readonly align?: 'start' | 'end'
  readonly render: (row: R) => ReactNode
  /** Left out of a card where it holds nothing. */
  readonly isEmpty?: (row: R) => boolean
}

interface RowListProps<R> {
  readonly rows: readonly R[]
  readonly rowKey: (row: R) => string
  /** The first leads the card on a phone. */
  readonly columns: readonly RowColumn<R>[]
  readonly empty: ReactNode
}

/** Rows that are all here already: a table at a desk, cards on a phone. */
export function RowList<R extends object>({ rows, rowKey, columns, empty }: RowListProps<R>) {
  const wide = Grid.useBreakpoint().md ?? true
  if (rows.length === 0) return <Typography.Text type="secondary">{empty}</Typography.Text>
  if (!wide) {
    return (
      <Flex vertical gap={8}>
        {rows.map((row) => (
          <RowCard key={rowKey(row)} row={row} columns={columns} />
        ))}
      </Flex>
    )
  }
  return (
    <Table<R>
      size="small"
      rowKey={rowKey}
      pagination={rows.length > 100 ? { pageSize: 100 } : false}
      dataSource={rows as R[]}
      ref={scrolled}
      scroll={{ x: 'max-content' }}
      columns={columns.map(({ key, title, align, render }) => ({
        key,
        title,
        align: align ?? 'start',
        render: (_: unknown, row: R) => render(row),
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
