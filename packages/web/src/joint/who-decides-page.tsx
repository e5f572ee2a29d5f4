import { type KindName, kinds, type Rule, rule } from '@tandem/hub/definitions'
import type { Field } from '@tandem/kernel'
import { App, Flex, Select, Typography } from 'antd'
import { useState } from 'react'
import { jointType, useAnswer, useSend } from '../api/documents.ts'
import { useMay } from '../api/platform.ts'
import { useNameOf } from '../desk/use-actor.ts'
import { CommandButton } from '../erp/command-button.tsx'
import { useWords } from '../i18n/use-words.ts'
import { Loaded, Page } from '../parts/page.tsx'
import { problemText } from '../parts/problem-alert.tsx'
import { KindChooser } from './kind-chooser.tsx'
import { PhaseDialog, Phases, phaseFields } from './phase-dialog.tsx'
import type { RuleItem, Tried } from './rule-item.ts'
import { TryRules } from './try-rules.tsx'
import { fieldLabel } from './words.ts'

const RULES = jointType(rule)
const SIZED = new Set(['integer', 'amount', 'price', 'quantity', 'percent', 'date', 'instant'])

/** Whose word counts, per kind: what events do on the other side, and who decides each field. */
export function WhoDecidesPage() {
  const { t } = useWords()
  const [kind, setKind] = useState<KindName>('customer')
  // Rules that are only tried: nothing is set while this is there.
  const [tried, setTried] = useState<Tried>()
  const found = useAnswer<readonly RuleItem[]>('joint', 'who-decides', {})
  return (
    <Page title={t('rules.title')} about={t('rules.about')}>
      <Flex vertical gap={16}>
        <div>
          <KindChooser
            label={t('joint.kind')}
            value={kind}
            onChange={(next) => {
              setKind(next)
              if (tried) setTried({})
            }}
          />
        </div>
        <Loaded query={found}>
          {(items) => {
            const mine = items.filter((item) => item.kind === kind)
            return (
              <>
                <TryRules kind={kind} items={mine} tried={tried} onChange={setTried} />
                {!tried && <Part title={t('rules.events')} items={mine.filter(({ choices }) => choices)} />}
                <Part
                  title={t('rules.fields')}
                  items={mine.filter(({ choices }) => !choices)}
                  {...(tried && { tried, onTry: setTried })}
                />
              </>
            )
          }}
        </Loaded>
      </Flex>
    </Page>
  )
}

interface PartProps {
  readonly title: string
  readonly items: readonly RuleItem[]
  /** Given: what is chosen is kept here instead of being set. */
  readonly tried?: Tried
  readonly onTry?: (tried: Tried) => void
}

function Part({ title, items, tried, onTry }: PartProps) {
  return (
    <section>
      <Typography.Title level={2} style={{ fontSize: '1.1em' }}>
        {title}
      </Typography.Title>
      <Flex vertical gap={8}>
        {items.map((item) => (
          <Line
            key={`${item.kind} ${item.name}`}
            item={tried?.[item.name] ? { ...item, setting: tried[item.name] as RuleItem['setting'] } : item}
            onTry={onTry && ((setting) => onTry({ ...tried, [item.name]: setting }))}
          />
        ))}
      </Flex>
    </section>
  )
}

function Line({ item, onTry }: { item: RuleItem; onTry: ((setting: RuleItem['setting']) => void) | undefined }) {
  const words = useWords()
  const nameOf = useNameOf()
  const { t, instant } = words
  const { message } = App.useApp()
  const sending = useSend(RULES)
  const name = useRuleName(item)
  const maySet = useMay('joint.rule.set')
  const [choosingPhase, setChoosingPhase] = useState(false)
  const set = (setting: unknown) =>
    sending.mutate(
      { command: 'set', input: { kind: item.kind, name: item.name, setting } },
      {
        onSuccess: () => void message.success(t('rules.saved')),
        onError: (error) => void message.error(problemText(error, words), 8),
      },
    )
  const take = (setting: RuleItem['setting']) => (onTry ? onTry(setting) : set(setting))
  return (
    <Flex gap={8} wrap align="center">
      <span style={{ flex: '0 1 240px' }}>{name}</span>
      <Select
        aria-label={name}
        style={{ width: 290, maxWidth: '100%' }}
        disabled={!maySet && !onTry}
        loading={sending.isPending}
        value={JSON.stringify(item.setting)}
        onChange={(value: string) => (value === BY_PHASE ? setChoosingPhase(true) : take(JSON.parse(value)))}
        options={useOptions(item)}
      />
      {choosingPhase && <PhaseDialog item={item} name={name} onTake={take} onClose={() => setChoosingPhase(false)} />}
      {item.id && item.version !== null && !onTry ? (
        <>
          <Typography.Text type="secondary" className="small">
            {t('rules.setBy', { by: nameOf(item.by ?? ''), at: item.at ? instant(item.at) : '' })}
          </Typography.Text>
          <CommandButton
            type={RULES}
            row={{ id: item.id, version: item.version }}
            command="reset"
            text={t('rules.asUsual')}
            done={t('rules.saved')}
          />
        </>
      ) : (
        <Typography.Text type="secondary" className="small">
          {t('rules.usual')}
        </Typography.Text>
      )}
      <Phases item={item} />
    </Flex>
  )
}

function useRuleName({ kind, name, choices }: RuleItem): string {
  const { t, label } = useWords()
  if (name === '*') return t('rules.others')
  if (!choices) return label(fieldLabel(kind, name))
  const [side, event] = name.split('.') as ['crm' | 'erp', 'create' | 'update' | 'archive' | 'delete']
  return t(side === 'crm' ? 'rules.inCrm' : 'rules.inErp', { event: t(`rules.event.${event}`) })
}

const BY_PHASE = 'phase'

/** What may be chosen, each as the setting it stands for; a phase that is there, and another where the kind has any. */
function useOptions({ kind, name, setting, usual, choices }: RuleItem): { value: string; label: string }[] {
  const { t, label } = useWords()
  if (choices) {
    const wordOf = (does: string) => (does === 'travel' && name.endsWith('.create') ? 'make' : (does as 'travel'))
    return choices.map((does) => ({ value: JSON.stringify({ does }), label: t(`rules.does.${wordOf(does)}`) }))
  }
  const fields: Readonly<Record<string, Field>> = kinds[kind as keyof typeof kinds]?.fields ?? {}
  const isSized = SIZED.has(fields[name]?.kind ?? '')
  const phases = [setting, usual].filter((one): one is Rule & { by: 'phase' } => 'by' in one && one.by === 'phase')
  const option = (value: object, text: string) => ({ value: JSON.stringify(value), label: text })
  const options = [
    option({ by: 'owner', side: 'crm' }, t('rules.by.owner-crm')),
    option({ by: 'owner', side: 'erp' }, t('rules.by.owner-erp')),
    option({ by: 'newest' }, t('rules.by.newest')),
    ...(isSized ? [option({ by: 'largest' }, t('rules.by.largest'))] : []),
    option({ by: 'manual' }, t('rules.by.manual')),
    ...phases.map((one) => option(one, t('rules.by.phase', { field: label(fieldLabel(kind, one.field)) }))),
    ...(phaseFields(kind, name).length > 0 ? [{ value: BY_PHASE, label: t('rules.byPhase') }] : []),
  ]
  return options.filter(({ value }, i) => options.findIndex((one) => one.value === value) === i)
}
