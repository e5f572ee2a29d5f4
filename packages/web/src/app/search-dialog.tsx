import { useNavigate } from '@tanstack/react-router'
import { Empty, Input, Modal, Tag, Typography } from 'antd'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { documents, type Side } from '../api/documents.ts'
import { useSearchAll } from '../api/record.ts'
import { useWords, type Words } from '../i18n/use-words.ts'
import { kindLabel } from '../joint/words.ts'
import { pageOf } from '../lists/pages.ts'
import { titleOf } from '../lists/title.ts'
import { SideTag } from '../parts/side-tag.tsx'
import { StateTag } from '../parts/state-tag.tsx'
import { type Places, usePlaces } from './places.tsx'

const TYPING_PAUSE_MS = 120
const LIST = 'search-results'

interface Hit {
  readonly key: string
  readonly to: string
  readonly side?: Side
  readonly kind: string
  readonly title: string
  readonly state?: string | undefined
  /** A page of the manual, which opens beside the page. */
  readonly help?: string
}

/** Everything by typing a part of it: documents of both sides, records of the joint, users, pages of the house and of the manual. */
export function SearchDialog({ onClose, openHelp }: { onClose: () => void; openHelp: (page: string) => void }) {
  const words = useWords()
  const { t } = words
  const navigate = useNavigate()
  const places = usePlaces()
  const [typed, setTyped] = useState('')
  const q = usePausedText(typed)
  const found = useSearchAll(q)
  const [at, setAt] = useState(0)
  const hits = [
    ...placeHits(places, typed, t('shell.page')),
    ...(q.length >= 2 ? [...documentHits(found.data?.groups, words), ...manualHits(found.data?.manual, words)] : []),
  ]
  const chosen = hits[Math.min(at, hits.length - 1)]
  const open = (hit: Hit | undefined) => {
    if (!hit) return
    onClose()
    if (hit.help) openHelp(hit.help)
    else void navigate({ to: hit.to })
  }
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setAt(Math.max(0, Math.min(hits.length - 1, at + step)))
    }
    if (event.key === 'Enter') open(chosen)
  }
  return (
    <Modal open footer={null} closable={false} onCancel={onClose} destroyOnHidden width={640} title={t('shell.searchAll')}>
      <Input
        autoFocus
        size="large"
        value={typed}
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls={LIST}
        aria-activedescendant={chosen ? `hit-${chosen.key}` : undefined}
        aria-label={t('shell.searchAll')}
        placeholder={t('shell.searchAbout')}
        onKeyDown={press}
        onChange={(event) => {
          setTyped(event.target.value)
          setAt(0)
        }}
      />
      <div id={LIST} role="listbox" aria-label={t('shell.found')} className="hits">
        {hits.map((hit) => (
          <OneHit key={hit.key} hit={hit} isChosen={hit === chosen} onOpen={() => open(hit)} />
        ))}
      </div>
      {hits.length === 0 && <Nothing isAsking={found.isFetching} q={q} />}
    </Modal>
  )
}

function Nothing({ isAsking, q }: { isAsking: boolean; q: string }) {
  const { t } = useWords()
  const text = isAsking ? t('lists.searching') : q.length < 2 ? t('shell.searchHint') : t('shell.nothing', { q })
  return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text} />
}

function OneHit({ hit, isChosen, onOpen }: { hit: Hit; isChosen: boolean; onOpen: () => void }) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the box above takes the keys, as a combobox does.
    <div id={`hit-${hit.key}`} role="option" tabIndex={-1} aria-selected={isChosen} className="hit" onClick={onOpen}>
      {hit.side ? <SideTag side={hit.side} /> : <Tag>{hit.kind}</Tag>}
      <span className="hit-title">
        {hit.title} {hit.side && <Typography.Text type="secondary">{hit.kind}</Typography.Text>}
      </span>
      {hit.state && <StateTag state={hit.state} />}
    </div>
  )
}

function placeHits({ home, groups }: Places, typed: string, kind: string): Hit[] {
  const word = typed.trim().toLowerCase()
  const all = [home, ...groups.flatMap(({ places }) => places)]
  const fits = word === '' ? [] : all.filter(({ label }) => label.toLowerCase().includes(word))
  return fits.slice(0, 4).map(({ key, label }) => ({ key: `page-${key}`, to: key, kind, title: label }))
}

type Groups = NonNullable<ReturnType<typeof useSearchAll>['data']>['groups']

function documentHits(groups: Groups | undefined, { label, language }: Words): Hit[] {
  return (groups ?? []).flatMap(({ document, items }) => {
    const [side, name] = document.split('/') as [Side, string]
    if (document === RECORDS) return items.map((row) => recordHit(row, label))
    const definition = documents[side]?.get(name)?.definition
    return items.flatMap((row): Hit[] => {
      const to = pageOf(side, name, row.id)
      if (!definition || !to) return []
      const state = typeof row.state === 'string' ? row.state : undefined
      return [{ key: row.id, to, side, kind: label(definition.label), title: titleOf(definition, row, language), state }]
    })
  })
}

const RECORDS = 'joint/record'

function recordHit(row: Groups[number]['items'][number], label: Words['label']): Hit {
  const { id, kind, subject } = row as unknown as { id: string; kind: string; subject: string }
  const to = pageOf('joint', 'record', id)
  return { key: id, to, side: 'joint', kind: label(kindLabel(kind)), title: subject }
}

function manualHits(pages: readonly { readonly page: string; readonly title: string }[] | undefined, { t }: Words): Hit[] {
  return (pages ?? []).map(({ page, title }) => ({
    key: `manual-${page}`,
    to: '',
    kind: t('shell.manualPage'),
    title,
    help: page,
  }))
}

function usePausedText(text: string): string {
  const [paused, setPaused] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text.trim()), TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}
