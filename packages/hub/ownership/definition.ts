import { define, type Row, type Transitions } from '@tandem/kernel'

/** Who decides a field of a kind, or what an event does on the other side, where it is not as usual. */
export const rule = define({
  name: 'rule',
  plural: 'rules',
  label: { en: 'Rule', zh: '规则' },
  table: 'hub.rule',
  states: ['set', 'reset'],
  title: ['kind', 'name'],
  fields: {
    kind: { kind: 'text', label: { en: 'Kind', zh: '类型' } },
    /** A field, `*` for the others, or an event: `crm.delete`. */
    name: { kind: 'text', label: { en: 'Field or event', zh: '字段或事件' } },
    /** `{ by: 'newest' }` and alike for a field, `{ does: 'archive' }` for an event. */
    setting: { kind: 'json', label: { en: 'Rule', zh: '规则' } },
  },
})

export type RuleRow = Row<typeof rule>

export const ruleTransitions = {
  reset: { from: ['set'], to: 'reset' },
} as const satisfies Transitions<RuleRow['state']>
