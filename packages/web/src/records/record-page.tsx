import { opportunity, ticket } from '@tandem/crm/definitions'
import { salesReturn } from '@tandem/erp/definitions'
import type { Definition, Fields, Row } from '@tandem/kernel'
import { useParams } from '@tanstack/react-router'
import { type DocumentType, documents, type Side } from '../api/documents.ts'
import { NotFound } from '../app/not-found.tsx'
import { TicketTalk } from '../customers/ticket-talk.tsx'
import { DocumentPage } from '../erp/simple-pages.tsx'
import { useWords } from '../i18n/use-words.ts'
import { saidElsewhere } from '../lists/columns.ts'
import { OfOpportunity, ToNewQuote } from '../quotes/of-opportunity.tsx'
import { ReceiveReturn } from '../returns/receive-return.tsx'
import { RecordCommands } from './record-commands.tsx'

const RECEIVED: ReadonlySet<string> = new Set(['receive'])
const NONE: ReadonlySet<string> = new Set()

/** Any document that has no page of its own: its fields and lines, what may be done with it, and what stands at it. */
export function RecordPage() {
  const { side, document, id } = useParams({ from: '/records/$side/$document/$id' })
  const type = documents[side as Side]?.get(document)
  return type && side !== 'joint' ? <OneRecord type={type} id={id} /> : <NotFound />
}

function OneRecord({ type, id }: { type: DocumentType; id: string }) {
  const { t, inside } = useWords()
  const what = inside(type.definition.label)
  return (
    <DocumentPage
      type={type}
      id={id}
      about={t('record.pageAbout', { what })}
      lines={type.definition === ticket ? {} : linesOf(type.definition)}
      actions={(row) => (
        <>
          {type.definition === opportunity && <ToNewQuote row={row as unknown as Row<typeof opportunity>} />}
          {type.definition === salesReturn && <ReceiveReturn type={type} row={row as unknown as Row<typeof salesReturn>} />}
          <RecordCommands type={type} row={row} without={type.definition === salesReturn ? RECEIVED : NONE} />
        </>
      )}
    >
      {(row) => <Besides type={type} row={row} />}
    </DocumentPage>
  )
}

function columnsOf(fields: Fields): string[] {
  const said = saidElsewhere(fields)
  return Object.keys(fields).filter((name) => !said.has(name))
}

function Besides({ type: { definition }, row }: { type: DocumentType; row: object }) {
  if (definition === ticket) return <TicketTalk row={row as Row<typeof ticket>} />
  return definition === opportunity && <OfOpportunity row={row as Row<typeof opportunity>} />
}

export function linesOf({ fields }: Definition): Record<string, string[]> {
  const lines = Object.entries(fields).flatMap(([name, field]) =>
    field.kind === 'lines' ? [[name, columnsOf(field.of)] as const] : [],
  )
  return Object.fromEntries(lines)
}
