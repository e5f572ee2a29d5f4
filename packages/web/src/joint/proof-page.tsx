import { proof as proofDefinition } from '@tandem/hub/definitions'
import type { Row } from '@tandem/kernel'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Card, Flex, Table, Tabs, Tag, Tooltip, Typography } from 'antd'
import { jointType, useAnswer, useList, useSend } from '../api/documents.ts'
import { useWords, type Words } from '../i18n/use-words.ts'
import { RowList } from '../lists/row-list.tsx'
import { Section } from '../parts/figure.tsx'
import { May } from '../parts/may.tsx'
import { Page } from '../parts/page.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { scrolled } from '../parts/scrolled.ts'
import type { ProofRound } from './chain-types.ts'
import { MoneyTab } from './money-tab.tsx'
import { Repairs, SettleDifference } from './settle-difference.tsx'
import { useFieldLabel } from './use-field-label.ts'
import type { Difference, KindProof, Proof } from './use-joint.ts'
import { useSystemTitle } from './use-who.ts'
import { useMayFollow } from './why-value.tsx'
import { kindLabel, valueText } from './words.ts'

type ProofRow = Row<typeof proofDefinition>

const PROOFS = jointType(proofDefinition)

/** Only here may anybody say "in sync": both sides counted and added up, field by field, and the money to the cent. */
export function ProofPage() {
  const { t } = useWords()
  return (
    <Page title={t('joint.proof')} about={t('joint.proofAbout')}>
      <Tabs
        destroyOnHidden
        items={[
          { key: 'systems', label: t('chain.systems'), children: <Systems /> },
          { key: 'orders', label: t('chain.ordersMoney'), children: <MoneyTab about="order" /> },
          { key: 'customers', label: t('chain.customersMoney'), children: <MoneyTab about="customer" /> },
        ]}
      />
    </Page>
  )
}

function Systems() {
  const { t } = useWords()
  const start = useSend(PROOFS)
  const running = useList(PROOFS, { filter: { state: ['waiting', 'running'] }, limit: 1 })
  const done = useList(PROOFS, { filter: { state: ['done', 'failed'] }, sort: '-startedAt', limit: 1 })
  const isRunning = start.isPending || (running.data?.items.length ?? 0) > 0
  const begin = (repair: boolean) => start.mutate({ command: 'create', input: { repair } })
  const last = done.data?.items[0] as ProofRow | undefined
  return (
    <>
      <Flex gap={8} wrap style={{ marginBlockEnd: 12 }}>
        <May right="joint.proof.create">
          <Button type="primary" loading={isRunning} onClick={() => begin(false)}>
            {t('chain.proveNow')}
          </Button>
        </May>
        <May right="joint.proof.create">
          <Tooltip title={t('chain.repairAbout')}>
            <Button disabled={isRunning} onClick={() => begin(true)}>
              {t('chain.repairNow')}
            </Button>
          </Tooltip>
        </May>
        {isRunning && <Typography.Text type="secondary">{t('chain.running')}</Typography.Text>}
      </Flex>
      <ProblemAlert error={start.error ?? done.error} />
      {last?.state === 'failed' && <Alert type="error" showIcon title={t('chain.failed')} />}
      {last?.state === 'done' ? <Found row={last} /> : <Typography.Paragraph>{t('joint.notProved')}</Typography.Paragraph>}
      <Repairs />
      <Rounds />
    </>
  )
}

function Found({ row }: { row: ProofRow }) {
  const { t, instant } = useWords()
  const proof = row.result as unknown as Proof
  const [count, when] = [row.differenceCount ?? 0, instant(row.finishedAt ?? row.createdAt)]
  return (
    <>
      <Alert
        type={row.inSync ? 'success' : 'warning'}
        showIcon
        title={t(row.inSync ? 'joint.inSync' : 'joint.notInSync', { count, when })}
        description={t('chain.read', proof.read)}
        style={{ marginBlockEnd: 16 }}
      />
      <SideBySide proof={proof} />
      {proof.kinds
        .filter(({ differenceCount }) => differenceCount > 0)
        .map((kind) => (
          <Differences key={kind.kind} kind={kind} />
        ))}
    </>
  )
}

