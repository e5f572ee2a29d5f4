import { define, type Row, type Transitions } from '@tandem/kernel'

/** Something that could not be read or delivered and needs a person: what, why, how much money it blocks. */
export const inboxEntry = define({
  name: 'inbox-entry',
  plural: 'inbox',
  label: { en: 'Inbox entry', zh: '待处理事项' },
  table: 'hub.inbox_entry',
  states: ['open', 'retried', 'ignored', 'done'],
  title: ['subject', 'code'],
  fields: {
    code: { kind: 'text', label: { en: 'Cause', zh: '原因' } },
    details: { kind: 'json', label: { en: 'Details', zh: '详情' } },
    system: { kind: 'text', label: { en: 'System', zh: '系统' } },
    kind: { kind: 'text', label: { en: 'Kind', zh: '类型' } },
    /** What a person calls the document: `SO1`, `Acme`. */
    subject: { kind: 'text', label: { en: 'Document', zh: '单据' } },
    record: { kind: 'reference', to: 'record', optional: true, label: { en: 'Record', zh: '记录' } },
    externalId: { kind: 'text', optional: true, label: { en: 'Id in the system', zh: '系统内编号' } },
    change: { kind: 'reference', to: 'change', optional: true, label: { en: 'Change', zh: '变更' } },
    delivery: { kind: 'reference', to: 'delivery', optional: true, label: { en: 'Delivery', zh: '投递' } },
    money: { kind: 'amount', currency: 'currency', optional: true, label: { en: 'Money blocked', zh: '受阻金额' } },
    currency: { kind: 'text', max: 3, optional: true, label: { en: 'Currency', zh: '币种' } },
    /** What would solve others of this cause, too: the same missing document, the same field. */
    dependsOn: { kind: 'text', label: { en: 'Depends on', zh: '取决于' } },
    owner: { kind: 'text', max: 200, optional: true, label: { en: 'Owner', zh: '负责人' } },
    original: { kind: 'json', optional: true, label: { en: 'Before it was corrected', zh: '更正前' } },
    edited: { kind: 'json', optional: true, label: { en: 'Corrected to', zh: '更正为' } },
    reason: { kind: 'text', optional: true, label: { en: 'Reason', zh: '理由' } },
  },
})

export type InboxEntry = Row<typeof inboxEntry>

export const inboxTransitions = {
  retry: { from: ['open', 'ignored'], to: 'retried' },
  'edit-and-retry': { from: ['open', 'ignored'], to: 'retried' },
  ignore: { from: ['open'], to: 'ignored' },
} as const satisfies Transitions<InboxEntry['state']>
