import { Link } from '@tanstack/react-router'
import { Typography } from 'antd'
import { type AnyRow, documents, type Side } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { pageOf } from '../lists/pages.ts'
import { titleOf } from '../lists/title.ts'

/** Documents that a merge, or undoing it, re-points. */
export interface Repointed {
  readonly document: string
  readonly count: number
  readonly some: readonly AnyRow[]
}

interface RepointedListProps {
  readonly side: Side
  readonly title: string
  readonly parts: readonly Repointed[]
  readonly empty: string
}

/** By kind: how many, and the newest by name, each with the way to its page. */
export function RepointedList({ side, title, parts, empty }: RepointedListProps) {
  const { t, label } = useWords()
  return (
    <section>
      <Typography.Title level={3} style={{ fontSize: '1em', marginBlock: 8 }}>
        {title}
      </Typography.Title>
      {parts.length === 0 && <Typography.Text type="secondary">{empty}</Typography.Text>}
      <ul style={{ margin: 0, paddingInlineStart: 20 }}>
        {parts.map(({ document, count, some }) => (
          <li key={document}>
            {label(documents[side].get(document)?.definition.label ?? { en: document, zh: document })} ({count}):{' '}
            {some.map((row, at) => (
              <span key={row.id}>
                {at > 0 && ', '}
                <Named side={side} document={document} row={row} />
              </span>
            ))}
            {count > some.length && ` ${t('identity.more', { count: count - some.length })}`}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Named({ side, document, row }: { side: Side; document: string; row: AnyRow }) {
  const { language } = useWords()
  const definition = documents[side].get(document)?.definition
  const name = (definition && titleOf(definition, row, language)) || row.id.slice(-6)
  const page = pageOf(side, document, row.id)
  return page ? (
    // Among words a link is told by more than its colour.
    <Link to={page} target="_blank" style={{ textDecoration: 'underline' }}>
      {name}
    </Link>
  ) : (
    <span>{name}</span>
  )
}
