import type { KindName } from '@tandem/hub/definitions'
import { App, Button, Flex } from 'antd'
import { useState } from 'react'
import { useList, useSend } from '../../api/documents.ts'
import { CommandButton } from '../../erp/command-button.tsx'
import { useWords } from '../../i18n/use-words.ts'
import { DocumentForm } from '../../lists/document-form.tsx'
import { Figure, Figures, Section } from '../../parts/figure.tsx'
import { May } from '../../parts/may.tsx'
import { Loaded, Page } from '../../parts/page.tsx'
import { problemText } from '../../parts/problem-alert.tsx'
import { KindChooser } from '../kind-chooser.tsx'
import { kindLabel } from '../words.ts'
import { Dictionaries } from './dictionaries.tsx'
import { Findings } from './findings.tsx'
import { Rules } from './rules.tsx'
import { Trend } from './trend.tsx'
import { AUDITS, type KindQuality, SCHEDULES, useQuality } from './use-quality.ts'

/** How good the data is, kind by kind: score and trend, what was found, the rules and their dictionaries. */
export function QualityPage() {
  const { t } = useWords()
  const quality = useQuality()
  const [chosen, setChosen] = useState<KindName>('customer')
  return (
    <Page title={t('quality.title')} about={t('quality.about')}>
      <div style={{ marginBlockEnd: 16 }}>
        <KindChooser label={t('quality.kind')} value={chosen} onChange={setChosen} />
      </div>
      <Loaded query={quality}>
        {(kinds) => <OneKind key={chosen} kind={chosen} quality={kinds.find(({ kind }) => kind === chosen)} />}
      </Loaded>
      <Dictionaries />
    </Page>
  )
}

function OneKind({ kind, quality }: { kind: KindName; quality: KindQuality | undefined }) {
  const { t, label } = useWords()
  const name = label(kindLabel(kind))
  return (
    <>
      <Score kind={kind} name={name} quality={quality} />
      <Section title={t('quality.findings')}>
        <Findings kind={kind} />
      </Section>
      <Section title={t('quality.rules', { kind: name })}>
        <Rules kind={kind} />
      </Section>
    </>
  )
}

function Score({ kind, name, quality }: { kind: KindName; name: string; quality: KindQuality | undefined }) {
  const { t, decimal, instant } = useWords()
  const last = quality?.trend.at(-1)
  const fields = Object.values(last?.byField ?? {})
  const [checked, good] = [fields.reduce((sum, one) => sum + one.checked, 0), fields.reduce((sum, one) => sum + one.good, 0)]
  const number = (value: number) => decimal(String(value))
  return (
    <>
      <Figures>
        <Figure
          label={t('quality.scoreOf', { kind: name })}
          value={last ? decimal(cut(last.score)) : '–'}
          note={
            last
              ? t('quality.checked', { good: number(good), checked: number(checked), records: number(last.records) })
              : t('quality.noScore')
          }
          {...(last ? { tone: last.score === '100' ? ('success' as const) : ('warning' as const) } : {})}
        />
        <Figure
          label={t('quality.open')}
          value={number(quality?.open ?? 0)}
          note={t('quality.suggested', { count: quality?.suggested ?? 0 })}
        />
        <Figure
          label={t('quality.schedule')}
          value={
            quality?.everyHours
              ? t('quality.every', { hours: quality.everyHours, at: instant(quality.nextAt ?? '') })
              : t('quality.notRegular')
          }
        />
      </Figures>
      {quality && quality.trend.length > 1 && <Trend name={name} points={quality.trend} />}
      <Flex gap={8} wrap style={{ marginBlockStart: 12 }}>
        <AuditNow kind={kind} busy={quality?.underWay ?? false} />
        <Regularly kind={kind} />
      </Flex>
    </>
  )
}

/** Two digits, never rounded up: 100 means all. */
function cut(score: string): string {
  return score.replace(/(\.\d\d)\d+$/, '$1')
}

function AuditNow({ kind, busy }: { kind: KindName; busy: boolean }) {
  const words = useWords()
  const { message } = App.useApp()
  const sending = useSend(AUDITS)
  const run = async () => {
    try {
      await sending.mutateAsync({ command: 'create', input: { kind } })
      void message.success(words.t('quality.auditAsked'))
    } catch (error) {
      void message.error(problemText(error, words), 8)
    }
  }
  return (
    <May right="joint.quality-audit.create">
      <Button type="primary" loading={busy || sending.isPending} onClick={() => void run()}>
        {words.t(busy ? 'quality.auditing' : 'quality.audit')}
      </Button>
    </May>
  )
}

function Regularly({ kind }: { kind: KindName }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const schedules = useList(SCHEDULES, { filter: { kind, state: 'active' } })
  const [schedule] = schedules.data?.items ?? []
  if (schedule) {
    return (
      <CommandButton
        type={SCHEDULES}
        row={schedule}
        command="remove"
        text={t('quality.stopRegular')}
        done={t('quality.stopped')}
      />
    )
  }
  return (
    <>
      <May right="joint.quality-schedule.create">
        <Button onClick={() => setOpen(true)}>{t('quality.makeRegular')}</Button>
      </May>
      {open && (
        <DocumentForm
          type={SCHEDULES}
          title={t('quality.makeRegular')}
          command="create"
          input={SCHEDULES.definition.fields}
          ask={['everyHours']}
          given={{ kind, everyHours: 24 }}
          okText={t('quality.makeRegular')}
          done={t('quality.regular')}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
