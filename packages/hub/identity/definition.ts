import { define, type Row, type Transitions } from '@tandem/kernel'

/** A document that may be the same thing as a known record, but not surely: a person says. */
export const duplicate = define({
  name: 'duplicate',
  plural: 'duplicates',
  label: { en: 'Possible duplicate', zh: '疑似重复' },
  table: 'hub.duplicate',
  states: ['open', 'linked', 'apart', 'superseded'],
  title: ['kind', 'externalId'],
  fields: {
    system: { kind: 'text', label: { en: 'System', zh: '系统' } },
    kind: { kind: 'text', label: { en: 'Kind', zh: '类型' } },
    externalId: { kind: 'text', label: { en: 'Id in the system', zh: '系统内编号' } },
    change: { kind: 'reference', to: 'change', label: { en: 'Change', zh: '变更' } },
    /** The record it may be. */
    record: { kind: 'reference', to: 'record', label: { en: 'Record', zh: '记录' } },
    /** The keys that match, and those that do not: `{ same: ['email'], different: ['code'] }`. */
    foundBy: { kind: 'json', label: { en: 'Found by', zh: '匹配依据' } },
    document: { kind: 'json', label: { en: 'Values', zh: '内容' } },
  },
})

export type Duplicate = Row<typeof duplicate>

export const duplicateTransitions = {
  link: { from: ['open'], to: 'linked' },
  'keep-apart': { from: ['open'], to: 'apart' },
} as const satisfies Transitions<Duplicate['state']>
