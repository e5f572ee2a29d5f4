import { quote } from '@tandem/crm/definitions'
import type { Row } from '@tandem/kernel'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Card, Flex, Typography } from 'antd'
import { useState } from 'react'
import { ProblemFault } from '../api/client.ts'
import { nameOf } from '../api/desk.ts'
import { crmType, refresh, useSend } from '../api/documents.ts'
import { ChangedMeanwhile, isChangedMeanwhile } from '../desk/changed-meanwhile.tsx'
import { useWords } from '../i18n/use-words.ts'
import { Section } from '../parts/figure.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { useUnsaved } from '../parts/use-unsaved.ts'
import { CreditState } from './credit-state.tsx'
import { lineProblems } from './line-problems.ts'
import { MarginText } from './margin-text.tsx'
import { filledLines, formOf, inputOf, missingOf, type QuoteForm, totalsOf } from './quote-form.ts'
import { marginLines, QuoteLines } from './quote-lines.tsx'
import { QuoteTerms } from './quote-terms.tsx'
import { QuoteTotals } from './quote-totals.tsx'
import { useCosts } from './use-costs.ts'
import { useLineAnswers } from './use-line-answers.ts'

const QUOTES = crmType(quote)

interface QuoteEditorProps {
  readonly initial: QuoteForm
  /** The saved draft; absent for a new quote. */
  readonly saved?: Row<typeof quote>
}

/** The quote desk: type on the left, both sides answer beside it, save or send below. */
export function QuoteEditor({ initial, saved }: QuoteEditorProps) {
  const { form, setForm, base, meanwhile, keepMine, takeTheirs, became } = useDraft(initial, saved)
  const [tried, setTried] = useState(false)
  const { save, error, isSaving, hasChanges } = useSaving(form, base, became)
  const answers = useLineAnswers(form)
  const costs = useCosts(form.lines, form.currency)
  const totals = totalsOf(form, (line) => answers.get(line.key)?.price?.unitPrice)
  const problems = error instanceof ProblemFault ? lineProblems(error.problem) : new Map<number, string>()
  const submit = (andSend: boolean) => {
    setTried(true)
    if (missingOf(form).length === 0) void save(andSend)
  }
  return (
    <>
      <Card size="small">
        <QuoteTerms form={form} onChange={setForm} isNew={!saved} tried={tried} />
      </Card>
      <LinesSection form={form} onChange={setForm} answers={answers} costs={costs} problems={problems} />
      <Flex gap={16} wrap justify="space-between" style={{ marginBlockStart: 20 }}>
        <div style={{ flex: '1 1 300px' }}>
          <CreditState customer={form.customer} amount={totals?.total ?? '0'} currency={form.currency} />
        </div>
        <div>
          <QuoteTotals totals={filledLines(form).length > 0 ? totals : undefined} currency={form.currency} />
          <MarginText lines={marginLines(form, answers, costs)} currency={form.currency} />
        </div>
      </Flex>
      <Missing form={form} tried={tried} />
      {meanwhile ? (
        <ChangedMeanwhile saved={{ document: nameOf(QUOTES), ...meanwhile }} onTakeTheirs={takeTheirs} onKeepMine={keepMine} />
      ) : (
        !isChangedMeanwhile(error) && <ProblemAlert error={error} />
      )}
      <Submit isSaving={isSaving} canSave={hasChanges || !saved} onSave={() => submit(false)} onSend={() => submit(true)} />
    </>
  )
}

function Submit({
  isSaving,
  canSave,
  onSave,
  onSend,
}: {
  isSaving: boolean
  canSave: boolean
  onSave: () => void
  onSend: () => void
}) {
  const { t } = useWords()
  return (
    <Flex gap={8} wrap style={{ marginBlockStart: 16 }}>
      <Button type="primary" size="large" loading={isSaving} onClick={onSend}>
        {t('quotes.saveAndSend')}
      </Button>
      <Button size="large" disabled={!canSave || isSaving} onClick={onSave}>
        {t('quotes.save')}
      </Button>
    </Flex>
  )
}

function LinesSection(props: Parameters<typeof QuoteLines>[0]) {
  const { t, label } = useWords()
  if (!props.form.customer) return <Typography.Paragraph type="secondary">{t('quotes.customerFirst')}</Typography.Paragraph>
  return (
    <Section title={label(quote.fields.lines.label)}>
      <QuoteLines {...props} />
    </Section>
  )
}

interface Base {
  readonly form: QuoteForm
  readonly row: Row<typeof quote> | undefined
}

/** What is typed, and the saved draft it began with: when somebody else saves meanwhile, nothing typed is lost. */
function useDraft(initial: QuoteForm, saved: QuoteEditorProps['saved']) {
  const [base, setBase] = useState<Base>({ form: initial, row: saved })
  const [form, setForm] = useState(initial)
  const became = (row: Row<typeof quote>) => {
    setBase({ form: formOf(row), row })
    setForm(formOf(row))
  }
  const newer = saved !== undefined && base.row !== undefined && saved.version > base.row.version
  const untouched = JSON.stringify(form) === JSON.stringify(base.form)
  if (newer && untouched) became(saved)
  return {
    ...{ form, setForm, base, became },
    meanwhile: newer && !untouched && base.row ? { id: saved.id, since: base.row.version } : undefined,
    takeTheirs: () => saved && became(saved),
    keepMine: () => setBase({ ...base, row: saved }),
  }
}

/** Saves, and sends when asked to; leaves the page only where nothing typed gets lost. */
function useSaving(form: QuoteForm, { form: kept, row: saved }: Base, became: (row: Row<typeof quote>) => void) {
  const { t } = useWords()
  const { message } = App.useApp()
  const client = useQueryClient()
  const navigate = useNavigate()
  const sending = useSend(QUOTES)
  const [leaving, setLeaving] = useState(false)
  const hasChanges = JSON.stringify(form) !== JSON.stringify(kept)
  useUnsaved(hasChanges && !leaving)
  const save = async (andSend: boolean) => {
    setLeaving(true)
    try {
      const input = inputOf(form, !saved)
      const command = saved ? { id: saved.id, command: 'change', version: saved.version, input } : { command: 'create', input }
      const row = saved && !hasChanges ? saved : await sending.mutateAsync(command)
      became(row)
      if (!saved) await navigate({ to: '/quotes/$id', params: { id: row.id }, replace: true, ignoreBlocker: true })
      if (andSend) await sending.mutateAsync({ id: row.id, command: 'send', input: {}, version: row.version })
      void message.success(t(andSend ? 'quotes.sentNow' : 'quotes.saved'))
    } catch (error) {
      // What was refused stands beside the form; what somebody else saved is fetched, so that it can stand there, too.
      if (isChangedMeanwhile(error)) await refresh(client, 'crm')
    } finally {
      setLeaving(false)
    }
  }
  return { save, error: sending.error, isSaving: sending.isPending, hasChanges }
}

function Missing({ form, tried }: { form: QuoteForm; tried: boolean }) {
  const { t } = useWords()
  const missing = missingOf(form)
  if (!tried || missing.length === 0) return null
  return (
    <Typography.Paragraph type="danger" role="alert">
      {missing.map((what) => t(`quotes.missing.${what}`)).join(' ')}
    </Typography.Paragraph>
  )
}
