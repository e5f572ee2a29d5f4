import { Link } from '@tanstack/react-router'
import { Card, Typography } from 'antd'
import type { ReactNode } from 'react'
import { type AnyRow, type DocumentType, type ListQuery, useList } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { ReferenceName } from '../lists/field-value.tsx'
import { pageOf } from '../lists/pages.ts'
import { Loaded } from '../parts/page.tsx'

export interface TodoProps {
  readonly title: string
  readonly empty: string
  readonly type: DocumentType
  readonly query: ListQuery
  /** The fields that say what it is, until when, and for whom. */
  readonly text: string
  readonly date: string
  readonly customer: string
  /** The date lies behind by its nature: it is not late. */
  readonly isPast?: boolean
  readonly today: string | undefined
  /** Beside the title. */
  readonly extra?: ReactNode
  /** Beside each. */
  readonly beside?: (row: AnyRow) => ReactNode
}

/** A few documents that want somebody, the most urgent first. */
export function Todo({ title, empty, type, query, text, date: dateField, customer, isPast, today, extra, beside }: TodoProps) {
  const { t, date } = useWords()
  const found = useList(type, query)
  const { side, definition } = type
  const field = definition.fields[customer]
  return (
    <Card size="small" title={title} {...(extra ? { extra } : {})}>
      <Loaded query={found}>
        {({ items }) =>
          items.length === 0 ? (
            <Typography.Text type="secondary">{empty}</Typography.Text>
          ) : (
            <ul className="todo">
              {items.map((row: AnyRow) => {
                const due = row[dateField]
                const page = pageOf(side, definition.name, row.id)
                const late = typeof due === 'string' && !isPast && today !== undefined && due < today
                return (
                  <li key={row.id}>
                    <span>
                      {page ? <Link to={page}>{String(row[text] ?? t('home.open'))}</Link> : String(row[text] ?? '')}{' '}
                      {field?.kind === 'reference' && <ReferenceName side={side} name={field.to} id={String(row[customer])} />}
                    </span>
                    {beside?.(row)}
                    {typeof due === 'string' && (
                      <Typography.Text className="nowrap small" type={late ? 'danger' : 'secondary'}>
                        {date(due)}
                      </Typography.Text>
                    )}
                  </li>
                )
              })}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}
