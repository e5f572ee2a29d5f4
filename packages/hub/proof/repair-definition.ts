import { define, defineFields, type Row } from '@tandem/kernel'

/** What a person says of one difference. */
export const repairFields = defineFields({
  system: { kind: 'text', max: 100, label: { en: 'System', zh: '系统' } },
  kind: { kind: 'text', max: 40, label: { en: 'Kind', zh: '类型' } },
  record: { kind: 'reference', to: 'record', optional: true, label: { en: 'Record', zh: '记录' } },
  externalId: { kind: 'text', max: 400, optional: true, label: { en: 'Id in the system', zh: '系统内编号' } },
  /** Left out: the whole document is missing there, or unknown here. */
  field: { kind: 'text', max: 100, optional: true, label: { en: 'Field', zh: '字段' } },
  agreed: { kind: 'json', optional: true, label: { en: 'Agreed', zh: '一致值' } },
  found: { kind: 'json', optional: true, label: { en: 'Found there', zh: '系统中的值' } },
  choice: {
    kind: 'choice',
    of: ['take-found', 'write-agreed', 'look-again'],
    label: { en: 'What to do', zh: '处理方式' },
    help: {
      en: 'What the system says counts everywhere; what was agreed is written there again; or it is read again and the rules decide.',
      zh: '以该系统的值为准；把一致值重新写入该系统；或重新读取并按规则处理。',
    },
  },
  reason: { kind: 'text', max: 400, optional: true, label: { en: 'Why', zh: '理由' } },
})

/** One difference of a proof, and what somebody did about it. Only a later proof says that it is gone. */
export const repair = define({
  name: 'repair',
  plural: 'repairs',
  label: { en: 'Repair', zh: '修复' },
  table: 'hub.repair',
  states: ['asked', 'gone'],
  title: ['kind', 'subject'],
  fields: {
    ...repairFields,
    subject: { kind: 'text', set: 'by-us', label: { en: 'What', zh: '对象' } },
  },
})

export type Repair = Row<typeof repair>
