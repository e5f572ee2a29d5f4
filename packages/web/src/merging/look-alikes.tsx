import { Link } from '@tanstack/react-router'
import { Alert, Flex, Tag } from 'antd'
import { useEffect, useState } from 'react'
import { useAnswer } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { fieldLabel } from '../joint/words.ts'
import { pageOf } from '../lists/pages.ts'

interface LookAlike {
  readonly record: string
  readonly subject: string
  readonly name: string
  readonly score: string
  readonly reasons: readonly { readonly field: string; readonly is: string }[]
  readonly links: readonly { readonly system: string; readonly externalId: string }[]
}

const ASKED = ['code', 'name', 'type', 'taxNumber', 'email', 'phone'] as const
const TYPING_PAUSE_MS = 400

/** Customers that may be the one somebody is just typing, each with the way to its page. Nothing when there is none. */
export function LookAlikes({ values }: { values: Readonly<Record<string, unknown>> }) {
  const { t, label } = useWords()
  const typed = usePaused(
    JSON.stringify(ASKED.map((name) => (typeof values[name] === 'string' && values[name] !== '' ? values[name] : null))),
  )
  const said = JSON.parse(typed) as (string | null)[]
  const query = Object.fromEntries(ASKED.map((name, i) => [name, said[i] ?? undefined]))
  const isAsked = ASKED.some((name) => name !== 'type' && query[name] !== undefined)
  const found = useAnswer<readonly LookAlike[]>('joint', 'look-alikes', { kind: 'customer', ...query }, isAsked)
  if (!isAsked || !found.data || found.data.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      title={t('identity.maybeThere')}
      description={
        <Flex vertical gap={6}>
          {found.data.map(({ record, subject, name, score, reasons, links }) => {
            const id = links.find(({ system }) => system === 'tandem-crm')?.externalId
            const page = id === undefined ? undefined : pageOf('crm', 'customer', id)
            const text = `${subject} ${name}`
            return (
              <Flex key={record} gap={6} wrap align="center">
                {page ? (
                  <Link to={page} target="_blank">
                    {text}
                  </Link>
                ) : (
                  text
                )}
                <Tag>{score} %</Tag>
                {reasons
                  .filter(({ is }) => is !== 'different')
                  .map(({ field, is }) => (
                    <Tag key={field} color={is === 'same' ? 'green' : 'gold'}>
                      {is === 'same' ? '=' : '≈'} {label(fieldLabel('customer', field))}
                    </Tag>
                  ))}
              </Flex>
            )
          })}
        </Flex>
      }
    />
  )
}

/** A text, once it has not changed for a moment. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}