/** What goes round by itself, and when it last had looked at everything. */
function Rounds() {
  const { t, label, instant } = useWords()
  const titleOf = useSystemTitle()
  const { data = [] } = useAnswer<readonly ProofRound[]>('joint', 'proof-rounds', {})
  return (
    <Section title={t('chain.continuous')}>
      <Typography.Paragraph type="secondary">{t('chain.continuousAbout')}</Typography.Paragraph>
      <RowList<ProofRound>
        rows={data}
        rowKey={({ system, kind }) => `${system} ${kind}`}
        empty={t('chain.noRounds')}
        list="joint/proof-round"
        columns={[
          {
            key: 'kind',
            title: t('joint.kind'),
            render: ({ kind }) => label(kindLabel(kind)),
            among: ({ kind }) => [{ value: kind, label: label(kindLabel(kind)) }],
          },
          {
            key: 'system',
            title: t('joint.system'),
            render: ({ system }) => titleOf(system),
            among: ({ system }) => [{ value: system, label: titleOf(system) }],
          },
          {
            key: 'round',
            title: t('chain.lastRound'),
            says: ({ finishedAt }) => (finishedAt ? { at: finishedAt } : null),
            render: ({ finishedAt }) => (finishedAt ? instant(finishedAt) : t('chain.notYet')),
          },
          {
            key: 'found',
            title: t('joint.differences'),
            says: ({ differences }) => (differences === null ? null : { number: String(differences) }),
            render: ({ differences }) =>
              differences === null ? '–' : differences === 0 ? t('chain.noneFound') : t('chain.found', { count: differences }),
          },
        ]}
      />
    </Section>
  )
}

function SideBySide({ proof }: { proof: Proof }) {
  const { t, label, decimal, money } = useWords()
  const titleOf = useSystemTitle()
  const systems = [...new Set(proof.kinds.flatMap(({ counts }) => Object.keys(counts)))]
  return (
    <Card size="small">
      <Table<KindProof>
        size="small"
        pagination={false}
        rowKey="kind"
        dataSource={proof.kinds as KindProof[]}
        ref={scrolled}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('joint.kind'), render: (_, row) => label(kindLabel(row.kind)) },
          ...systems.map((system) => ({
            title: titleOf(system),
            align: 'end' as const,
            render: (_: unknown, row: KindProof) => (
              <>
                <div className="number">{row.counts[system] === undefined ? '–' : decimal(String(row.counts[system]))}</div>
                {Object.entries(row.sums[system] ?? {}).map(([currency, sum]) => (
                  <div key={currency} className="number small">
                    {money(sum, currency)}
                  </div>
                ))}
                {row.staying?.[system] !== undefined && (
                  <div className="small">{t('rules.staying', { system: titleOf(system), count: row.staying[system] })}</div>
                )}
              </>
            ),
          })),
          {
            title: t('joint.differences'),
            align: 'end',
            render: (_, row) => (
              <Tag color={row.differenceCount === 0 ? 'green' : 'red'}>{decimal(String(row.differenceCount))}</Tag>
            ),
          },
        ]}
      />
    </Card>
  )
}

function Differences({ kind }: { kind: KindProof }) {
  const { t, label } = useWords()
  const fieldName = useFieldLabel()
  const mayFollow = useMayFollow()
  const titleOf = useSystemTitle()
  return (
    <Section title={t('joint.differencesOf', { kind: label(kindLabel(kind.kind)), count: kind.differenceCount })}>
      <RowList<Difference>
        rows={kind.differences.slice(0, 100)}
        rowKey={(row) => `${row.record} ${row.system} ${row.externalId} ${row.field}`}
        empty={t('chain.noneFound')}
        columns={[
          {
            key: 'document',
            title: t('chain.document'),
            says: subjectOf,
            render: (row) =>
              row.record && mayFollow ? (
                <Link to="/joint/records/$id" params={{ id: row.record }}>
                  {subjectOf(row)}
                </Link>
              ) : (
                subjectOf(row)
              ),
          },
          {
            key: 'what',
            title: t('joint.field'),
            render: (row) => (row.field ? fieldName(kind.kind, row.field) : t('joint.whole')),
          },
          { key: 'system', title: t('joint.system'), render: (row) => titleOf(row.system) },
          { key: 'agreed', title: t('joint.agreed'), render: (row) => valueText(row.agreed) },
          { key: 'found', title: t('joint.found'), render: (row) => valueText(row.found) },
          { key: 'why', title: t('joint.why'), render: (row) => <Why why={row.why} />, says: (row) => whyWord(row.why, t) },
          { key: 'settle', title: t('chain.settleOne'), render: (row) => <SettleDifference kind={kind.kind} row={row} /> },
        ]}
      />
    </Section>
  )
}

/** Proofs of earlier versions do not tell it. */
function subjectOf({ subject, externalId }: Difference): string {
  return subject ?? externalId ?? '–'
}

const WHYS = [
  'pending-change',
  'pending-delivery',
  'parked',
  'ignored',
  'conflict',
  'duplicate',
  'kept-differently',
  'drift',
] as const

function whyWord(why: string, t: Words['t']): string {
  const known = WHYS.find((one) => one === why)
  return known ? t(`joint.whys.${known}`) : why
}

function Why({ why }: { why: string }) {
  const { t } = useWords()
  return (
    <Flex>
      <Tag color={why === 'drift' ? 'red' : 'orange'}>{whyWord(why, t)}</Tag>
    </Flex>
  )
}
