import { define, type Row, type Transitions } from '@tandem/kernel'

const KIND = { kind: 'text', max: 60, label: { en: 'Kind', zh: '类型' } } as const
const FIELD = { kind: 'text', max: 60, label: { en: 'Field', zh: '字段' } } as const

/** The words there are for something, each with the other ways it is known to be written. */
export const qualityDictionary = define({
  name: 'quality-dictionary',
  plural: 'quality-dictionaries',
  label: { en: 'Dictionary', zh: '词典' },
  table: 'hub.quality_dictionary',
  title: ['name'],
  fields: {
    name: { kind: 'text', max: 60, label: { en: 'Name', zh: '名称' } },
    words: {
      ...{ kind: 'json', label: { en: 'Words', zh: '词条' } },
      help: {
        en: 'A list of words, or of { "word": "United States", "also": ["USA"] }',
        zh: '词条列表，或 { "word": "United States", "also": ["USA"] } 的列表',
      },
    },
  },
})
export type QualityDictionary = Row<typeof qualityDictionary>

/** How the values of a field are to be written, or what is wrong with them. The rules of a field follow each other. */
export const qualityRule = define({
  name: 'quality-rule',
  plural: 'quality-rules',
  label: { en: 'Quality rule', zh: '质量规则' },
  table: 'hub.quality_rule',
  states: ['active', 'removed'],
  title: ['kind', 'field'],
  fields: {
    kind: KIND,
    field: FIELD,
    position: { kind: 'integer', label: { en: 'Position', zh: '顺序' } },
    does: {
      kind: 'choice',
      of: ['trim', 'width', 'case', 'phone', 'tax-number', 'email', 'date', 'number', 'length', 'mask', 'dictionary', 'filled'],
      label: { en: 'Does', zh: '规则' },
    },
    options: { kind: 'json', label: { en: 'Options', zh: '选项' } },
    grade: { kind: 'choice', of: ['error', 'warning'], label: { en: 'When it is broken', zh: '不符合时' } },
    source: {
      ...{ kind: 'text', optional: true, max: 60, label: { en: 'On what comes from', zh: '适用来源' } },
      help: {
        en: 'A joined system: on what it tells. *: on what any system tells, on files and audits. Empty: on files and audits.',
        zh: '已接入的系统：检查该系统传来的数据；*：检查所有系统、文件与审计；留空：仅检查文件与审计。',
      },
    },
  },
})
export type QualityRule = Row<typeof qualityRule>

/** All records of a kind held against the rules: a score, and findings. */
export const qualityAudit = define({
  name: 'quality-audit',
  plural: 'quality-audits',
  label: { en: 'Quality audit', zh: '质量审计' },
  table: 'hub.quality_audit',
  states: ['waiting', 'running', 'done'],
  title: ['kind'],
  fields: {
    kind: KIND,
    records: { kind: 'integer', set: 'by-us', label: { en: 'Records', zh: '记录数' } },
    valuesChecked: { kind: 'integer', set: 'by-us', label: { en: 'Values checked', zh: '检查的值' } },
    valuesGood: { kind: 'integer', set: 'by-us', label: { en: 'Good values', zh: '合格的值' } },
    score: { kind: 'percent', optional: true, set: 'by-us', label: { en: 'Score', zh: '得分' } },
    byField: { kind: 'json', set: 'by-us', label: { en: 'By field', zh: '按字段' } },
    finishedAt: { kind: 'instant', optional: true, set: 'by-us', label: { en: 'Finished', zh: '完成时间' } },
  },
})
export type QualityAudit = Row<typeof qualityAudit>

/** How often a kind is audited. */
export const qualitySchedule = define({
  name: 'quality-schedule',
  plural: 'quality-schedules',
  label: { en: 'Audit schedule', zh: '审计计划' },
  table: 'hub.quality_schedule',
  states: ['active', 'removed'],
  title: ['kind'],
  fields: {
    kind: KIND,
    everyHours: { kind: 'integer', label: { en: 'Every so many hours', zh: '间隔（小时）' } },
    nextAt: { kind: 'instant', set: 'by-us', label: { en: 'Next', zh: '下次' } },
  },
})
export type QualitySchedule = Row<typeof qualitySchedule>

/** A value that an audit found wanting. */
export const qualityFinding = define({
  name: 'quality-finding',
  plural: 'quality-findings',
  label: { en: 'Quality finding', zh: '质量问题' },
  table: 'hub.quality_finding',
  states: ['open', 'applied', 'ignored', 'undone', 'gone'],
  title: ['subject', 'field'],
  fields: {
    kind: KIND,
    record: { kind: 'reference', to: 'record', label: { en: 'Record', zh: '记录' } },
    subject: { kind: 'text', label: { en: 'Document', zh: '单据' } },
    field: FIELD,
    rule: { kind: 'reference', to: 'quality-rule', label: { en: 'Rule', zh: '规则' } },
    value: { kind: 'text', label: { en: 'Says', zh: '当前值' } },
    suggestion: { kind: 'text', optional: true, label: { en: 'Should say', zh: '建议值' } },
    likeness: { kind: 'percent', optional: true, label: { en: 'Likeness', zh: '相似度' } },
    reason: { kind: 'text', optional: true, label: { en: 'Why', zh: '依据' } },
    code: { kind: 'text', label: { en: 'What is wrong', zh: '问题' } },
    details: { kind: 'json', label: { en: 'Details', zh: '详情' } },
    applied: { kind: 'text', optional: true, label: { en: 'Was changed to', zh: '已改为' } },
    audit: { kind: 'reference', to: 'quality-audit', label: { en: 'Audit', zh: '审计' } },
  },
})
export type QualityFinding = Row<typeof qualityFinding>

export const findingTransitions = {
  apply: { from: ['open'], to: 'applied' },
  ignore: { from: ['open'], to: 'ignored' },
  reopen: { from: ['ignored'], to: 'open' },
  undo: { from: ['applied'], to: 'undone' },
} as const satisfies Transitions<QualityFinding['state']>
