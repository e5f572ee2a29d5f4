import type { Definition, Field } from '@tandem/kernel'
import { Grid } from 'antd'
import { type ReactNode, useMemo } from 'react'
import type { AnyRow, Side } from '../api/documents.ts'
import { flattened, useWhole } from '../custom/use-custom.ts'
import { useWords } from '../i18n/use-words.ts'
import { jointAddress } from '../joint/joint-address.ts'
import { HistoryLink, useMayFollow, WhyValue } from '../joint/why-value.tsx'
import { fieldColumn } from './field-columns.tsx'
import { FieldValue } from './field-value.tsx'
import { RowList } from './row-list.tsx'
import type { Drawn, RowColumn } from './rows.ts'

type Line = Readonly<Record<string, unknown>>

interface FactsProps {
  readonly side: Side
  readonly definition: Definition
  readonly row: object
  /** Which fields; empty ones are left out. */
  readonly fields: readonly string[]
  /** Those that are said otherwise than their definition has them. */
  readonly drawn?: Drawn
}

/** Fields of a document with their names. */
export function DocumentFacts({ side, definition: own, row: document, fields: asked, drawn = {} }: FactsProps) {
  const { t, label } = useWords()
  const { definition } = useWhole(useMemo(() => ({ side, definition: own }), [side, own]))
  // The company's own fields stand behind those of the page.
  const fields = [...asked, ...Object.keys(definition.fields).filter((name) => name.startsWith('custom.'))]
  const row = flattened(document as Line)
  const address = jointAddress(side, definition.name, row.id)
  const mayFollow = useMayFollow()
  const given = fields.filter((name) => row[name] !== null && row[name] !== undefined && row[name] !== '')
  return (
    <dl className="facts">
      {given.map((name) => {
        const field = definition.fields[name]
        return (
          field && (
            <div key={name}>
              <dt>
                {label(field.label)}
                {address && <WhyValue address={address} field={name} name={label(field.label)} />}
              </dt>
              <dd>{drawn[name]?.(row as AnyRow) ?? <FieldValue side={side} field={field} value={row[name]} row={row} />}</dd>
            </div>
          )
        )
      })}
      {address && mayFollow && (
        <div>
          <dt>
            <HistoryLink address={address}>{t('lineage.history')}</HistoryLink>
          </dt>
        </div>
      )}
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

/** The lines of a document: a table at a desk, a card each on a phone. */
export function DocumentLines({ side, field, lines, columns, row, extra = [] }: LinesProps) {
  const words = useWords()
  const wide = Grid.useBreakpoint().md ?? true
  if (field?.kind !== 'lines') return null
  // On a card the item leads and the order of the cards says the rest.
  const names = columns.filter((name) => wide || name !== 'lineNumber')
  const shown = names.flatMap((name): RowColumn<Line>[] => {
    const column = field.of[name]
    return column ? [fieldColumn<Line>(side, name, column, words, (line) => ({ ...row, ...line }))] : []
  })
  const more = extra.map(({ title, render }): RowColumn<Line> => ({ key: title, title, render }))
  return (
    <RowList
      rows={lines as Line[]}
      rowKey={(line) => String(line.lineNumber ?? JSON.stringify(line))}
      columns={[...shown, ...more]}
      empty={words.t('record.noLines')}
    />
  )
}
