import { dryRun, rule } from '@tandem/hub/definitions'
import { Alert, App, Button, Flex, Typography } from 'antd'
import { useState } from 'react'
import { jointType, useDocument, useSend } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { May } from '../parts/may.tsx'
import { problemText } from '../parts/problem-alert.tsx'
import { type DryRun, DryRunResult } from './mapping/dry-run-card.tsx'
import type { RuleItem, Tried } from './rule-item.ts'

const DRY_RUNS = jointType(dryRun)
const RULES = jointType(rule)

interface TryProps {
  readonly kind: string
  readonly items: readonly RuleItem[]
  /** Undefined: what is chosen is set at once. */
  readonly tried: Tried | undefined
  readonly onChange: (tried: Tried | undefined) => void
}

/** Other rules tried on everything that was ever told, before they are set: how many records, which fields, how much money. */
export function TryRules({ kind, items, tried, onChange }: TryProps) {
  const { t } = useWords()
  const [run, setRun] = useState<string>()
  const { start, set, isBusy } = useTrying(kind, items, tried ?? {}, setRun, () => onChange(undefined))
  if (!tried) {
    return (
      <May right="joint.dry-run.create">
        <div>
          <Button onClick={() => onChange({})}>{t('rules.tryFirst')}</Button>
        </div>
      </May>
    )
  }
  const count = Object.keys(tried).length
  return (
    <Alert
      type="info"
      title={t('rules.trying')}
      description={
        <Flex vertical gap={8}>
          <Typography.Text>{t('rules.tryingAbout')}</Typography.Text>
          <Flex gap={8} wrap>
            <Button type="primary" disabled={count === 0} loading={isBusy} onClick={() => void start()}>
              {t('rules.tryNow', { count })}
            </Button>
            <May right="joint.rule.set">
              <Button disabled={count === 0} loading={isBusy} onClick={() => void set()}>
                {t('rules.setThem', { count })}
              </Button>
            </May>
            <Button
              onClick={() => {
                setRun(undefined)
                onChange(undefined)
              }}
            >
              {t('rules.tryNoMore')}
            </Button>
          </Flex>
          {run && <Result id={run} />}
        </Flex>
      }
    />
  )
}

function Result({ id }: { id: string }) {
  const found = useDocument(DRY_RUNS, id)
  return found.data ? <DryRunResult run={found.data as unknown as DryRun} /> : null
}

/** A dry run needs all rules of the kind: those of today, with the tried ones in their place. */
function useTrying(kind: string, items: readonly RuleItem[], tried: Tried, onStarted: (id: string) => void, onSet: () => void) {
  const words = useWords()
  const { message } = App.useApp()
  const running = useSend(DRY_RUNS)
  const setting = useSend(RULES)
  const fail = (error: unknown) => void message.error(problemText(error, words), 8)
  const all = Object.fromEntries(items.flatMap((item) => (item.choices ? [] : [[item.name, tried[item.name] ?? item.setting]])))
  const start = () =>
    running.mutateAsync({ command: 'create', input: { kind, rules: all } }).then(({ id }) => onStarted(id), fail)
  const set = async () => {
    try {
      for (const [name, one] of Object.entries(tried)) {
        await setting.mutateAsync({ command: 'set', input: { kind, name, setting: one } })
      }
      void message.success(words.t('rules.saved'))
      onSet()
    } catch (error) {
      fail(error)
    }
  }
  return { start, set, isBusy: running.isPending || setting.isPending }
}
