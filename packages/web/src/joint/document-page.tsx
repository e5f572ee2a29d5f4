import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { type AnyRow, type DocumentType, documents } from '../api/documents.ts'
import { NotFound } from '../app/not-found.tsx'
import { DocumentPage } from '../erp/simple-pages.tsx'
import { useWords } from '../i18n/use-words.ts'
import { linesOf } from '../records/record-page.tsx'
import { InboxCause } from './inbox-cause.tsx'
import { useDrawn } from './use-drawn.tsx'
import type { Entry } from './use-inbox.ts'

export function JointDocumentPage() {
  const { document, id } = useParams({ from: '/joint/documents/$document/$id' })
  const type = documents.joint.get(document)
  return type ? <JointDocument type={type} id={id} /> : <NotFound />
}

/** Where the documents of a queue of the joint are worked on. */
const QUEUES: Readonly<Record<string, string>> = {
  conflict: '/joint/conflicts',
  duplicate: '/joint/conflicts',
  deletion: '/joint/conflicts',
  merge: '/joint/conflicts',
  'inbox-entry': '/joint/inbox',
  connection: '/joint/connections',
  mapping: '/joint/mappings',
  proof: '/joint/proof',
  repair: '/joint/proof',
  rule: '/joint/rules',
  system: '/joint',
  alert: '/joint/alerts',
  'alert-channel': '/joint/alerts',
  'alert-rule': '/joint/alerts',
  'file-source': '/joint/files',
  'file-run': '/joint/files',
  'file-export': '/joint/files',
  'file-export-run': '/joint/files',
}

/** What waits in a queue of the joint, or was decided there: what it says, what people say of it, and what happened to it. */
function JointDocument({ type, id }: { type: DocumentType; id: string }) {
  const { t, inside } = useWords()
  const { drawn, facts, name } = useDrawn(type.definition)
  const queue = QUEUES[type.definition.name] ?? (type.definition.name.startsWith('quality-') ? '/joint/quality' : undefined)
  return (
    <DocumentPage
      type={type}
      id={id}
      about={t('record.pageAbout', { what: inside(type.definition.label) })}
      lines={linesOf(type.definition)}
      facts={facts}
      drawn={drawn}
      name={(row) => name(row as AnyRow)}
      actions={(row) => (
        <>
          {typeof row.record === 'string' && (
            <Link to="/joint/records/$id" params={{ id: row.record }}>
              <Button>{t('lineage.history')}</Button>
            </Link>
          )}
          {queue && (
            <Link to={queue}>
              <Button type="primary">{t('record.toQueue')}</Button>
            </Link>
          )}
        </>
      )}
    >
      {(row) => type.definition.name === 'inbox-entry' && <InboxCause row={row as unknown as Entry} />}
    </DocumentPage>
  )
}
