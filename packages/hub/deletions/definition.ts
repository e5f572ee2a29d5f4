import { define, type Row, type Transitions } from '@tandem/kernel'

/** What the other systems do when a document is deleted in one. `ask`: a person decides. */
export const DELETE_POLICIES = ['archive', 'delete', 'ask', 'keep'] as const
export type DeletePolicy = (typeof DELETE_POLICIES)[number]

/** A document that was deleted in a system, and what became of it in the others. */
export const deletion = define({
  name: 'deletion',
  plural: 'deletions',
  label: { en: 'Deletion', zh: '删除' },
  table: 'hub.deletion',
  states: ['open', 'settled', 'undone', 'returned'],
  title: ['kind', 'subject'],
  fields: {
    record: { kind: 'reference', to: 'record', label: { en: 'Record', zh: '记录' } },
    kind: { kind: 'text', label: { en: 'Kind', zh: '类型' } },
    subject: { kind: 'text', label: { en: 'Document', zh: '单据' } },
    system: { kind: 'text', label: { en: 'Deleted in', zh: '删除系统' } },
    change: { kind: 'reference', to: 'change', label: { en: 'Change', zh: '变更' } },
    deletedBy: { kind: 'text', label: { en: 'Deleted by', zh: '删除人' } },
    deletedAt: { kind: 'instant', label: { en: 'Deleted at', zh: '删除时间' } },
    policy: {
      kind: 'choice',
      of: ['archive', 'delete', 'ask', 'keep', 'restore'],
      label: { en: 'Elsewhere', zh: '其他系统的处理' },
    },
    /** Fields that somebody else changed without knowing of it. */
    edited: { kind: 'json', label: { en: 'Changed meanwhile', zh: '期间被修改' } },
    statusBefore: { kind: 'text', optional: true, label: { en: 'Status before', zh: '此前状态' } },
  },
})

export type Deletion = Row<typeof deletion>

export const deletionTransitions = {
  settle: { from: ['open'], to: 'settled' },
  undo: { from: ['settled'], to: 'undone' },
} as const satisfies Transitions<Deletion['state']>
