import { define, type Row } from '@tandem/kernel'

/** All systems compared once, as somebody asked for it. */
export const proof = define({
  name: 'proof',
  plural: 'proofs',
  label: { en: 'Proof', zh: '核对' },
  table: 'hub.proof',
  states: ['waiting', 'running', 'done', 'failed'],
  title: ['kinds'],
  fields: {
    kinds: { kind: 'text', optional: true, max: 200, label: { en: 'Kinds, separated by commas', zh: '类型（逗号分隔）' } },
    repair: { kind: 'flag', label: { en: 'Settle what drifted', zh: '修复偏差' } },
    inSync: { kind: 'flag', optional: true, set: 'by-us', label: { en: 'In sync', zh: '一致' } },
    differenceCount: { kind: 'integer', optional: true, set: 'by-us', label: { en: 'Differences', zh: '差异' } },
    startedAt: { kind: 'instant', optional: true, set: 'by-us', label: { en: 'Begun', zh: '开始' } },
    finishedAt: { kind: 'instant', optional: true, set: 'by-us', label: { en: 'Ended', zh: '结束' } },
    result: { kind: 'json', optional: true, set: 'by-us', label: { en: 'What it found', zh: '结果' } },
  },
})

export type ProofRow = Row<typeof proof>
