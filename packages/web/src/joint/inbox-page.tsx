import { inboxEntry } from '@tandem/hub/definitions'
import type { Row } from '@tandem/kernel'
import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Card, Empty, Flex, Segmented, Tag, Typography } from 'antd'
import { useMemo, useState } from 'react'
import { call } from '../api/client.ts'
import { jointType, pathOf, refresh, useList } from '../api/documents.ts'
import { useNameOf } from '../desk/use-actor.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentList } from '../lists/document-list.tsx'
import { PersonPicker } from '../lists/person-picker.tsx'
import { RowList } from '../lists/row-list.tsx'
import type { Drawn } from '../lists/rows.ts'
import { May } from '../parts/may.tsx'
import { Loaded, Page } from '../parts/page.tsx'
import { problemText } from '../parts/problem-alert.tsx'
import { EntryActions } from './entry-actions.tsx'
import { EntrySubject } from './entry-subject.tsx'
import { CorrectAll } from './proposals.tsx'
import { useDrawn } from './use-drawn.tsx'
import { type Helped, useProposals } from './use-inbox.ts'
import { type Cause, useCauses } from './use-joint.ts'
import { useSystemTitle } from './use-who.ts'
import { dependsText, kindLabel } from './words.ts'

type Entry = Row<typeof inboxEntry>

const ENTRIES = jointType(inboxEntry)
/** Most entries of a cause that are retried at one push. */
const MOST_AT_ONCE = 200

/** Everything that needs a person, by cause: why, how much money it blocks, what to do, try again. */
export function InboxPage() {
  const { t } = useWords()
  const [view, setView] = useState<'open' | 'list' | 'settled'>('open')
  return (
    <Page
      title={t('joint.inbox')}
      about={t('joint.inboxAbout')}
      actions={
        <Segmented
          aria-label={t('flow.state')}
          value={view}
          onChange={setView}
          options={[
            { value: 'open', label: t('joint.openEntries') },
            { value: 'list', label: t('joint.asList') },
            { value: 'settled', label: t('joint.settledEntries') },
          ]}
        />
      }
    >
      {view === 'open' ? <OpenCauses /> : <EntryList key={view} isOpen={view === 'list'} />}
    </Page>
  )
}

function OpenCauses() {
  const { t } = useWords()
  const [owner, setOwner] = useState<string>()
  const causes = useCauses(owner)
  return (
    <>
      <PersonPicker
        label={t('running.onlyOwner')}
        placeholder={t('running.onlyOwner')}
        value={owner ?? null}
        style={{ width: 280, maxWidth: '100%', marginBlockEnd: 12 }}
        onChange={(name) => setOwner(name ?? undefined)}
      />
      <Loaded query={causes}>
        {(found) =>
          found.length === 0 ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('joint.inboxEmpty')} />
          ) : (
            <Flex vertical gap={12}>
              {found.map((cause) => (
                <OneCause key={`${cause.code} ${cause.system} ${cause.kind} ${cause.dependsOn}`} cause={cause} owner={owner} />
              ))}
            </Flex>
          )
        }
      </Loaded>
    </>
  )
}

function OneCause({ cause, owner }: { cause: Cause; owner: string | undefined }) {
  const { t, label, money, instant } = useWords()
  const systemTitle = useSystemTitle()
  const entries = useList(ENTRIES, {
    filter: {
      ...{ state: 'open', code: cause.code, system: cause.system, kind: cause.kind },
      ...(cause.dependsOn ? { dependsOn: cause.dependsOn } : {}),
      ...(owner ? { owner } : {}),
    },
    limit: MOST_AT_ONCE,
  })
  const rows = (entries.data?.items ?? []).filter(({ dependsOn }) => dependsOn === cause.dependsOn)
  const { data: helped = [] } = useProposals(cause, owner)
  return (
    <Card
      size="small"
      title={<span style={{ whiteSpace: 'normal' }}>{label(cause.text)}</span>}
      extra={
        rows.length > 1 && (
          <Flex gap={8} wrap justify="end">
            <CorrectAll helped={helped.filter(({ id }) => rows.some((row) => row.id === id))} />
            <RetryAll rows={rows} />
          </Flex>
        )
      }
    >
      <Flex gap={8} wrap style={{ marginBlockEnd: 8 }}>
        <Tag>{label(kindLabel(cause.kind))}</Tag>
        <Tag>{systemTitle(cause.system)}</Tag>
        <Tag color="red">{t('joint.cases', { count: cause.count })}</Tag>
        {Object.entries(cause.money).map(([currency, amount]) => (
          <Tag key={currency} color="volcano">
            {t('joint.blocked', { amount: money(amount, currency) })}
          </Tag>
        ))}
        <Typography.Text type="secondary" className="small">
          {t('joint.since', { at: instant(cause.oldest) })} · <code>{cause.code}</code>
        </Typography.Text>
      </Flex>
      {cause.dependsOn && <Tag>{t('running.dependsOn', { what: label(dependsText(cause.kind, cause.dependsOn)) })}</Tag>}
      <Typography.Paragraph style={{ marginBlock: 8 }}>{t('running.fix', { text: label(cause.fix.text) })}</Typography.Paragraph>
      <Loaded query={entries}>{() => <Entries rows={rows} field={cause.fix.field} helped={helped} />}</Loaded>
    </Card>
  )
}

