import { kinds, type Rule } from '@tandem/hub/definitions'
import type { Field } from '@tandem/kernel'
import { Flex, Form, Segmented, Select, Typography } from 'antd'
import { useState } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { EditModal } from '../parts/edit-modal.tsx'
import type { RuleItem } from './rule-item.ts'
import { fieldLabel } from './words.ts'

type Side = 'crm' | 'erp'
type Phase = Extract<Rule, { by: 'phase' }>

/** The fields of a kind that have phases, and what they may say: the same as the server allows. */
export function phaseFields(kind: string, name: string): { readonly field: string; readonly phases: readonly string[] }[] {
  const fields: Readonly<Record<string, Field>> = kinds[kind as keyof typeof kinds]?.fields ?? {}
  return Object.entries(fields).flatMap(([field, is]) =>
    is.kind === 'choice' && field !== name ? [{ field, phases: is.of }] : [],
  )
}

function phaseOf({ setting, usual }: RuleItem): Phase | undefined {
  return [setting, usual].find((one): one is Phase => 'by' in one && one.by === 'phase')
}

interface PhaseDialogProps {
  readonly item: RuleItem
  /** What people call the field that is decided. */
  readonly name: string
  readonly onTake: (setting: Phase) => void
  readonly onClose: () => void
}

/** Who decides a field as long as another one says this or that: an order is the CRM's until it is placed. */
export function PhaseDialog({ item, name, onTake, onClose }: PhaseDialogProps) {
  const { t, label, choice } = useWords()
  const before = phaseOf(item)
  const possible = phaseFields(item.kind, item.name)
  const [field, setField] = useState(before?.field ?? possible[0]?.field ?? '')
  const [owners, setOwners] = useState<Readonly<Record<string, Side>>>(before?.owners ?? {})
  const phases = possible.find((one) => one.field === field)?.phases ?? []
  const ownerOf = (phase: string): Side => owners[phase] ?? before?.otherwise ?? 'erp'
  const take = () => {
    onTake({ by: 'phase', field, owners: Object.fromEntries(phases.map((one) => [one, ownerOf(one)])), otherwise: 'erp' })
    onClose()
  }
  const sides = [
    { value: 'crm', label: t('rules.by.owner-crm') },
    { value: 'erp', label: t('rules.by.owner-erp') },
  ]
  return (
    <EditModal
      hasChanges={field !== (before?.field ?? possible[0]?.field) || owners !== (before?.owners ?? owners)}
      error={null}
      title={t('rules.phaseOf', { field: name })}
      okText={t('rules.takePhase')}
      onOk={take}
      onClose={onClose}
    >
      <Typography.Paragraph type="secondary">{t('rules.phaseAbout')}</Typography.Paragraph>
      <Form layout="vertical" component="div">
        <Form.Item label={t('rules.phaseField')} htmlFor="phase-field">
          <Select
            id="phase-field"
            value={field}
            onChange={(next: string) => {
              setField(next)
              setOwners({})
            }}
            options={possible.map((one) => ({ value: one.field, label: label(fieldLabel(item.kind, one.field)) }))}
          />
        </Form.Item>
      </Form>
      <Flex vertical gap={8}>
        {phases.map((phase) => (
          <Flex key={phase} gap={8} wrap align="center" justify="space-between">
            <span>{choice(phase)}</span>
            <Segmented<string>
              aria-label={choice(phase)}
              value={ownerOf(phase)}
              onChange={(side) => setOwners({ ...owners, [phase]: side as Side })}
              options={sides}
            />
          </Flex>
        ))}
      </Flex>
    </EditModal>
  )
}

/** Whose word counts in which phase, beside a rule that goes by phases. */
export function Phases({ item }: { item: RuleItem }) {
  const { t, choice } = useWords()
  const { setting } = item
  if (!('by' in setting) || setting.by !== 'phase') return null
  const phases = phaseFields(item.kind, item.name).find((one) => one.field === setting.field)?.phases ?? []
  const ofSide = (side: Side) => phases.filter((phase) => (setting.owners[phase] ?? setting.otherwise) === side)
  const said = (['crm', 'erp'] as const).flatMap((side) => {
    const words = ofSide(side).map(choice).join(t('rules.phaseJoin'))
    return words === '' ? [] : [t('rules.phaseSays', { side: t(`rules.by.owner-${side}`), phases: words })]
  })
  return (
    <Typography.Text type="secondary" className="small">
      {said.join(' · ')}
    </Typography.Text>
  )
}
