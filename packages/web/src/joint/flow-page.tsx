import { Link, useParams } from '@tanstack/react-router'
import { Alert, Flex, Segmented, Tag, Typography } from 'antd'
import { useState } from 'react'
import { NotFound } from '../app/not-found.tsx'
import { useNameOf } from '../desk/use-actor.ts'
import { useWords } from '../i18n/use-words.ts'
import { RowList } from '../lists/row-list.tsx'
import type { RowColumn } from '../lists/rows.ts'
import { Figure, Figures, Section } from '../parts/figure.tsx'
import { Loaded, Page } from '../parts/page.tsx'
import { PauseOrResume } from './pause-or-resume.tsx'
import { useFieldLabel } from './use-field-label.ts'
import { type FlowItem, type FlowState, useFlowItems, useFlows } from './use-flows.ts'
import { useSystemTitle } from './use-who.ts'
import { useMayFollow } from './why-value.tsx'
import { kindLabel } from './words.ts'

/** One flow, drilled into from the diagram: how fast, how late, what failed, what waits, and the last of what it carried. */
export function FlowPage() {
  const { id } = useParams({ from: '/joint/flows/$id' })
  const flows = useFlows()
  return (
    <Loaded query={flows}>
      {(all) => {
        const found = all.find((one) => one.id === id)
        return found ? <OneFlow flow={found} /> : <NotFound />
      }}
    </Loaded>
  )
}

function OneFlow({ flow }: { flow: FlowState }) {
  const { t, label, choice } = useWords()
  const titleOf = useSystemTitle()
  return (
    <Page
      title={`${label(kindLabel(flow.kind))} · ${titleOf(flow.system)} · ${choice(flow.direction)}`}
      beside={flow.state === 'paused' && <Tag color="orange">{t('joint.states.paused')}</Tag>}
      about={t(flow.direction === 'in' ? 'flow.aboutIn' : 'flow.aboutOut', { system: titleOf(flow.system) })}
      actions={<PauseOrResume row={flow} />}
    >
      <Why flow={flow} />
      <FlowFigures flow={flow} />
      <Section title={t('flow.last')}>
        <Items flow={flow} />
      </Section>
    </Page>
  )
}

/** Why it stands still, where it does. */
function Why({ flow }: { flow: FlowState }) {
  const { t } = useWords()
  const nameOf = useNameOf()
  const why = flow.breakdown
    ? t('running.broken', flow.breakdown)
    : flow.state === 'paused'
      ? t('running.pausedBy', { by: nameOf(flow.pausedBy ?? ''), reason: flow.pauseReason ?? '' })
      : flow.heldBackSince
        ? t('running.held')
        : undefined
  return why && <Alert type="warning" showIcon title={why} style={{ marginBlockEnd: 12 }} />
}

function FlowFigures({ flow }: { flow: FlowState }) {
  const { t, decimal } = useWords()
  const number = (value: number) => decimal(String(value))
  return (
    <Figures>
      <Figure label={t('running.rateHead')} value={number(flow.doneAMinute)} />
      <Figure
        label={t('flow.failed')}
        value={number(flow.failedAMinute)}
        {...(flow.failedAMinute > 0 ? { tone: 'danger' as const } : {})}
      />
      <Figure
        label={t('running.lag')}
        value={flow.lagMs > 0 ? t('joint.seconds', { s: number(Math.round(flow.lagMs / 1000)) }) : t('joint.noLag')}
      />
      <Figure label={t('running.pending')} value={number(flow.pending)} />
      <Figure label={t('running.waiting')} value={number(flow.waiting)} />
      <Figure
        label={t('running.parked')}
        value={number(flow.parked)}
        to="/joint/inbox"
        {...(flow.parked > 0 ? { tone: 'danger' as const } : {})}
      />
    </Figures>
  )
}

/** The states that an item may be in, by the direction; left out: all. */
const STATES = { in: ['planned', 'waiting', 'parked'], out: ['done', 'pending', 'waiting', 'parked'] } as const

