import type { KindName } from '@tandem/hub/definitions'
import { Button, Flex, Segmented, Typography } from 'antd'
import { useMemo, useState } from 'react'
import { useList } from '../../api/documents.ts'
import { CommandButton } from '../../erp/command-button.tsx'
import { useWords } from '../../i18n/use-words.ts'
import { DocumentForm } from '../../lists/document-form.tsx'
import { DocumentList } from '../../lists/document-list.tsx'
import type { Drawn, ExtraColumn } from '../../lists/rows.ts'
import { May } from '../../parts/may.tsx'
import { fieldLabel } from '../words.ts'
import { ApplyAll } from './apply-all.tsx'
import { FINDINGS, type Finding } from './use-quality.ts'

const STATES = ['open', 'applied', 'ignored', 'undone', 'gone'] as const

/** What audits found, with what was likely meant; applied one by one or many at once. */
export function Findings({ kind }: { kind: KindName }) {
  const { t, choice } = useWords()
  const [state, setState] = useState<(typeof STATES)[number]>('open')
  const fixed = useMemo(() => ({ kind, state }), [kind, state])
  return (
    <>
      <Flex gap={8} wrap justify="space-between" style={{ marginBlockEnd: 12 }}>
        <div style={{ overflowX: 'auto', maxWidth: '100%' }}>
          <Segmented
            aria-label={t('flow.state')}
            value={state}
            onChange={setState}
            options={STATES.map((value) => ({ value, label: choice(value) }))}
          />
        </div>
        {state === 'open' && <ApplySure kind={kind} />}
      </Flex>
      <FindingList fixed={fixed} />
    </>
  )
}

/** Those with one likely value, many at once: the surest on top. */
function ApplySure({ kind }: { kind: KindName }) {
  const { t } = useWords()
  const [all, setAll] = useState(false)
  const found = useList(FINDINGS, { filter: { kind, state: 'open' }, sort: 'likeness', limit: 200 })
  const rows = (found.data?.items ?? []) as unknown as readonly Finding[]
  const sure = rows
    .filter(({ suggestion, reason }) => suggestion !== null && reason !== 'several')
    .sort((a, b) => Number(b.likeness ?? -1) - Number(a.likeness ?? -1))
  return (
    <>
      {sure.length > 1 && (
        <May right="joint.quality-finding.apply">
          <Button onClick={() => setAll(true)}>{t('quality.applyAll', { count: sure.length })}</Button>
        </May>
      )}
      {all && <ApplyAll rows={sure} onClose={() => setAll(false)} />}
    </>
  )
}

const asFinding = (row: object) => row as unknown as Finding

/** What may be applied comes first, the least sure on top: the surest need no look each. */
function FindingList({ fixed }: { fixed: { readonly kind: KindName; readonly state: string } }) {
  const { t, label } = useWords()
  const drawn = useMemo(
    (): Drawn => ({
      field: (row) => label(fieldLabel(asFinding(row).kind, asFinding(row).field)),
      value: (row) => <Value text={asFinding(row).value} />,
      suggestion: (row) => <strong>{asFinding(row).applied ?? asFinding(row).suggestion ?? '–'}</strong>,
    }),
    [label],
  )
  const extra = useMemo(
    (): ExtraColumn[] => [
      { title: t('quality.why'), render: (row) => <Why row={asFinding(row)} /> },
      { title: '', render: (row) => <Actions row={asFinding(row)} /> },
    ],
    [t],
  )
  return (
    <DocumentList
      type={FINDINGS}
      within="quality-finding"
      sort="likeness"
      fixed={fixed}
      columns={['subject', 'field', 'value', 'suggestion']}
      filters={['value']}
      drawn={drawn}
      extra={extra}
      empty={{ text: t('quality.noFindings') }}
    />
  )
}

/** Spaces that matter are seen. */
function Value({ text }: { text: string }) {
  return (
    <span style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {text === '' ? '–' : text.replace(/^ +| +$|(?<= ) /g, '␣')}
    </span>
  )
}

function Why({ row }: { row: Finding }) {
  const { t, decimal } = useWords()
  const { others = [] } = (row.details ?? {}) as { others?: readonly string[] }
  const reason = row.reason as 'form' | 'written' | 'also' | 'alike' | 'several' | null
  const words = {
    code: t(`quality.codes.${row.code.replace('quality/', '')}` as 'quality.codes.empty'),
    reason: reason ? t(`quality.reasons.${reason}`, { likeness: decimal(row.likeness ?? '0'), others: others.join(', ') }) : '',
  }
  return (
    <Typography.Text type="secondary" className="small">
      {words.reason || words.code}
    </Typography.Text>
  )
}

function Actions({ row }: { row: Finding }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const on = { type: FINDINGS, row }
  if (row.state === 'applied') return <CommandButton {...on} command="undo" text={t('quality.undo')} done={t('quality.undone')} />
  if (row.state === 'ignored')
    return <CommandButton {...on} command="reopen" text={t('quality.reopen')} done={t('quality.reopened')} />
  if (row.state !== 'open') return null
  return (
    <Flex gap={8} wrap>
      {row.suggestion !== null && (
        <CommandButton {...on} command="apply" text={t('quality.apply')} done={t('quality.applied')} primary />
      )}
      <May right="joint.quality-finding.apply">
        <Button onClick={() => setOpen(true)}>{t('quality.other')}</Button>
      </May>
      <CommandButton {...on} command="ignore" text={t('quality.ignore')} done={t('quality.ignored')} />
      {open && (
        <DocumentForm
          type={FINDINGS}
          title={`${row.subject}: ${row.value}`}
          command="apply"
          on={row}
          input={{ value: { kind: 'text', max: 500, label: { en: 'Right value', zh: '正确的值' } } }}
          ask={['value']}
          given={{ value: row.suggestion ?? row.value }}
          okText={t('quality.apply')}
          done={t('quality.applied')}
          onClose={() => setOpen(false)}
        />
      )}
    </Flex>
  )
}
