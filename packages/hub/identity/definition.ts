import { define, type Row, type Transitions } from '@tandem/kernel'

/** A document that may be the same thing as a known record, but not surely: a person says. */
export const duplicate = define({
  name: 'duplicate',
  plural: 'duplicates',
  label: { en: 'Possible duplicate', zh: '疑似重复' },
  table: 'hub.duplicate',
  states: ['open', 'linked', 'merged', 'apart', 'superseded'],
  title: ['kind', 'externalId'],
  fields: {
    system: { kind: 'text', label: { en: 'System', zh: '系统' } },
    kind: { kind: 'text', label: { en: 'Kind', zh: '类型' } },
    externalId: { kind: 'text', label: { en: 'Id in the system', zh: '系统内编号' } },
    change: { kind: 'reference', to: 'change', label: { en: 'Change', zh: '变更' } },
    /** The record it may be. */
    record: { kind: 'reference', to: 'record', label: { en: 'Record', zh: '记录' } },
    /** `link`: is the document that record? It waits for the answer. `merge`: are two documents of one system the same? */
    type: { kind: 'choice', of: ['link', 'merge'], label: { en: 'Question', zh: '问题' } },
    /** Of type merge: the record of the document itself. */
    ownRecord: { kind: 'reference', to: 'record', optional: true, label: { en: 'Its record', zh: '自身记录' } },
    /** How surely they are one. */
    score: { kind: 'percent', optional: true, label: { en: 'Likeness', zh: '相似度' } },
    /** What is the same, similar and different: `[{ field: 'name', is: 'similar', likeness: 0.93 }]`. */
    foundBy: { kind: 'json', label: { en: 'Found by', zh: '匹配依据' } },
    document: { kind: 'json', label: { en: 'Values', zh: '内容' } },
  },
})

export type Duplicate = Row<typeof duplicate>

export const duplicateTransitions = {
  link: { from: ['open'], to: 'linked' },
  merge: { from: ['open'], to: 'merged' },
  'keep-apart': { from: ['open'], to: 'apart' },
  // To `apart` when the two were said to be the same: they are two records from then on.
  undo: { from: ['linked', 'merged', 'apart'], to: 'open' },
} as const satisfies Transitions<Duplicate['state']>