function Items({ flow }: { flow: FlowState }) {
  const { t } = useWords()
  const [state, setState] = useState('')
  const items = useFlowItems(flow, state || undefined)
  const columns = useColumns(flow)
  return (
    <>
      <Segmented<string>
        aria-label={t('flow.state')}
        value={state}
        onChange={setState}
        style={{ marginBlockEnd: 8, maxWidth: '100%', overflowX: 'auto' }}
        options={[
          { value: '', label: t('flow.states.all') },
          ...STATES[flow.direction].map((value) => ({ value, label: t(`flow.states.${value}`) })),
        ]}
      />
      <Loaded query={items}>
        {({ items: rows }) => <RowList rows={rows} rowKey={({ id }) => id} columns={columns} empty={t('flow.nothing')} />}
      </Loaded>
    </>
  )
}

function useColumns(flow: FlowState): RowColumn<FlowItem>[] {
  const { t, label, instant } = useWords()
  const mayFollow = useMayFollow()
  const fieldName = useFieldLabel()
  const at = (row: FlowItem) => row.doneAt ?? row.createdAt ?? row.pulledAt ?? ''
  const name = (row: FlowItem) => row.subject ?? row.externalId ?? '–'
  return [
    {
      key: 'record',
      title: label(kindLabel(flow.kind)),
      says: name,
      render: (row) =>
        row.recordId && mayFollow ? (
          <Link to="/joint/records/$id" params={{ id: row.recordId }}>
            {name(row)}
          </Link>
        ) : (
          name(row)
        ),
    },
    { key: 'at', title: t('flow.at'), says: at, render: (row) => <span className="nowrap">{instant(at(row))}</span> },
    { key: 'state', title: t('flow.state'), says: stateOf, render: (row) => <State row={row} /> },
    flow.direction === 'in'
      ? { key: 'actor', title: t('flow.actor'), says: (row) => row.actor ?? null, render: (row) => row.actor ?? '–' }
      : {
          key: 'changed',
          title: t('flow.changed'),
          render: (row) =>
            fieldsText(
              row.changed?.map((field) => fieldName(flow.kind, field)),
              t,
            ),
        },
    { key: 'version', title: t('flow.version'), align: 'end', render: (row) => <span className="number">{row.version}</span> },
  ]

  function stateOf({ state }: FlowItem): string {
    return isKnown(state) ? t(`flow.states.${state}`) : state
  }
}

const MOST_NAMED = 4

/** The first few by name, the others counted. */
function fieldsText(names: readonly string[] | undefined, t: ReturnType<typeof useWords>['t']): string {
  if (!names) return t('flow.whole')
  const more = names.length - MOST_NAMED
  return more > 0 ? t('flow.andMore', { names: names.slice(0, MOST_NAMED).join(', '), count: more }) : names.join(', ')
}

const KNOWN = [
  'planned',
  'done',
  'pending',
  'sending',
  'waiting',
  'parked',
  'new',
  'recheck',
  'echo',
  'duplicate',
  'superseded',
  'ignored',
  'stays',
] as const

function isKnown(state: string): state is (typeof KNOWN)[number] {
  return (KNOWN as readonly string[]).includes(state)
}

const COLOURS: Readonly<Record<string, string>> = { planned: 'green', done: 'green', parked: 'red', waiting: 'orange' }

function State({ row: { state, reason, attempts } }: { row: FlowItem }) {
  const { t } = useWords()
  return (
    <Flex vertical align="start">
      <Tag color={COLOURS[state] ?? 'blue'}>{isKnown(state) ? t(`flow.states.${state}`) : state}</Tag>
      {attempts !== undefined && attempts > 1 && (
        <Typography.Text type="secondary" className="small">
          {t('flow.tries', { count: attempts })}
        </Typography.Text>
      )}
      {state !== 'done' && reason && (
        <Typography.Text type="secondary" className="small">
          {reason}
        </Typography.Text>
      )}
    </Flex>
  )
}
