import { Link } from '@tanstack/react-router'
import { Tag } from 'antd'
import type { AuditEntry } from '../api/administration.ts'
import { documents, type Side } from '../api/documents.ts'
import { EventFacts } from '../desk/event-facts.tsx'
import { eventTitle } from '../desk/event-words.ts'
import { useActor } from '../desk/use-actor.ts'
import { useWords } from '../i18n/use-words.ts'
import { pageOf } from '../lists/pages.ts'
import { RowList } from '../lists/row-list.tsx'
import type { RowColumn } from '../lists/rows.ts'

/** With the side that its document is on. */
type Shown = AuditEntry & { readonly side: Side }

/** What happened, newest first, as far as it was read; the page searches all of it, and takes it away. Each leads to its document where that has a page. */
export function AuditList({ entries }: { entries: readonly AuditEntry[] }) {
  const words = useWords()
  const { t } = words
  const actor = useActor()
  const rows = entries.map((entry): Shown => ({ ...entry, side: entry.context === 'hub' ? 'joint' : entry.context }))
  const columns: RowColumn<Shown>[] = [
    { key: 'at', title: t('admin.at'), render: ({ at }) => <span className="nowrap">{words.instant(at)}</span> },
    { key: 'who', title: t('admin.who'), render: actor },
    { key: 'part', title: t('admin.part'), render: ({ context }) => <Tag>{t(`admin.contexts.${context}`)}</Tag> },
    { key: 'what', title: t('admin.what'), render: (entry) => <What entry={entry} /> },
    { key: 'details', title: t('admin.details'), render: (entry) => <EventFacts entry={entry} /> },
  ]
  return <RowList rows={rows} rowKey={({ cursor }) => cursor} columns={columns} empty={t('admin.nothingFound')} plain />
}

function What({ entry }: { entry: Shown }) {
  const words = useWords()
  const text = eventTitle(entry, words)
  const page = documents[entry.side].has(entry.document) ? pageOf(entry.side, entry.document, entry.documentId) : undefined
  return page ? <Link to={page}>{text}</Link> : text
}
