import { Link } from '@tanstack/react-router'
import { Tag, Typography } from 'antd'
import type { AuditEntry } from '../api/administration.ts'
import { documents, type Side } from '../api/documents.ts'
import { eventTitle } from '../desk/event-words.ts'
import { useWords, type Words } from '../i18n/use-words.ts'
import { pageOf } from '../lists/pages.ts'
import { RowList } from '../lists/row-list.tsx'
import type { RowColumn } from '../lists/rows.ts'

/** What happened, newest first, as far as it was read; the page searches all of it, and takes it away. Each leads to its document where that has a page. */
export function AuditList({ entries }: { entries: readonly AuditEntry[] }) {
  const words = useWords()
  const { t } = words
  const columns: RowColumn<AuditEntry>[] = [
    { key: 'at', title: t('admin.at'), render: ({ at }) => <span className="nowrap">{words.instant(at)}</span> },
    { key: 'who', title: t('admin.who'), render: ({ actorId, actorKind }) => `${actorId}${kindWord(actorKind, words)}` },
    { key: 'part', title: t('admin.part'), render: ({ context }) => <Tag>{t(`admin.contexts.${context}`)}</Tag> },
    { key: 'what', title: t('admin.what'), render: (entry) => <What entry={entry} /> },
    { key: 'details', title: t('admin.details'), render: ({ payload }) => <Details payload={payload} /> },
  ]
  return <RowList rows={entries} rowKey={({ cursor }) => cursor} columns={columns} empty={t('admin.nothingFound')} plain />
}

function kindWord(kind: string, { t }: Words): string {
  return kind === 'key' ? ` (${t('admin.aKey')})` : ''
}

function sideOf(context: AuditEntry['context']): Side | undefined {
  return context === 'hub' ? 'joint' : context
}

function What({ entry }: { entry: AuditEntry }) {
  const words = useWords()
  const side = sideOf(entry.context)
  const known = side && side !== 'platform' && documents[side].has(entry.document)
  const text = known ? eventTitle({ ...entry, side }, words) : eventWord(entry, words)
  const hasPage = side && documents[side].has(entry.document)
  const page = hasPage ? pageOf(side, entry.document, entry.documentId) : undefined
  return page ? <Link to={page}>{text}</Link> : text
}

/** Events of people, roles and keys have words of their own. */
function eventWord({ type }: AuditEntry, { t }: Words): string {
  const all = t('admin.events', { returnObjects: true }) as Readonly<Record<string, string>>
  return all[type] ?? type.replaceAll('-', ' ')
}

const SHOWN = 160
const LONGEST = 40
/** Of every document alike, and no news. */
const NOT_TOLD = /^(id|version|createdAt|createdBy|updatedAt|updatedBy)$/

function Details({ payload }: { payload: unknown }) {
  const text = pairsOf(payload)
  if (text === '') return null
  return (
    <Typography.Text type="secondary" className="small audit-details" title={JSON.stringify(payload).slice(0, 2_000)}>
      {text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}
    </Typography.Text>
  )
}

/** `name: Berg, currency: EUR`; what is inside of it is left to the export. */
function pairsOf(payload: unknown): string {
  const simple = ([name, value]: [string, unknown]) =>
    !NOT_TOLD.test(name) && value !== null && value !== '' && typeof value !== 'object'
  const short = (value: unknown) => (String(value).length > LONGEST ? `${String(value).slice(0, LONGEST)}…` : String(value))
  return Object.entries(payload ?? {})
    .filter(simple)
    .map(([name, value]) => `${name}: ${short(value)}`)
    .join(', ')
}
