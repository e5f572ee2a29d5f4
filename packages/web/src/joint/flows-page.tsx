import { flow } from '@tandem/hub/definitions'
import { Link } from '@tanstack/react-router'
import { Button, Flex, Grid, Tag, Typography } from 'antd'
import { useState } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { RowList } from '../lists/row-list.tsx'
import { Loaded, Page } from '../parts/page.tsx'
import { FlowDiagram, type Line } from './flow-diagram.tsx'
import { PauseOrResume } from './pause-or-resume.tsx'
import { type FlowState, useFlows } from './use-flows.ts'
import { kindLabel } from './words.ts'

/** Systems and flows, live: a diagram at a desk, the list below it everywhere. */
export function FlowsPage() {
  const { t } = useWords()
  const wide = Grid.useBreakpoint().md ?? true
  const flows = useFlows()
  const [line, setLine] = useState<Line>()
  return (
    <Page title={t('running.title')} about={t('running.about')}>
      <Loaded query={flows}>
        {(found) => (
          <>
            {wide && <FlowDiagram flows={found} onChoose={setLine} />}
            <Flex gap={8} align="center" style={{ marginBlock: 12 }}>
              {line ? (
                <Tag closable onClose={() => setLine(undefined)}>
                  {line.system} · {t(line.direction === 'in' ? 'running.read' : 'running.pending')}
                </Tag>
              ) : (
                <Typography.Text type="secondary">{wide ? t('running.choose') : t('running.all')}</Typography.Text>
              )}
            </Flex>
            <FlowList flows={found.filter((one) => !line || (one.system === line.system && one.direction === line.direction))} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function FlowList({ flows }: { flows: readonly FlowState[] }) {
  const { t, label, choice, decimal } = useWords()
  const number = (value: number) => <span className="number">{decimal(String(value))}</span>
  const inSeconds = (ms: number) => t('joint.seconds', { s: decimal(String(Math.round(ms / 1000))) })
  return (
    <RowList
      rows={flows}
      rowKey={({ id }) => id}
      empty={t('running.noFlows')}
      action={
        <Link to="/joint/connections">
          <Button>{t('connections.title')}</Button>
        </Link>
      }
      columns={[
        {
          key: 'flow',
          title: label(flow.label),
          render: (row) => <FlowName row={row} />,
          says: (row) => `${label(kindLabel(row.kind))} · ${row.system}`,
        },
        { key: 'direction', title: label(flow.fields.direction.label), render: (row) => choice(row.direction) },
        { key: 'actions', title: '', render: (row) => <PauseOrResume row={row} /> },
        {
          key: 'lag',
          title: t('running.lag'),
          says: (row) => seconds(row.lagMs),
          align: 'end',
          render: (row) => (row.lagMs > 0 ? inSeconds(row.lagMs) : t('joint.noLag')),
        },
        {
          key: 'pending',
          title: t('running.pending'),
          align: 'end',
          render: (row) => number(row.pending),
          says: (row) => counted(row.pending),
        },
        {
          key: 'waiting',
          title: t('running.waiting'),
          align: 'end',
          render: (row) => number(row.waiting),
          says: (row) => counted(row.waiting),
        },
        {
          key: 'parked',
          title: t('running.parked'),
          says: (row) => counted(row.parked),
          align: 'end',
          render: (row) => (row.parked > 0 ? <Link to="/joint/inbox">{number(row.parked)}</Link> : number(0)),
        },
        {
          key: 'rate',
          title: t('running.rateHead'),
          says: (row) => counted(row.doneAMinute),
          align: 'end',
          render: (row) => (
            <>
              {number(row.doneAMinute)}
              {row.failedAMinute > 0 && <Tag color="red">{t('running.failed', { count: row.failedAMinute })}</Tag>}
            </>
          ),
        },
        {
          key: 'rest',
          title: t('running.rest'),
          align: 'end',
          render: (row) => (row.restMs ? inSeconds(row.restMs) : '–'),
          says: (row) => (row.restMs ? seconds(row.restMs) : null),
        },
        {
          key: 'read',
          title: t('running.read'),
          says: (row) => (row.read === null ? null : counted(row.read)),
          isEmpty: (row) => row.read === null,
          render: (row) =>
            row.read === null
              ? '–'
              : t(row.complete ? 'running.readAll' : 'running.readMore', { read: decimal(String(row.read)) }),
        },
      ]}
    />
  )
}

const counted = (value: number) => ({ number: String(value) })
const seconds = (ms: number) => ({ number: String(Math.round(ms / 1000)), unit: 's' })

function FlowName({ row }: { row: FlowState }) {
  const { t, label } = useWords()
  const why = row.breakdown
    ? t('running.broken', row.breakdown)
    : row.state === 'paused'
      ? t('running.pausedBy', { by: row.pausedBy ?? '', reason: row.pauseReason ?? '' })
      : row.heldBackSince
        ? t('running.held')
        : undefined
  return (
    <div style={{ maxWidth: 420 }}>
      <Flex gap={8} wrap>
        {label(kindLabel(row.kind))} · {row.system}
        {row.state === 'paused' && <Tag color="orange">{t('joint.states.paused')}</Tag>}
      </Flex>
      {why && (
        <Typography.Text type="secondary" className="small" style={{ whiteSpace: 'normal' }}>
          {why}
        </Typography.Text>
      )}
    </div>
  )
}
