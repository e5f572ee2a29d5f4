import { define, type Row, type Transitions } from '@tandem/kernel'

/** One kind on its way from a system (in) or to it (out). */
export const flow = define({
  name: 'flow',
  plural: 'flows',
  label: { en: 'Flow', zh: '数据流' },
  table: 'hub.flow',
  states: ['active', 'paused'],
  title: ['system', 'kind', 'direction'],
  fields: {
    system: { kind: 'text', label: { en: 'System', zh: '系统' } },
    kind: { kind: 'text', label: { en: 'Kind', zh: '类型' } },
    direction: { kind: 'choice', of: ['in', 'out'], label: { en: 'Direction', zh: '方向' } },
    pauseReason: { kind: 'text', optional: true, label: { en: 'Paused because', zh: '暂停原因' } },
    pausedBy: { kind: 'text', optional: true, label: { en: 'Paused by', zh: '暂停人' } },
    pausedAt: { kind: 'instant', optional: true, label: { en: 'Paused at', zh: '暂停时间' } },
    breakdown: { kind: 'json', optional: true, label: { en: 'What failed', zh: '失败情况' } },
    tryAt: { kind: 'instant', optional: true, label: { en: 'Tried again at', zh: '下次试探' } },
    tries: { kind: 'integer', label: { en: 'Tries since', zh: '已试探次数' } },
  },
})

export type Flow = Row<typeof flow>

/** What the joint saw when it paused a flow by itself. */
export interface Breakdown {
  readonly failed: number
  readonly tried: number
  readonly seconds: number
  /** The last reason or refusal code. */
  readonly last: string
}

export const flowTransitions = {
  pause: { from: ['active'], to: 'paused' },
  resume: { from: ['paused'], to: 'active' },
} as const satisfies Transitions<'active' | 'paused'>
