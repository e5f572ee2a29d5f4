import { dryRun } from '@tandem/hub/definitions'
import type { Row } from '@tandem/kernel'
import { App, Button, Card, Flex, Progress, Typography } from 'antd'
import { jointType, useList, useSend } from '../../api/documents.ts'
import { CommandButton } from '../../erp/command-button.tsx'
import { useWords } from '../../i18n/use-words.ts'
import { RowList } from '../../lists/row-list.tsx'
import { May } from '../../parts/may.tsx'
import { problemText } from '../../parts/problem-alert.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { useFieldLabel } from '../use-field-label.ts'
import { valueText } from '../words.ts'
import type { Mapping } from './mapping-type.ts'

export type DryRun = Row<typeof dryRun>

const DRY_RUNS = jointType(dryRun)

/** What a version would change, tried on everything that was ever told, before it is used. */
export function DryRunCard({ mapping }: { mapping: Mapping }) {
  const words = useWords()
  const { t } = words
  const { message } = App.useApp()
  const sending = useSend(DRY_RUNS)
  const runs = useList(DRY_RUNS, { filter: { mapping: mapping.id }, sort: '-createdAt', limit: 1 })
  const last = runs.data?.items[0] as unknown as DryRun | undefined
  const start = () =>
    sending
      .mutateAsync({ command: 'create', input: { mapping: mapping.id } })
      .catch((error: unknown) => void message.error(problemText(error, words), 8))
  return (
    <Card
      size="small"
      title={t('lineage.dryRun')}
      extra={
        <May right="joint.dry-run.create">
          <Button loading={sending.isPending || last?.state === 'running'} onClick={() => void start()}>
            {t('lineage.dryRun')}
          </Button>
        </May>
      }
    >
      <Typography.Paragraph type="secondary">{t('lineage.dryRunAbout')}</Typography.Paragraph>
      {last && <DryRunResult run={last} />}
    </Card>
  )
}

/** How many records, which fields, how much money would be different, with examples. */
export function DryRunResult({ run }: { run: DryRun }) {
  const { t, money } = useWords()
  const fieldName = useFieldLabel()
  const fields = Object.entries(run.fields as unknown as Readonly<Record<string, FieldTally>>)
  const percent = run.total === 0 ? 100 : Math.min(100, Math.round((run.replayed * 100) / run.total))
  return (
    <Flex vertical gap={6}>
      <Flex gap={8} align="center" wrap>
        <StateTag state={run.state} />
        {t('lineage.dryRunning', { done: run.replayed, all: run.total })}
        {run.state === 'running' && (
          <CommandButton
            type={DRY_RUNS}
            row={run}
            command="cancel"
            text={t('lineage.dryRunCancel')}
            done={t('lineage.dryRunCancelled')}
          />
        )}
      </Flex>
      {run.state === 'running' && <Progress percent={percent} />}
      {run.trouble && <Typography.Text type="danger">{run.trouble}</Typography.Text>}
      <strong>{t('lineage.wouldChange', { count: run.changed })}</strong>
      {run.refused > 0 && <Typography.Text type="danger">{t('lineage.wouldRefuse', { count: run.refused })}</Typography.Text>}
      {run.readable > 0 && <span>{t('lineage.wouldRead', { count: run.readable })}</span>}
      {fields.map(([field, tally]) => (
        <div key={field}>
          {t('lineage.wouldBe', { field: fieldName(run.kind, field), records: tally.records })}
          {Object.entries(tally.money ?? {}).map(([currency, { before, after }]) => (
            <span key={currency} className="number">
              {' · '}
              {t('lineage.moneyFrom', { before: money(before, currency), after: money(after, currency) })}
            </span>
          ))}
        </div>
      ))}
      <Examples run={run} />
    </Flex>
  )
}

interface FieldTally {
  readonly records: number
  readonly money?: Readonly<Record<string, { readonly before: string; readonly after: string }>>
}

interface Example {
  readonly record: string
  readonly subject: string
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}

function Examples({ run }: { run: DryRun }) {
  const { t } = useWords()
  const fieldName = useFieldLabel()
  const examples = run.examples as unknown as readonly Example[]
  if (examples.length === 0) return null
  return (
    <RowList<Example>
      rows={examples}
      rowKey={(row) => `${row.record} ${row.field}`}
      empty=""
      columns={[
        { key: 'subject', title: t('lineage.examples'), render: (row) => row.subject },
        { key: 'field', title: t('lineage.field'), render: (row) => fieldName(run.kind, row.field) },
        { key: 'before', title: t('lineage.before'), render: (row) => valueText(row.before) },
        { key: 'after', title: t('lineage.after'), render: (row) => valueText(row.after) },
      ]}
    />
  )
}
