import { Alert, Button, Card, Flex, Table, Tag, Typography } from 'antd'
import { useWords } from '../i18n/use-words.ts'
import { RowList } from '../lists/row-list.tsx'
import { Section } from '../parts/figure.tsx'
import { Page } from '../parts/page.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { type Difference, type KindProof, type Proof, useProof } from './use-joint.ts'
import { fieldLabel, kindLabel, valueText } from './words.ts'

/** Only here may anybody say "in sync": both sides counted and added up, field by field. */
export function ProofPage() {
  const { t } = useWords()
  const proof = useProof()
  return (
    <Page
      title={t('joint.proof')}
      about={t('joint.proofAbout')}
      actions={
        <Button type="primary" loading={proof.isFetching} onClick={() => void proof.refetch()}>
          {t('joint.prove')}
        </Button>
      }
    >
      <ProblemAlert error={proof.error} />
      {proof.data ? (
        <Found proof={proof.data} at={proof.dataUpdatedAt} />
      ) : (
        <Typography.Paragraph>{t('joint.notProved')}</Typography.Paragraph>
      )}
    </Page>
  )
}

function Found({ proof, at }: { proof: Proof; at: number }) {
  const { t, language } = useWords()
  const count = proof.kinds.reduce((sum, { differenceCount }) => sum + differenceCount, 0)
  const when = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { timeStyle: 'medium' }).format(at)
  return (
    <>
      <Alert
        type={proof.inSync ? 'success' : 'warning'}
        showIcon
        title={t(proof.inSync ? 'joint.inSync' : 'joint.notInSync', { count, when })}
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

function SideBySide({ proof }: { proof: Proof }) {
  const { t, label, decimal, money } = useWords()
  const systems = [...new Set(proof.kinds.flatMap(({ counts }) => Object.keys(counts)))]
  return (
    <Card size="small">
      <Table<KindProof>
        size="small"
        pagination={false}
        rowKey="kind"
        dataSource={proof.kinds as KindProof[]}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('joint.kind'), render: (_, row) => label(kindLabel(row.kind)) },
          ...systems.map((system) => ({
            title: system,
            align: 'end' as const,
            render: (_: unknown, row: KindProof) => (
              <>
                <div className="number">{row.counts[system] === undefined ? '–' : decimal(String(row.counts[system]))}</div>
                {Object.entries(row.sums[system] ?? {}).map(([currency, sum]) => (
                  <div key={currency} className="number small">
                    {money(sum, currency)}
                  </div>
                ))}
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
  return (
    <Section title={t('joint.differencesOf', { kind: label(kindLabel(kind.kind)), count: kind.differenceCount })}>
      <RowList<Difference>
        rows={kind.differences.slice(0, 100)}
        rowKey={(row) => `${row.record} ${row.system} ${row.externalId} ${row.field}`}
        empty=""
        columns={[
          {
            key: 'what',
            title: t('joint.field'),
            render: (row) => (row.field ? label(fieldLabel(kind.kind, row.field)) : t('joint.whole')),
          },
          { key: 'system', title: t('joint.system'), render: (row) => row.system },
          { key: 'agreed', title: t('joint.agreed'), render: (row) => valueText(row.agreed) },
          { key: 'found', title: t('joint.found'), render: (row) => valueText(row.found) },
          { key: 'why', title: t('joint.why'), render: (row) => <Why why={row.why} /> },
        ]}
      />
    </Section>
  )
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

function Why({ why }: { why: string }) {
  const { t } = useWords()
  const known = WHYS.find((one) => one === why)
  return (
    <Flex>
      <Tag color={why === 'drift' ? 'red' : 'orange'}>{known ? t(`joint.whys.${known}`) : why}</Tag>
    </Flex>
  )
}
