import { flow } from '@tandem/hub/definitions'
import { Link } from '@tanstack/react-router'
import { Button, Flex, Grid, Tag, Typography } from 'antd'
import { useState } from 'react'
import { useNameOf } from '../desk/use-actor.ts'
import { useWords, type Words } from '../i18n/use-words.ts'
import { RowList } from '../lists/row-list.tsx'
import type { RowColumn } from '../lists/rows.ts'
import { Loaded, Page } from '../parts/page.tsx'
import { FlowDiagram, type Line } from './flow-diagram.tsx'
import { PauseOrResume } from './pause-or-resume.tsx'
import { type FlowState, useFlows } from './use-flows.ts'
import { useSystemTitle } from './use-who.ts'
import { kindLabel } from './words.ts'

/** Systems and flows, live: a diagram at a desk, the list below it everywhere. */
export function FlowsPage() {
  const { t } = useWords()
  const wide = Grid.useBreakpoint().md ?? true
  const flows = useFlows()
  const [line, setLine] = useState<Line>()
  const titleOf = useSystemTitle()
  return (
    <Page title={t('running.title')} about={t('running.about')}>
      <Loaded query={flows}>
        {(found) => (
          <>
            {wide && <FlowDiagram flows={found} onChoose={setLine} />}
            <Flex gap={8} align="center" style={{ marginBlock: 12 }}>
              {line ? (
                <Tag closable onClose={() => setLine(undefined)}>
                  {titleOf(line.system)} · {t(line.direction === 'in' ? 'running.read' : 'running.pending')}
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
  const { t } = useWords()
  return (
    <RowList
      rows={flows}
      rowKey={({ id }) => id}
      empty={t('running.noFlows')}
      list="joint/flow-state"
      action={
        <Link to="/joint/connections">
          <Button>{t('connections.title')}</Button>
        </Link>
      }
      columns={useColumns()}
    />
  )
}

/** Which flow it is, and how it goes. */
function useColumns(): RowColumn<FlowState>[] {
  const words = useWords()
  const { t, label, choice } = words
  const titleOf = useSystemTitle()
  return [
    {
      key: 'flow',
      title: label(flow.label),
      render: (row) => <FlowName row={row} />,
      says: (row) => `${label(kindLabel(row.kind))} · ${titleOf(row.system)}`,
    },
    {
      key: 'kind',
      title: t('joint.kind'),
      isSpare: true,
      render: (row) => label(kindLabel(row.kind)),
      among: (row) => [{ value: row.kind, label: label(kindLabel(row.kind)) }],
    },
    {
      key: 'system',
      title: label(flow.fields.system.label),
      isSpare: true,
      render: (row) => titleOf(row.system),
      among: (row) => [{ value: row.system, label: titleOf(row.system) }],
    },
    {
      key: 'direction',
      title: label(flow.fields.direction.label),
      render: (row) => choice(row.direction),
      among: (row) => [{ value: row.direction, label: choice(row.direction) }],
    },
    {
      key: 'state',
      title: t('admin.state'),
      isSpare: true,
      render: (row) => choice(row.state),
      among: (row) => [{ value: row.state, label: choice(row.state) }],
    },
    { key: 'actions', title: '', render: (row) => <PauseOrResume row={row} /> },
    ...figures(words),
  ]
}

function figures(words: Words): RowColumn<FlowState>[] {
  const { t } = words
  return [
    inSeconds('lag', t('running.lag'), ({ lagMs }) => lagMs, t('joint.noLag'), words),
    ...(['pending', 'waiting', 'parked'] as const).map((name) => inNumbers(name, words)),
    {
      key: 'rate',
      title: t('running.rateHead'),
      says: (row) => counted(row.doneAMinute),
      align: 'end',
      render: (row) => <Rate row={row} />,
    },
    inSeconds('rest', t('running.rest'), ({ restMs }) => restMs, '–', words),
    {
      key: 'read',
      title: t('running.read'),
      says: (row) => (row.read === null ? null : counted(row.read)),
      isEmpty: (row) => row.read === null,
      render: (row) =>
        row.read === null
          ? '–'
          : t(row.complete ? 'running.readAll' : 'running.readMore', { read: words.decimal(String(row.read)) }),
    },
  ]
}

/** How long, in whole seconds, with a word for none; null: nobody knows. */
function inSeconds(
  key: string,
  title: string,
  msOf: (row: FlowState) => number | null,
  none: string,
  { t, decimal }: Words,
): RowColumn<FlowState> {
  const seconds = (ms: number) => String(Math.round(ms / 1000))
  return {
    ...{ key, title, align: 'end' },
    render: (row) => {
      const ms = msOf(row) ?? 0
      return ms > 0 ? t('joint.seconds', { s: decimal(seconds(ms)) }) : none
    },
    says: (row) => {
      const ms = msOf(row)
      return ms === null ? null : { number: seconds(ms), unit: 's' }
    },
  }
}

/** How many; those a person must see to lead there. */
function inNumbers(key: 'pending' | 'waiting' | 'parked', { t, decimal }: Words): RowColumn<FlowState> {
  return {
    ...{ key, title: t(`running.${key}`), align: 'end' },
    says: (row) => counted(row[key]),
    render: (row) => {
      const number = <span className="number">{decimal(String(row[key]))}</span>
      return key === 'parked' && row.parked > 0 ? <Link to="/joint/inbox">{number}</Link> : number
    },
  }
}

function Rate({ row: { doneAMinute, failedAMinute } }: { row: FlowState }) {
  const { t, decimal } = useWords()
  return (
    <>
      <span className="number">{decimal(String(doneAMinute))}</span>
      {failedAMinute > 0 && <Tag color="red">{t('running.failed', { count: failedAMinute })}</Tag>}
    </>
  )
}

const counted = (value: number) => ({ number: String(value) })

function FlowName({ row }: { row: FlowState }) {
  const { t, label } = useWords()
  const nameOf = useNameOf()
  const titleOf = useSystemTitle()
  const why = row.breakdown
    ? t('running.broken', row.breakdown)
    : row.state === 'paused'
      ? t('running.pausedBy', { by: nameOf(row.pausedBy ?? ''), reason: row.pauseReason ?? '' })
      : row.heldBackSince
        ? t('running.held')
        : undefined
  return (
    <div style={{ maxWidth: 420 }}>
      <Flex gap={8} wrap>
        <Link to="/joint/flows/$id" params={{ id: row.id }}>
          {label(kindLabel(row.kind))} · {titleOf(row.system)}
        </Link>
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
