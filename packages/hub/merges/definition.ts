import { define, type Row, type Transitions } from '@tandem/kernel'

/** Two records that turned out to be one. */
export const merge = define({
  name: 'merge',
  plural: 'merges',
  label: { en: 'Merge', zh: '合并' },
  table: 'hub.merge',
  states: ['merged', 'unmerged'],
  title: ['subject', 'intoSubject'],
  fields: {
    kind: { kind: 'text', label: { en: 'Kind', zh: '类型' } },
    subject: { kind: 'text', label: { en: 'Merged', zh: '被合并' } },
    intoSubject: { kind: 'text', label: { en: 'Into', zh: '合并到' } },
    loser: { kind: 'reference', to: 'record', label: { en: 'Merged record', zh: '被合并记录' } },
    winner: { kind: 'reference', to: 'record', label: { en: 'Into record', zh: '保留记录' } },
    system: { kind: 'text', optional: true, label: { en: 'Merged in', zh: '合并系统' } },
    mergedBy: { kind: 'text', label: { en: 'Merged by', zh: '合并人' } },
    mergedAt: { kind: 'instant', label: { en: 'Merged at', zh: '合并时间' } },
    /** Ids of the records that named the merged one. */
    moved: { kind: 'json', label: { en: 'Went along', zh: '随之转移' } },
    /** Its documents that became the other's: `[{ system, externalId }]`. */
    links: { kind: 'json', label: { en: 'Documents taken over', zh: '接管的单据' } },
  },
})

export type Merge = Row<typeof merge>

export const mergeTransitions = {
  unmerge: { from: ['merged'], to: 'unmerged' },
} as const satisfies Transitions<Merge['state']>
