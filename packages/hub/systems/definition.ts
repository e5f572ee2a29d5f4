import { define, type Row, type Transitions } from '@tandem/kernel'

/** A joined system: a CRM or an ERP, ours or somebody else's. */
export const system = define({
  name: 'system',
  plural: 'joined-systems',
  label: { en: 'Joined system', zh: '接入系统' },
  table: 'hub.system',
  states: ['active', 'paused'],
  title: ['name'],
  fields: {
    name: { kind: 'text', label: { en: 'System', zh: '系统' } },
    side: { kind: 'choice', of: ['crm', 'erp'], label: { en: 'Side', zh: '所属侧' } },
    labelEn: { kind: 'text', label: { en: 'English name', zh: '英文名称' } },
    labelZh: { kind: 'text', label: { en: 'Chinese name', zh: '中文名称' } },
    capabilities: { kind: 'json', label: { en: 'What it can do', zh: '能力' } },
    pauseReason: { kind: 'text', optional: true, label: { en: 'Paused because', zh: '暂停原因' } },
  },
})

export type System = Row<typeof system>

export const systemTransitions = {
  pause: { from: ['active'], to: 'paused' },
  resume: { from: ['paused'], to: 'active' },
} as const satisfies Transitions<'active' | 'paused'>
