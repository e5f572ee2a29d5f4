import type { Definition } from '@tandem/kernel'
import { Card } from 'antd'
import type { ReactNode } from 'react'
import { type DocumentType, useDocument } from '../api/documents.ts'
import { RecordDesk } from '../desk/record-desk.tsx'
import { useWords } from '../i18n/use-words.ts'
import { DocumentFacts, DocumentLines } from '../lists/document-facts.tsx'
import type { Drawn } from '../lists/rows.ts'
import { useTitle } from '../lists/use-title.ts'
import { Section } from '../parts/figure.tsx'
import { Loaded, Page } from '../parts/page.tsx'
import { StateTag } from '../parts/state-tag.tsx'

type Given = Readonly<Record<string, unknown>> & { readonly id: string; readonly version: number }

interface DocumentPageProps {
  readonly type: DocumentType
  readonly id: string
  readonly about: string
  /** Header fields to show; all but lines and names of systems when left out. */
  readonly facts?: readonly string[]
  /** Line fields to show by the name of the lines. */
  readonly lines?: Readonly<Record<string, readonly string[]>>
  readonly actions?: (row: Given) => ReactNode
  /** What people call it; its number or title when left out. */
  readonly name?: (row: Given) => string
  /** Facts that are said otherwise than their definition has them. */
  readonly drawn?: Drawn
  readonly children?: (row: Given) => ReactNode
}

/** The page of a document that needs no page of its own making: its facts, its lines, what may be done with it. */
export function DocumentPage({ type, id, ...rest }: DocumentPageProps) {
  const found = useDocument(type, id)
  return <Loaded query={found}>{(row) => <OneDocument type={type} id={id} row={row as Given} {...rest} />}</Loaded>
}

function OneDocument({
  type,
  row,
  about,
  facts,
  lines = {},
  actions,
  name: named,
  drawn,
  children,
}: DocumentPageProps & { row: Given }) {
  const { label } = useWords()
  const { definition, side } = type
  const title = useTitle(side, definition, row)
  const name = named?.(row) ?? title
  return (
    <Page
      title={`${label(definition.label)} ${name}`}
      beside={typeof row.state === 'string' && <StateTag state={row.state} />}
      about={about}
      actions={actions?.(row)}
    >
      <Card size="small">
        <DocumentFacts
          side={side}
          definition={definition}
          row={row}
          fields={facts ?? headerOf(definition)}
          {...(drawn ? { drawn } : {})}
        />
      </Card>
      {Object.entries(lines).map(([field, columns]) => {
        const shown = row[field]
        return (
          Array.isArray(shown) &&
          shown.length > 0 && (
            <Section key={field} title={label(definition.fields[field]?.label ?? definition.label)}>
              <DocumentLines side={side} field={definition.fields[field]} lines={shown} columns={columns} row={row} />
            </Section>
          )
        )
      })}
      {children?.(row)}
      <RecordDesk type={type} id={row.id} />
    </Page>
  )
}

function headerOf({ fields }: Definition): string[] {
  return Object.entries(fields).flatMap(([name, { kind }]) =>
    kind === 'lines' || kind === 'json' || kind === 'custom' || name === 'number' ? [] : [name],
  )
}
