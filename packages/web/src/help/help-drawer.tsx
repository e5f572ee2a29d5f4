import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { useWords } from '../i18n/use-words.ts'
import { Loaded } from '../parts/page.tsx'
import { startTour } from '../tour/tour-state.ts'
import { blocksOf, type Inline, inlinesOf } from './markdown.ts'
import { pageFor } from './pages.ts'

interface HelpProps {
  /** The page to begin at; left out: where the page is explained. */
  readonly at?: string | undefined
  /** This page of the manual and no other, for who is not of the house. */
  readonly only?: string
  readonly onClose: () => void
}

/** The manual beside the page: it opens at the page asked for, or where the page is explained, and its links lead on inside. */
export function HelpDrawer({ at, only, onClose }: HelpProps) {
  const { t, language } = useWords()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const [page, setPage] = useState(only ?? at ?? pageFor(path))
  const manual = useQuery({
    queryKey: ['desk', 'manual', language, page],
    queryFn: ({ signal }) => call<{ readonly text: string }>('GET', `/desk/manual/${page}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Drawer
      open
      size={480}
      title={t('shell.help')}
      onClose={onClose}
      extra={
        page !== 'README' &&
        !only && (
          <Button size="small" onClick={() => setPage('README')}>
            {t('shell.manual')}
          </Button>
        )
      }
    >
      {!only && (
        <Button
          style={{ marginBlockEnd: 12 }}
          onClick={() => {
            onClose()
            startTour()
          }}
        >
          {t('tour.again')}
        </Button>
      )}
      <Loaded query={manual}>{({ text }) => <Markdown text={text} onPage={setPage} />}</Loaded>
    </Drawer>
  )
}

interface MarkdownProps {
  readonly text: string
  /** Another page of the manual, by its name. */
  readonly onPage: (page: string) => void
}

function Markdown({ text, onPage }: MarkdownProps) {
  const say = (words: string) => <Words text={words} onPage={onPage} />
  return (
    <div className="manual">
      {blocksOf(text).map((block, at) => {
        const key = `${at} ${block.kind}`
        switch (block.kind) {
          case 'heading':
            return block.level === 1 ? <h2 key={key}>{say(block.text)}</h2> : <h3 key={key}>{say(block.text)}</h3>
          case 'list':
            return (
              <ul key={key}>
                {block.items.map((item) => (
                  <li key={item}>{say(item)}</li>
                ))}
              </ul>
            )
          case 'code':
            return <pre key={key}>{block.text}</pre>
          case 'picture':
            return <Picture key={key} name={block.name} text={block.text} />
          case 'table':
            return <Table key={key} head={block.head} rows={block.rows} say={say} />
          default:
            return <p key={key}>{say(block.text)}</p>
        }
      })}
    </div>
  )
}

/** As wide as the drawer; whole in a tab of its own. */
function Picture({ name, text }: { name: string; text: string }) {
  const { language } = useWords()
  const address = `/api/v1/desk/manual/${language}/pictures/${name}`
  return (
    <a href={address} target="_blank" rel="noreferrer">
      <img src={address} alt={text} title={text} loading="lazy" />
    </a>
  )
}

interface TableProps {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly say: (words: string) => React.ReactNode
}

function Table({ head, rows, say }: TableProps) {
  return (
    <table>
      <thead>
        <tr>
          {head.map((cell) => (
            <th key={cell}>{say(cell)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.join('|')}>
            {row.map((cell, at) => (
              <td key={`${head[at]} ${cell}`}>{say(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Words({ text, onPage }: MarkdownProps) {
  return inlinesOf(text).map((part, at) => <OneInline key={`${at} ${part.text}`} part={part} onPage={onPage} />)
}

function OneInline({ part, onPage }: { part: Inline; onPage: MarkdownProps['onPage'] }) {
  if (part.kind === 'bold') return <strong>{part.text}</strong>
  if (part.kind === 'italic') return <em>{part.text}</em>
  if (part.kind === 'code') return <code>{part.text}</code>
  if (part.kind !== 'link') return part.text
  const own = /^([\w-]+)\.md$/.exec(part.to)?.[1]
  // What lies outside the manual is not served; its name is still worth reading.
  if (!own) return part.text
  return (
    <Button type="link" className="inline-button" onClick={() => onPage(own)}>
      {part.text}
    </Button>
  )
}
