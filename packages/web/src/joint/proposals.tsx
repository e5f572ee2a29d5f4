import { flow, inboxEntry, system } from '@tandem/hub/definitions'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Modal, Table, Typography } from 'antd'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { type DocumentType, jointType, pathOf, refresh, send } from '../api/documents.ts'
import { useMay, useRights } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { problemText } from '../parts/problem-alert.tsx'
import { scrolled } from '../parts/scrolled.ts'
import type { Helped, Proposal } from './use-inbox.ts'
import { valueText } from './words.ts'

const TYPES: Readonly<Record<'inbox-entry' | 'flow' | 'system', DocumentType>> = {
  'inbox-entry': jointType(inboxEntry),
  flow: jointType(flow),
  system: jointType(system),
}

/** One proposed fix: shows what it changes, then does it. */
export function ProposalButton({ subject, proposal }: { subject: string; proposal: Proposal }) {
  const words = useWords()
  const { t, label } = words
  const { message } = App.useApp()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const { does } = proposal
  const { reach } = useRights()
  const mayDo = 'look' in does || reach(`joint.${does.document}.${does.command}`) !== undefined
  const run = async () => {
    if ('look' in does) return
    setBusy(true)
    try {
      const { document, id, version, command, input } = does
      await send(TYPES[document], { id, version, command, input })
      void message.success(t('running.help.done'))
      setAsking(false)
    } catch (error) {
      void message.error(problemText(error, words), 8)
    }
    setBusy(false)
    await refresh(client, 'joint')
  }
  const text = label(proposal.label)
  if (!mayDo) return null
  return (
    <>
      <Button size="small" onClick={() => ('look' in does ? void navigate({ to: `/joint/${does.look}` }) : setAsking(true))}>
        {text}
      </Button>
      <Modal
        open={isAsking}
        title={`${subject}: ${text}`}
        okText={t('running.help.do')}
        confirmLoading={isBusy}
        onOk={() => void run()}
        onCancel={() => setAsking(false)}
      >
        {proposal.changes.length > 0 ? (
          <Changes rows={proposal.changes.map((change) => ({ subject, ...change }))} />
        ) : (
          <Typography.Paragraph>{t(`running.help.about.${proposal.name}`)}</Typography.Paragraph>
        )}
      </Modal>
    </>
  )
}

type ChangeRow = Proposal['changes'][number] & { readonly subject: string }

function Changes({ rows }: { rows: readonly ChangeRow[] }) {
  const { t, label } = useWords()
  return (
    <Table<ChangeRow>
      size="small"
      pagination={false}
      ref={scrolled}
      scroll={{ x: 'max-content', y: 320 }}
      rowKey={({ subject, field }) => `${subject} ${field}`}
      dataSource={rows as ChangeRow[]}
      columns={[
        { title: label(inboxEntry.fields.subject.label), render: (_, row) => row.subject },
        { title: t('joint.field'), render: (_, row) => label(row.label) },
        { title: t('running.help.from'), render: (_, row) => valueText(row.from) },
        { title: t('running.help.to'), render: (_, row) => <strong>{valueText(row.to)}</strong> },
      ]}
    />
  )
}

interface BatchAnswer {
  readonly results: readonly { readonly ok: boolean }[]
}

/** The first proposed correction of every case of a group, shown together and done at one push; each may fail on its own. */
export function CorrectAll({ helped }: { helped: readonly Helped[] }) {
  const words = useWords()
  const { t } = words
  const { message } = App.useApp()
  const client = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const mayCorrect = useMay('joint.inbox-entry.edit-and-retry')
  const first = helped.flatMap(({ subject, proposals }) => {
    const found = proposals.find(({ name }) => name === 'edit')
    return found && 'id' in found.does ? [{ subject, changes: found.changes, does: found.does }] : []
  })
  if (first.length < 2 || !mayCorrect) return null
  const run = async () => {
    setBusy(true)
    try {
      const body = first.map(({ does: { id, version, input } }) => ({ id, version, input }))
      const { results } = await call<BatchAnswer>('POST', `${pathOf(TYPES['inbox-entry'])}/batch/edit-and-retry`, { body })
      void message.info(t('running.help.corrected', { done: results.filter(({ ok }) => ok).length, all: first.length }))
      setAsking(false)
    } catch (error) {
      void message.error(problemText(error, words), 8)
    }
    setBusy(false)
    await refresh(client, 'joint')
  }
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {t('running.help.correctAll', { count: first.length })}
      </Button>
      <Modal
        open={isAsking}
        width={720}
        title={t('running.help.correctAll', { count: first.length })}
        okText={t('running.help.do')}
        confirmLoading={isBusy}
        onOk={() => void run()}
        onCancel={() => setAsking(false)}
      >
        <Changes rows={first.flatMap(({ subject, changes }) => changes.map((change) => ({ subject, ...change })))} />
      </Modal>
    </>
  )
}
