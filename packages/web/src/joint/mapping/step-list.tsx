import { type Step, stepNames } from '@tandem/hub/definitions'
import { Button, Checkbox, Flex, Input, InputNumber, Select, Typography } from 'antd'
import { useState } from 'react'
import { useWords } from '../../i18n/use-words.ts'
import { May } from '../../parts/may.tsx'
import { type DraftStep, isWhole, newStep, PARTS, type Part, pairsOf, textOf, typedValue } from './step-parts.ts'

interface StepListProps {
  readonly title: string
  /** Null: the way in, backwards. Only on the way out. */
  readonly steps: readonly DraftStep[] | null
  readonly onChange: (steps: readonly DraftStep[] | null) => void
  readonly mayBeBackwards?: boolean
  /** The kind of the field that comes out of it. */
  readonly kind: string
}

/** What happens to a value on its way, step after step; each can be moved and taken away. */
export function StepList({ title, steps, onChange, mayBeBackwards = false, kind }: StepListProps) {
  const { t } = useWords()
  const list = steps ?? []
  const put = (at: number, ...now: DraftStep[]) => onChange([...list.slice(0, at), ...now, ...list.slice(at + 1)])
  const swap = (at: number) => {
    const [upper, lower] = [list[at - 1], list[at]]
    if (upper && lower) onChange([...list.slice(0, at - 1), lower, upper, ...list.slice(at + 1)])
  }
  return (
    <fieldset aria-label={title} style={{ border: 0, padding: 0, margin: 0, flex: '2 1 260px', minWidth: 0 }}>
      <Typography.Text type="secondary" className="small">
        {title}
      </Typography.Text>
      {mayBeBackwards && (
        <div>
          <Checkbox checked={steps === null} onChange={({ target }) => onChange(target.checked ? null : [])}>
            {t('steps.backwards')}
          </Checkbox>
        </div>
      )}
      {steps !== null && (
        <Flex vertical gap={4}>
          {list.map((step, at) => (
            <Flex key={at} gap={4} wrap align="start">
              <OneStep step={step} kind={kind} onChange={(now) => put(at, now)} />
              <May right="joint.mapping.create">
                <Button size="small" disabled={at === 0} aria-label={t('steps.earlier')} onClick={() => swap(at)}>
                  ↑
                </Button>
                <Button size="small" aria-label={t('steps.remove')} onClick={() => put(at)}>
                  ×
                </Button>
              </May>
              {!isWhole(step) && <Typography.Text type="danger">{t('steps.fillIn')}</Typography.Text>}
            </Flex>
          ))}
          <AddStep title={title} onAdd={(does) => onChange([...list, newStep(does)])} />
        </Flex>
      )}
    </fieldset>
  )
}

function AddStep({ title, onAdd }: { title: string; onAdd: (does: Step['do']) => void }) {
  const { t } = useWords()
  return (
    <Select<Step['do']>
      showSearch={{ optionFilterProp: 'label' }}
      size="small"
      aria-label={`${t('steps.add')} · ${title}`}
      placeholder={t('steps.add')}
      value={null as never}
      onChange={onAdd}
      style={{ minWidth: 180 }}
      popupMatchSelectWidth={false}
      options={stepNames.map((value) => ({ value, label: t(`steps.names.${value}`) }))}
    />
  )
}

function OneStep({ step, kind, onChange }: { step: DraftStep; kind: string; onChange: (step: DraftStep) => void }) {
  const { t } = useWords()
  return (
    <>
      <span style={{ paddingBlock: 2 }}>{t(`steps.names.${step.do}`)}</span>
      {PARTS[step.do].map((part) => (
        <StepPart
          key={part.name}
          part={part}
          kind={kind}
          value={step[part.name]}
          onChange={(value) => {
            const { [part.name]: _, ...others } = step
            onChange((value === undefined ? others : { ...others, [part.name]: value }) as DraftStep)
          }}
        />
      ))}
    </>
  )
}

interface PartProps {
  readonly part: Part
  readonly kind: string
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}

function StepPart({ part: { name, is, optional }, kind, value, onChange }: PartProps) {
  const { t } = useWords()
  const label = t(`steps.parts.${name}`)
  const common = { 'aria-label': label, title: label, placeholder: label, size: 'small' as const }
  const text = value === undefined ? '' : String(value)
  switch (is) {
    case 'texts':
      return (
        <Select
          {...common}
          mode="tags"
          open={false}
          suffixIcon={null}
          value={value as string[]}
          onChange={onChange}
          style={{ minWidth: 120 }}
        />
      )
    case 'pairs':
      return <Pairs label={label} value={value as [string, string][]} onChange={onChange} />
    case 'count':
      return <InputNumber {...common} min={0} precision={0} value={value as number} onChange={(next) => onChange(next ?? 0)} />
    case 'long':
      return <Input.TextArea {...common} className="grows" value={text} onChange={({ target }) => onChange(target.value)} />
    case 'value':
      return (
        <Input
          {...common}
          style={{ width: 130 }}
          value={text}
          onChange={({ target }) => onChange(typedValue(target.value, kind))}
        />
      )
    default:
      return (
        <Input
          {...common}
          style={{ width: 130 }}
          value={text}
          onChange={({ target }) => onChange(optional && target.value === '' ? undefined : target.value)}
        />
      )
  }
}

/** One pair a line; kept as it is typed, since a line is no pair before its sign of equality. */
function Pairs({
  label,
  value,
  onChange,
}: {
  label: string
  value: [string, string][]
  onChange: (pairs: [string, string][]) => void
}) {
  const [text, setText] = useState(() => textOf(value))
  // Another step has come to this place.
  if (textOf(pairsOf(text)) !== textOf(value)) setText(textOf(value))
  return (
    <Input.TextArea
      aria-label={label}
      placeholder={label}
      className="grows"
      style={{ width: 200 }}
      value={text}
      onChange={({ target }) => {
        setText(target.value)
        onChange(pairsOf(target.value))
      }}
    />
  )
}
