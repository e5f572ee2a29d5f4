import { define, type Row, type Transitions } from '@tandem/kernel'

/** The log of a kind replayed through another mapping or other rules, into nothing: what would be different. */
export const dryRun = define({
  name: 'dry-run',
  plural: 'dry-runs',
  label: { en: 'Dry run', zh: '试运行' },
  table: 'hub.dry_run',
  states: ['running', 'done', 'cancelled', 'failed'],
  title: ['kind'],
  fields: {
    kind: { kind: 'text', label: { en: 'Kind', zh: '类型' } },
    mapping: { kind: 'reference', to: 'mapping', optional: true, label: { en: 'Mapping', zh: '字段映射' } },
    rules: { kind: 'json', optional: true, label: { en: 'Rules', zh: '规则' } },
    after: { kind: 'text', optional: true, set: 'by-us', label: { en: 'Replayed up to', zh: '已重放至' } },
    total: { kind: 'integer', set: 'by-us', label: { en: 'Records', zh: '记录数' } },
    replayed: { kind: 'integer', set: 'by-us', label: { en: 'Replayed', zh: '已重放' } },
    changed: { kind: 'integer', set: 'by-us', label: { en: 'Would change', zh: '将变化' } },
    refused: { kind: 'integer', set: 'by-us', label: { en: 'Could not be read any more', zh: '将无法读取' } },
    readable: { kind: 'integer', set: 'by-us', label: { en: 'Could be read at last', zh: '将可读取' } },
    fields: { kind: 'json', set: 'by-us', label: { en: 'Fields', zh: '字段' } },
    examples: { kind: 'json', set: 'by-us', label: { en: 'Examples', zh: '示例' } },
    trouble: { kind: 'text', optional: true, set: 'by-us', label: { en: 'Trouble', zh: '故障' } },
  },
})

export type DryRun = Row<typeof dryRun>

export const dryRunTransitions = {
  cancel: { from: ['running'], to: 'cancelled' },
} as const satisfies Transitions<DryRun['state']>
