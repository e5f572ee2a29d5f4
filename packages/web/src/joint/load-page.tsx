import { kindNames, kindOf } from '@tandem/hub/definitions'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Empty, Flex, Modal, Progress, Select, Table, Tag, Typography } from 'antd'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { useWords, type Words } from '../i18n/use-words.ts'
import { RowList } from '../lists/row-list.tsx'
import type { RowColumn } from '../lists/rows.ts'
import { Loaded, Page } from '../parts/page.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { scrolled } from '../parts/scrolled.ts'
import { PauseOrResume } from './pause-or-resume.tsx'
import { useFlows } from './use-flows.ts'
import { type FirstLoad, type LoadPreview, useFirstLoads } from './use-loads.ts'
import { useSystemTitle } from './use-who.ts'
import { kindLabel } from './words.ts'

/** The first load of every system: how far, how fast, until when; stopped and gone on with; and what it would do before it does. */
export function LoadPage() {
  const { t } = useWords()
  const loads = useFirstLoads()
  const [previewed, setPreviewed] = useState<string>()
  return (
    <Page title={t('running.load.title')} about={t('running.load.about')}>
      <Loaded query={loads}>
        {(found) =>
          found.length === 0 ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('running.load.nothing')}>
              <Link to="/joint/connections">
                <Button>{t('connections.title')}</Button>
              </Link>
            </Empty>
          ) : (
            <Loads rows={found} onPreview={setPreviewed} />
          )
        }
      </Loaded>
      {previewed && <PreviewDialog system={previewed} onClose={() => setPreviewed(undefined)} />}
    </Page>
  )
}

const COLOURS = {
  waiting: 'default',
  paused: 'orange',
  reading: 'blue',
  planning: 'blue',
  writing: 'blue',
  done: 'green',
} as const

interface LoadsProps {
  readonly rows: readonly FirstLoad[]
  readonly onPreview: (system: string) => void
}

function Loads({ rows, onPreview }: LoadsProps) {
  const { t } = useWords()
  const titleOf = useSystemTitle()
  const columns = useColumns()
  const systems = [...new Set(rows.map(({ system }) => system))]
  return (
    <>
      <Flex gap={8} wrap align="center" style={{ marginBlockEnd: 12 }}>
        {systems.map((system) => (
          <Button key={system} size="small" onClick={() => onPreview(system)}>
            {t('running.load.previewOf', { system: titleOf(system) })}
          </Button>
        ))}
      </Flex>
      <RowList
        rows={rows}
        rowKey={({ system, kind }) => `${system} ${kind}`}
        empty={t('running.load.nothing')}
        columns={columns}
        list="joint/first-load"
      />
    </>
  )
}

function useColumns(): RowColumn<FirstLoad>[] {
  const words = useWords()
  const { t, label } = words
  const titleOf = useSystemTitle()
  const { data: flows = [] } = useFlows()
  const flowOf = ({ system, kind }: FirstLoad) =>
    flows.find((flow) => flow.system === system && flow.kind === kind && flow.direction === 'in')
  const choice = (value: string, text: string) => [{ value, label: text }]
  return [
    {
      key: 'kind',
      title: t('joint.kind'),
      render: (row) => label(kindLabel(row.kind)),
      among: ({ kind }) => choice(kind, label(kindLabel(kind))),
    },
    {
      key: 'system',
      title: t('joint.system'),
      render: ({ system }) => titleOf(system),
      among: ({ system }) => choice(system, titleOf(system)),
    },
    {
      key: 'state',
      title: t('running.load.state'),
      render: (row) => <State row={row} />,
      says: ({ state }) => t(`running.load.states.${state}`),
      among: ({ state }) => choice(state, t(`running.load.states.${state}`)),
    },
    {
      key: 'progress',
      title: t('running.load.progress'),
      render: (row) => <Far row={row} />,
      says: ({ read }) => ({ number: String(read) }),
    },
    ...figures(words),
    {
      key: 'actions',
      title: '',
      isEmpty: (row) => row.state === 'done',
      render: (row) => {
        const flow = flowOf(row)
        return flow && row.state !== 'done' ? <PauseOrResume row={flow} /> : null
      },
    },
  ]
}

/** How fast, until when, and what looked like something that was there. */
function figures({ t, decimal }: Words): RowColumn<FirstLoad>[] {
  return [
    {
      key: 'rate',
      title: t('running.rateHead'),
      align: 'end',
      isEmpty: (row) => row.doneAMinute === 0,
      says: ({ doneAMinute }) => ({ number: String(doneAMinute) }),
      render: (row) => decimal(String(row.doneAMinute)),
    },
    {
      key: 'ends',
      title: t('running.load.ends'),
      isEmpty: (row) => row.endsAt === null && row.completedAt === null,
      says: ({ completedAt, endsAt }) => (completedAt || endsAt ? { at: completedAt ?? endsAt ?? '' } : null),
      render: (row) => <Ends row={row} />,
    },
    {
      key: 'duplicates',
      title: t('running.load.duplicates'),
      align: 'end',
      says: ({ duplicates }) => ({ number: String(duplicates) }),
      render: (row) => decimal(String(row.duplicates)),
    },
  ]
}

