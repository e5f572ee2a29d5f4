import { define, type Row, type Transitions } from '@tandem/kernel'

/** Two sides said different things of one field. Open ones wait for a person; those a rule decided are kept to be seen. */
export const conflict = define({
  name: 'conflict',
  plural: 'conflicts',
  label: { en: 'Conflict', zh: '冲突' },
  table: 'hub.conflict',
  states: ['open', 'by-rule', 'decided', 'superseded'],
  title: ['kind', 'field'],
  fields: {
    record: { kind: 'reference', to: 'record', label: { en: 'Record', zh: '记录' } },
    kind: { kind: 'text', label: { en: 'Kind', zh: '类型' } },
    field: { kind: 'text', label: { en: 'Field', zh: '字段' } },
    /** The system whose value was not taken. */
    system: { kind: 'text', label: { en: 'System', zh: '系统' } },
    change: { kind: 'reference', to: 'change', optional: true, label: { en: 'Change', zh: '变更' } },
    agreed: { kind: 'json', optional: true, label: { en: 'Agreed before', zh: '此前一致值' } },
    kept: { kind: 'json', optional: true, label: { en: 'Kept', zh: '保留值' } },
    keptSystem: { kind: 'text', optional: true, label: { en: 'Kept from', zh: '保留值来源' } },
    keptBy: { kind: 'text', optional: true, label: { en: 'Kept: who', zh: '保留值修改人' } },
    keptAt: { kind: 'instant', optional: true, label: { en: 'Kept: when', zh: '保留值时间' } },
    other: { kind: 'json', optional: true, label: { en: 'Other', zh: '另一值' } },
    otherBy: { kind: 'text', label: { en: 'Other: who', zh: '另一值修改人' } },
    otherAt: { kind: 'instant', label: { en: 'Other: when', zh: '另一值时间' } },
    rule: { kind: 'text', label: { en: 'Rule', zh: '规则' } },
    decision: { kind: 'json', optional: true, label: { en: 'Decision', zh: '决定' } },
  },
})

export type Conflict = Row<typeof conflict>

export const conflictTransitions = {
  decide: { from: ['open', 'by-rule'], to: 'decided' },
  // To `by-rule` when a rule had decided before.
  undo: { from: ['decided'], to: 'open' },
} as const satisfies Transitions<Conflict['state']>
