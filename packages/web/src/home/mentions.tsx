import { Link } from '@tanstack/react-router'
import { Button, Card, Flex, Typography } from 'antd'
import type { Side } from '../api/documents.ts'
import { useMentions } from '../api/record.ts'
import { useNameOf } from '../desk/use-actor.ts'
import { useWords } from '../i18n/use-words.ts'
import { ReferenceName } from '../lists/field-value.tsx'
import { pageOf } from '../lists/pages.ts'

/** Where colleagues named me; it stands here until I have seen it. */
export function MyMentions() {
  const { t, instant } = useWords()
  const nameOf = useNameOf()
  const { mentions, see } = useMentions()
  const items = mentions.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Card
      size="small"
      title={t('desk.mentions')}
      style={{ marginBlockEnd: 12 }}
      extra={
        <Button size="small" onClick={() => see.mutate(items.map(({ id }) => id))}>
          {t('desk.seen')}
        </Button>
      }
    >
      <ul className="comments" style={{ margin: 0 }}>
        {items.map(({ id, document, documentId, text, createdBy, createdAt }) => {
          const [side, name] = document.split('/') as [Side, string]
          const page = pageOf(side, name, documentId)
          return (
            <li key={id}>
              <Flex gap={8} wrap align="baseline">
                {page ? (
                  <Link to={page} onClick={() => see.mutate([id])}>
                    <ReferenceName side={side} name={name} id={documentId} link={false} />
                  </Link>
                ) : (
                  <ReferenceName side={side} name={name} id={documentId} link={false} />
                )}
                <Typography.Text type="secondary" className="small">
                  {nameOf(createdBy)} · {instant(createdAt)}
                </Typography.Text>
              </Flex>
              {text}
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
