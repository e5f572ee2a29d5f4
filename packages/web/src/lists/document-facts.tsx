import type { Definition, Field } from '@tandem/kernel'
import { Table } from 'antd'
import { Fragment, type ReactNode } from 'react'
import type { Side } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { FieldValue, isNumeric } from './field-value.tsx'

type Line = Readonly<Record<string, unknown>>

interface FactsProps {
  readonly side: Side
  readonly definition: Definition
  readonly row: object
  /** Which fields; empty ones are left out. */
  readonly fields: readonly string[]
}

/** Fields of a document with their names. */
export function DocumentFacts({ side, definition, row: document, fields }: FactsProps) {
  const { label } = useWords()
  const row = document as Line
  const given = fields.filter((name) => row[name] !== null && row[name] !== undefined && row[name] !== '')
  return (
    <dl className="facts">
      {given.map((name) => {
        const field = definition.fields[name]
        return (
          field && (
            <div key={name}>
              <dt>{label(field.label)}</dt>
              <dd>
                <FieldValue side={side} field={field} value={row[name]} row={row} />
              </dd>
            </div>
          )
        )
      })}
    </dl>
  )
}

interface LinesProps {
  readonly side: Side
  readonly field: Field | undefined
  readonly lines: readonly object[]
  /** Which of the fields of a line. */
  readonly columns: readonly string[]
  /** The document, whose currency holds for its lines. */
  readonly row: object
  readonly extra?: readonly { readonly title: string; readonly render: (line: Line) => ReactNode }[]
}

/** The lines of a document: a table that scrolls inside itself on a phone. */
export function DocumentLines({ side, field, lines, columns, row, extra = [] }: LinesProps) {
  const { label } = useWords()
  if (field?.kind !== 'lines') return null
  const shown = columns.flatMap((name) => {
    const column = field.of[name]
    return column ? [{ name, column }] : []
  })
  return (
    <Table<Line>
      size="small"
      pagination={false}
      scroll={{ x: 'max-content' }}
      rowKey={(line) => String(line.lineNumber ?? JSON.stringify(line))}
      dataSource={lines as Line[]}
      columns={[
        ...shown.map(({ name, column }) => ({
          key: name,
          title: label(column.label),
          align: isNumeric(column) ? ('end' as const) : ('start' as const),
          render: (_: unknown, line: Line) => (
            <FieldValue side={side} field={column} value={line[name]} row={{ ...row, ...line }} />
          ),
        })),
        ...extra.map(({ title, render }) => ({
          key: title,
          title,
          render: (_: unknown, line: Line) => <Fragment>{render(line)}</Fragment>,
        })),
      ]}
    />
  )
}