function State({ row: { state, trouble } }: { row: FirstLoad }) {
  const { t } = useWords()
  return (
    <>
      <Tag color={COLOURS[state]}>{t(`running.load.states.${state}`)}</Tag>
      {trouble && <Typography.Text type="danger">{trouble}</Typography.Text>}
    </>
  )
}

function Ends({ row: { state, completedAt, endsAt } }: { row: FirstLoad }) {
  const { t, instant } = useWords()
  if (state === 'done') return <>{completedAt ? t('running.load.doneAt', { at: instant(completedAt) }) : '–'}</>
  return <>{endsAt ? t('running.load.endsAt', { at: instant(endsAt) }) : '–'}</>
}

/** n of N, with a bar where it is known how many there are. */
function Far({ row }: { row: FirstLoad }) {
  const { t, decimal } = useWords()
  const read = decimal(String(row.read))
  if (row.total === null) return <>{t('running.load.soFar', { read })}</>
  const percent = row.total === 0 ? 100 : Math.floor((100 * row.read) / row.total)
  return (
    <div style={{ minWidth: 160 }}>
      {t('running.load.of', { read, total: decimal(String(row.total)) })}
      <Progress
        percent={percent}
        size="small"
        aria-label={t('running.load.of', { read, total: decimal(String(row.total)) })}
        {...(row.state === 'paused' ? { status: 'exception' as const } : {})}
      />
      {row.unwritten > 0 && (
        <Typography.Text type="secondary" className="small">
          {t('running.load.unwritten', { count: row.unwritten })}
        </Typography.Text>
      )}
    </div>
  )
}

const RECOGNISED = kindNames.filter((kind) => kindOf(kind).naturalKeys.length > 0)

function PreviewDialog({ system, onClose }: { system: string; onClose: () => void }) {
  const { t, label } = useWords()
  const titleOf = useSystemTitle()
  const [kind, setKind] = useState<string>('customer')
  const asking = useMutation({
    mutationFn: () => call<LoadPreview>('POST', '/joint/load-preview', { body: { system, kind } }),
  })
  return (
    <Modal
      open
      width={820}
      title={t('running.load.previewOf', { system: titleOf(system) })}
      okText={t('running.load.look')}
      cancelText={t('running.load.close')}
      confirmLoading={asking.isPending}
      onOk={() => asking.mutate()}
      onCancel={onClose}
    >
      <Typography.Paragraph type="secondary">{t('running.load.previewAbout')}</Typography.Paragraph>
      <Select
        value={kind}
        onChange={setKind}
        aria-label={t('joint.kind')}
        style={{ width: 220, marginBlockEnd: 12 }}
        options={RECOGNISED.map((one) => ({ value: one, label: label(kindLabel(one)) }))}
      />
      <ProblemAlert error={asking.error} />
      {asking.data && <Preview preview={asking.data} />}
    </Modal>
  )
}

const FATES = ['fresh', 'same', 'unsure', 'twice', 'unreadable', 'linked'] as const
const FATE_COLOURS = { same: 'green', unsure: 'orange', twice: 'orange', unreadable: 'red' } as const

function Preview({ preview }: { preview: LoadPreview }) {
  const { t, decimal, label } = useWords()
  const { looked, isWhole, counts, examples } = preview
  return (
    <>
      <Alert
        type={counts.unsure + counts.twice + counts.unreadable > 0 ? 'warning' : 'success'}
        showIcon
        title={t(isWhole ? 'running.load.lookedAll' : 'running.load.lookedSome', { count: looked })}
        description={FATES.filter((fate) => counts[fate] > 0)
          .map((fate) => `${t(`running.load.fates.${fate}`)} ${decimal(String(counts[fate]))}`)
          .join(' · ')}
        style={{ marginBlockEnd: 12 }}
      />
      {examples.length > 0 && (
        <Table
          size="small"
          pagination={false}
          ref={scrolled}
          scroll={{ x: 'max-content', y: 360 }}
          rowKey={({ is, externalId }) => `${is} ${externalId}`}
          dataSource={[...examples]}
          columns={[
            {
              title: t('running.load.becomes'),
              render: (_, { is }) => <Tag color={FATE_COLOURS[is]}>{t(`running.load.fates.${is}`)}</Tag>,
            },
            { title: label(kindLabel(preview.kind)), render: (_, { name }) => name },
            {
              title: t('running.load.with'),
              render: (_, { others, why }) =>
                others.length === 0 ? why : others.map(({ name, score }) => `${name} (${Math.round(score * 100)} %)`).join(', '),
            },
          ]}
        />
      )}
    </>
  )
}
