import { system } from '@tandem/hub/definitions'
import { Badge, Button, Card, Flex, Table, Tag, Typography } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { jointType } from '../api/documents.ts'
import { useFeed } from '../api/feed.ts'
import { CommandButton } from '../erp/command-button.tsx'
import { useWords } from '../i18n/use-words.ts'
import { DocumentForm } from '../lists/document-form.tsx'
import { Figure, Figures } from '../parts/figure.tsx'
import { May } from '../parts/may.tsx'
import { Loaded, Page } from '../parts/page.tsx'
import { scrolled } from '../parts/scrolled.ts'
import { SideTag } from '../parts/side-tag.tsx'
import { KindName } from './kind-name.tsx'
import { LimitsDialog } from './limits-dialog.tsx'
import { type KindStatus, needsPerson, onItsWay, type SystemStatus, useSystems } from './use-joint.ts'

const SYSTEMS = jointType(system)

/** The joint: who is joined, how far behind, what is on its way and what needs a person. */
export function SystemsPage() {
  const { t } = useWords()
  const systems = useSystems()
  return (
    <Page title={t('joint.systems')} about={t('joint.about')}>
      <Loaded query={systems}>
        {(all) => {
          const found = all.filter(({ isJoined }) => isJoined)
          return (
            <>
              <Totals systems={found} />
              <div className="systems">
                {found.map((one) => (
                  <OneSystem key={one.id} status={one} carried={carriedBeside(one, found)} />
                ))}
              </div>
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}

/** The kinds that another joined system has, too. */
function carriedBeside({ id }: SystemStatus, all: readonly SystemStatus[]): ReadonlySet<string> {
  return new Set(all.filter((one) => one.id !== id).flatMap(({ kinds }) => kinds.map(({ kind }) => kind)))
}

function Totals({ systems }: { systems: readonly SystemStatus[] }) {
  const { t, decimal } = useWords()
  const rate = useEventRate()
  const { count } = useFeed()
  const kinds = systems.flatMap((one) => one.kinds)
  const sum = (of: (kind: KindStatus) => number) => kinds.reduce((total, kind) => total + of(kind), 0)
  const [way, person] = [sum(onItsWay), sum(needsPerson)]
  const lag = Math.max(0, ...systems.map(({ lagMs }) => lagMs))
  return (
    <Figures>
      <Figure label={t('joint.onItsWay')} value={decimal(String(way))} note={t('joint.onItsWayAbout')} />
      <Figure
        label={t('joint.needsPerson')}
        value={decimal(String(person))}
        to="/joint/inbox"
        {...(person > 0 ? { tone: 'danger' as const } : {})}
      />
      <Figure label={t('joint.lag')} value={<Lag ms={lag} />} note={t('joint.lagAbout')} />
      <Figure label={t('joint.events')} value={decimal(String(count))} note={t('joint.rate', { rate: decimal(String(rate)) })} />
    </Figures>
  )
}

const WINDOW_MS = 5_000

/** Events a second over the last few seconds. */
function useEventRate(): number {
  const { count } = useFeed()
  const latest = useRef(count)
  latest.current = count
  const [rate, setRate] = useState(0)
  useEffect(() => {
    const counts = [latest.current]
    const timer = setInterval(() => {
      counts.push(latest.current)
      if (counts.length > WINDOW_MS / 1000 + 1) counts.shift()
      setRate(Math.round((latest.current - (counts[0] ?? 0)) / (counts.length - 1)))
    }, 1000)
    return () => clearInterval(timer)
  }, [])
  return rate
}

function Lag({ ms }: { ms: number }) {
  const { t, decimal } = useWords()
  if (ms === 0) return <>{t('joint.noLag')}</>
  if (ms < 1000) return <>{t('joint.ms', { ms: decimal(String(Math.round(ms))) })}</>
  if (ms < 120_000) return <>{t('joint.seconds', { s: decimal((ms / 1000).toFixed(1)) })}</>
  return <>{t('joint.minutes', { min: decimal(String(Math.round(ms / 60_000))) })}</>
}

function OneSystem({ status, carried }: { status: SystemStatus; carried: ReadonlySet<string> }) {
  const { t, label, instant } = useWords()
  const row = { id: status.id, version: status.version }
  return (
    <Card
      size="small"
      title={
        <Flex gap={8} align="center" wrap>
          <SideTag side={status.side} />
          {label(status.label)}
          <Tag color={status.state === 'active' ? 'green' : 'orange'}>{t(`joint.states.${status.state}`)}</Tag>
        </Flex>
      }
      extra={
        <Flex gap={8} wrap>
          <May right="joint.system.set-limits">
            <Limits status={status} />
          </May>
          {status.state === 'active' ? (
            <May right="joint.system.pause">
              <Pause status={status} />
            </May>
          ) : (
            <CommandButton
              type={SYSTEMS}
              row={row}
              command="resume"
              text={t('joint.resume')}
              done={t('joint.resumed')}
              undo={{ command: 'pause', input: { reason: status.pauseReason ?? '–' } }}
              primary
            />
          )}
        </Flex>
      }
    >
      <Typography.Text type="secondary">
        {t('joint.lag')} <Lag ms={status.lagMs} />
        {' · '}
        {status.heardAt ? t('running.heardAt', { at: instant(status.heardAt) }) : t('running.neverHeard')}
        {status.pauseReason && ` · ${status.pauseReason}`}
      </Typography.Text>
      <Kinds kinds={status.kinds} carried={carried} />
    </Card>
  )
}

function Limits({ status }: { status: SystemStatus }) {
  const { t, label } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('running.limits.button')}
      </Button>
      {open && <LimitsDialog id={status.id} name={label(status.label)} onClose={() => setOpen(false)} />}
    </>
  )
}

const RESUME = { command: 'resume', input: {} } as const

/** What is on its way waits, and goes on where it stopped. */
function Pause({ status }: { status: SystemStatus }) {
  const { t, label } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('joint.pause')}
      </Button>
      {open && (
        <DocumentForm
          type={SYSTEMS}
          title={t('joint.pauseTitle', { system: label(status.label) })}
          command="pause"
          on={status}
          input={{ reason: system.fields.pauseReason }}
          ask={['reason']}
          okText={t('joint.pause')}
          done={t('joint.paused')}
          undo={RESUME}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

function Kinds({ kinds, carried }: { kinds: readonly KindStatus[]; carried: ReadonlySet<string> }) {
  const { t, decimal, time } = useWords()
  const number = (value: number) => <span className="number">{decimal(String(value))}</span>
  return (
    <Table<KindStatus>
      size="small"
      style={{ marginBlockStart: 8 }}
      pagination={false}
      rowKey="kind"
      dataSource={kinds as KindStatus[]}
      ref={scrolled}
      scroll={{ x: 'max-content' }}
      columns={[
        { title: t('joint.kind'), render: (_, { kind }) => <KindName kind={kind} stays={!carried.has(kind)} /> },
        { title: t('joint.linked'), align: 'end', render: (_, row) => number(row.linked) },
        { title: t('joint.onItsWay'), align: 'end', render: (_, row) => number(onItsWay(row)) },
        {
          title: t('joint.needsPerson'),
          align: 'end',
          render: (_, row) => (needsPerson(row) > 0 ? <Tag color="red">{number(needsPerson(row))}</Tag> : number(0)),
        },
        {
          title: t('joint.readAt'),
          render: (_, row) =>
            row.trouble ? (
              <Typography.Text type="danger">{row.trouble}</Typography.Text>
            ) : (
              <Badge status={row.complete ? 'success' : 'processing'} text={row.pulledAt ? time(row.pulledAt) : '–'} />
            ),
        },
      ]}
    />
  )
}
