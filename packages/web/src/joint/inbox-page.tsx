import { inboxEntry } from '@tandem/hub/definitions'
import type { Row } from '@tandem/kernel'
import { App, Button, Card, Empty, Flex, Segmented, Tag, Typography } from 'antd'
import { useState } from 'react'
import { jointType, useList, useSend } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { RowList } from '../lists/row-list.tsx'
import { Loaded, Page } from '../parts/page.tsx'
import { problemText } from '../parts/problem-alert.tsx'
import { EntrySubject } from './entry-subject.tsx'
import { IgnoreDialog } from './ignore-dialog.tsx'
import { type Cause, useCauses } from './use-joint.ts'
import { kindLabel } from './words.ts'

type Entry = Row<typeof inboxEntry>

const ENTRIES = jointType(inboxEntry)
/** Most entries of a cause that are retried at one push. */
const MOST_AT_ONCE = 200

/** Everything that needs a person, by cause: why, how much money it blocks, what to do, try again. */
export function InboxPage() {
  const { t } = useWords()
  const [view, setView] = useState<'open' | 'settled'>('open')
  return (
    <Page
      title={t('joint.inbox')}
      about={t('joint.inboxAbout')}
      actions={
        <Segmented
          value={view}
          onChange={setView}
          options={[
            { value: 'open', label: t('joint.openEntries') },
            { value: 'settled', label: t('joint.settledEntries') },
          ]}
        />
      }
    >
      {view === 'open' ? <OpenCauses /> : <Settled />}
    </Page>
  )
}

function OpenCauses() {
  const { t } = useWords()
  const causes = useCauses()
  return (
    <Loaded query={causes}>
      {(found) =>
        found.length === 0 ? (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('joint.inboxEmpty')} />
        ) : (
          <Flex vertical gap={12}>
            {found.map((cause) => (
              <OneCause key={`${cause.code} ${cause.system} ${cause.kind}`} cause={cause} />
            ))}
          </Flex>
        )
      }
    </Loaded>
  )
}

function OneCause({ cause }: { cause: Cause }) {
  const { t, label, money, instant } = useWords()
  const entries = useList(ENTRIES, {
    filter: { state: 'open', code: cause.code, system: cause.system, kind: cause.kind },
    limit: MOST_AT_ONCE,
  })
  const rows = entries.data?.items ?? []
  return (
    <Card
      size="small"
      title={<span style={{ whiteSpace: 'normal' }}>{label(cause.text)}</span>}
      extra={rows.length > 1 && <RetryAll rows={rows} />}
    >
      <Flex gap={8} wrap style={{ marginBlockEnd: 8 }}>
        <Tag>{label(kindLabel(cause.kind))}</Tag>
        <Tag>{cause.system}</Tag>
        <Tag color="red">{t('joint.cases', { count: cause.count })}</Tag>
        {Object.entries(cause.money).map(([currency, amount]) => (
          <Tag key={currency} color="volcano">
            {t('joint.blocked', { amount: money(amount, currency) })}
          </Tag>
        ))}
        <Typography.Text type="secondary" className="small">
          {t('joint.since', { at: instant(cause.oldest) })} · {cause.code}
        </Typography.Text>
      </Flex>
      <Entries rows={rows} withActions />
    </Card>
  )
}

function Settled() {
  const entries = useList(ENTRIES, { filter: { state: ['retried', 'ignored', 'done'] }, sort: '-updatedAt', limit: 100 })
  return <Loaded query={entries}>{({ items }) => <Entries rows={items} />}</Loaded>
}

function Entries({ rows, withActions = false }: { rows: readonly Entry[]; withActions?: boolean }) {
  const { t, label, money, instant, choice } = useWords()
  return (
    <RowList
      rows={rows}
      rowKey={({ id }) => id}
      empty={t('joint.noneSettled')}
      columns={[
        {
          key: 'subject',
          title: label(inboxEntry.fields.subject.label),
          render: (row) => <EntrySubject subject={row.subject} kind={row.kind} record={row.record} />,
        },
        {
          key: 'money',
          title: label(inboxEntry.fields.money.label),
          align: 'end',
          render: (row) => (row.money ? <span className="number">{money(row.money, row.currency ?? '')}</span> : '–'),
        },
        { key: 'at', title: t('joint.when'), render: (row) => instant(row.createdAt) },
        withActions
          ? { key: 'actions', title: '', render: (row) => <EntryActions row={row} /> }
          : {
              key: 'state',
              title: t('joint.outcome'),
              render: (row) => `${choice(row.state)}${row.reason ? `: ${row.reason}` : ''}`,
            },
      ]}
    />
  )
}

function EntryActions({ row }: { row: Entry }) {
  const words = useWords()
  const { t } = words
  const { message } = App.useApp()
  const sending = useSend(ENTRIES)
  const [ignoring, setIgnoring] = useState(false)
  const retry = () =>
    sending.mutate(
      { id: row.id, command: 'retry', input: {}, version: row.version },
      {
        onSuccess: () => void message.success(t('joint.retrying')),
        onError: (error) => void message.error(problemText(error, words), 8),
      },
    )
  return (
    <Flex gap={8}>
      <Button size="small" type="primary" loading={sending.isPending} onClick={retry}>
        {t('joint.retry')}
      </Button>
      <Button size="small" onClick={() => setIgnoring(true)}>
        {t('joint.ignore')}
      </Button>
      {ignoring && <IgnoreDialog row={row} onClose={() => setIgnoring(false)} />}
    </Flex>
  )
}

/** One after the other: each may succeed or fail on its own. */
function RetryAll({ rows }: { rows: readonly Entry[] }) {
  const { t } = useWords()
  const { message } = App.useApp()
  const sending = useSend(ENTRIES)
  const [busy, setBusy] = useState(false)
  const retry = async () => {
    setBusy(true)
    let done = 0
    for (const { id, version } of rows) {
      await sending.mutateAsync({ id, command: 'retry', input: {}, version }).then(
        () => done++,
        () => {},
      )
    }
    setBusy(false)
    void message.info(t('joint.retried', { done, all: rows.length }))
  }
  return (
    <Button size="small" type="primary" loading={busy} onClick={() => void retry()}>
      {t('joint.retryAll', { count: rows.length })}
    </Button>
  )
}