const SETTLED = { state: ['retried', 'ignored', 'done'] }

const OPEN = { state: 'open' }

/** All that wait one by one; or what became of the others, who saw to them and why. */
function EntryList({ isOpen }: { isOpen: boolean }) {
  const { t, label } = useWords()
  const systemTitle = useSystemTitle()
  const { reason: drawnReason } = useDrawn(inboxEntry).drawn
  const drawn = useMemo(
    (): Drawn => ({
      subject: (row) => <EntrySubject {...(row as unknown as Pick<Entry, 'subject' | 'kind' | 'record'>)} />,
      kind: (row) => label(kindLabel(String(row.kind))),
      system: (row) => systemTitle(String(row.system)),
      ...(drawnReason ? { reason: drawnReason } : {}),
    }),
    [label, systemTitle, drawnReason],
  )
  return (
    <DocumentList
      type={ENTRIES}
      within={isOpen ? 'open' : 'settled'}
      sort={isOpen ? '-createdAt' : '-updatedAt'}
      fixed={isOpen ? OPEN : SETTLED}
      columns={['subject', 'state', 'kind', 'system', 'money', 'owner', 'reason', isOpen ? 'createdAt' : 'updatedAt']}
      filters={['system', 'owner']}
      drawn={drawn}
      empty={{ text: t(isOpen ? 'joint.inboxEmpty' : 'joint.noneSettled') }}
    />
  )
}

interface EntriesProps {
  readonly rows: readonly Entry[]
  readonly field: string | null
  readonly helped: readonly Helped[]
}

function Entries({ rows, field, helped }: EntriesProps) {
  const { t, label, money, instant } = useWords()
  const nameOf = useNameOf()
  return (
    <RowList
      rows={rows}
      rowKey={({ id }) => id}
      empty={t('joint.inboxEmpty')}
      columns={[
        {
          key: 'subject',
          title: label(inboxEntry.fields.subject.label),
          says: ({ subject }) => subject,
          render: (row) => <EntrySubject subject={row.subject} kind={row.kind} record={row.record} />,
        },
        {
          key: 'money',
          title: label(inboxEntry.fields.money.label),
          says: (row) => (row.money ? { number: row.money, unit: row.currency ?? '' } : null),
          align: 'end',
          render: (row) => (row.money ? <span className="number">{money(row.money, row.currency ?? '')}</span> : '–'),
        },
        {
          key: 'owner',
          title: t('running.owner'),
          isEmpty: (row) => !row.owner,
          render: (row) => (row.owner ? nameOf(row.owner) : '–'),
        },
        { key: 'at', title: t('joint.when'), render: (row) => instant(row.createdAt), says: (row) => ({ at: row.createdAt }) },
        {
          key: 'actions',
          title: '',
          render: (row) => (
            <EntryActions row={row} field={field} proposals={helped.find(({ id }) => id === row.id)?.proposals ?? []} />
          ),
        },
      ]}
    />
  )
}

interface BatchAnswer {
  readonly results: readonly { readonly ok: boolean }[]
}

/** All of a group at one push; each may succeed or fail on its own. */
function RetryAll({ rows }: { rows: readonly Entry[] }) {
  const words = useWords()
  const { t } = words
  const { message } = App.useApp()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const retry = async () => {
    setBusy(true)
    try {
      const body = rows.map(({ id, version }) => ({ id, version }))
      const { results } = await call<BatchAnswer>('POST', `${pathOf(ENTRIES)}/batch/retry`, { body })
      void message.info(t('joint.retried', { done: results.filter(({ ok }) => ok).length, all: rows.length }))
    } catch (error) {
      void message.error(problemText(error, words), 8)
    }
    setBusy(false)
    await refresh(client, 'joint')
  }
  return (
    <May right="joint.inbox-entry.retry">
      <Button size="small" type="primary" loading={busy} onClick={() => void retry()}>
        {t('joint.retryAll', { count: rows.length })}
      </Button>
    </May>
  )
}
