import { App, Button, Flex, Mentions, Typography } from 'antd'
import { useState } from 'react'
import { usePlatform } from '../api/platform.ts'
import { type Comment, type Place, useComments, usePeople } from '../api/record.ts'
import { useWords } from '../i18n/use-words.ts'
import { Loaded } from '../parts/page.tsx'
import { ProblemAlert, problemText } from '../parts/problem-alert.tsx'
import { useOfferUndo } from './offer-undo.tsx'
import { useNameOf } from './use-actor.ts'

/** What people say to each other at a document; whom they name finds it on the start page. */
export function Comments({ place }: { place: Place }) {
  const { t } = useWords()
  const { comments } = useComments(place)
  return (
    <>
      <Loaded query={comments}>
        {({ items }) =>
          items.length === 0 ? (
            <Typography.Paragraph type="secondary">{t('record.noComments')}</Typography.Paragraph>
          ) : (
            <ul className="comments">
              {items.map((comment) => (
                <OneComment key={comment.id} comment={comment} place={place} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <AddComment place={place} />
    </>
  )
}

function OneComment({ comment, place }: { comment: Comment; place: Place }) {
  const words = useWords()
  const nameOf = useNameOf()
  const { t, instant } = words
  const { message } = App.useApp()
  const { data: me } = usePlatform()
  const { set } = useComments(place)
  const fail = (error: unknown) => void message.error(problemText(error, words), 8)
  const bringBack = () => set.mutateAsync({ id: comment.id, verb: 'restore' }).catch(fail)
  const offerUndo = useOfferUndo()
  // The comment goes at once: promises tell what becomes of it when it is not there any more.
  const takeBack = () =>
    set
      .mutateAsync({ id: comment.id, verb: 'remove' })
      .then(() => offerUndo(t('record.takenBack'), bringBack))
      .catch(fail)
  return (
    <li>
      <Typography.Text type="secondary" className="small">
        {nameOf(comment.createdBy)} · {instant(comment.createdAt)}
      </Typography.Text>
      {comment.createdBy === me?.actor.id && (
        <Button type="link" size="small" onClick={takeBack}>
          {t('record.takeBack')}
        </Button>
      )}
      <Typography.Paragraph style={{ margin: 0, whiteSpace: 'pre-wrap' }}>{withNames(comment.text)}</Typography.Paragraph>
    </li>
  )
}

const NAME = /(@[\p{L}\p{N}._-]+)/u

function withNames(text: string) {
  return text.split(NAME).map((part, at) => (at % 2 === 1 ? <strong key={at}>{part}</strong> : part))
}

function AddComment({ place }: { place: Place }) {
  const { t } = useWords()
  const { add } = useComments(place)
  const { data: people } = usePeople()
  const [text, setText] = useState('')
  const known = new Map(people?.items.map(({ id, fullName }) => [id, fullName]))
  const say = () => {
    const named = text.match(new RegExp(NAME, 'gu'))?.map((name) => name.slice(1)) ?? []
    add.mutate(
      {
        text: text.trim(),
        mentions: named.map((name) => (known.has(name) ? name : name.replace(/[.-]+$/, ''))).filter((name) => known.has(name)),
      },
      { onSuccess: () => setText('') },
    )
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() !== '') say()
      }}
    >
      <Mentions
        rows={2}
        value={text}
        maxLength={4000}
        aria-label={t('record.say')}
        placeholder={t('record.say')}
        onChange={setText}
        options={[...known].map(([id, fullName]) => ({ value: id, label: `${fullName} · ${id}` }))}
        filterOption={(typed, { value }) => `${value} ${known.get(value ?? '')}`.toLowerCase().includes(typed.toLowerCase())}
      />
      <ProblemAlert error={add.error} />
      <Flex style={{ marginBlockStart: 8 }}>
        <Button htmlType="submit" type="primary" disabled={text.trim() === ''} loading={add.isPending}>
          {t('record.add')}
        </Button>
      </Flex>
    </form>
  )
}
