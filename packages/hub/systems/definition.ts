import { define, type Row, type Transitions } from '@tandem/kernel'

/** A joined system: a CRM or an ERP, ours or somebody else's. */
export const system = define({
  name: 'system',
  plural: 'joined-systems',
  label: { en: 'Joined system', zh: '接入系统' },
  table: 'hub.system',
  states: ['active', 'paused'],
  title: ['name'],
  fields: {
    name: { kind: 'text', label: { en: 'System', zh: '系统' } },
    side: { kind: 'choice', of: ['crm', 'erp'], label: { en: 'Side', zh: '所属侧' } },
    labelEn: { kind: 'text', label: { en: 'English name', zh: '英文名称' } },
    labelZh: { kind: 'text', label: { en: 'Chinese name', zh: '中文名称' } },
    capabilities: { kind: 'json', label: { en: 'What it can do', zh: '能力' } },
    writesASecond: { kind: 'integer', optional: true, label: { en: 'Writes a second, at most', zh: '每秒最多写入' } },
    writesAMinute: { kind: 'integer', optional: true, label: { en: 'Writes a minute, at most', zh: '每分钟最多写入' } },
    writesADay: { kind: 'integer', optional: true, label: { en: 'Writes a day, at most', zh: '每天最多写入' } },
    mostUnplanned: { kind: 'integer', label: { en: 'Reading waits above so many unplanned', zh: '待处理超过该数时暂缓读取' } },
    mostUndelivered: {
      kind: 'integer',
      label: { en: 'Reading waits above so many undelivered', zh: '待投递超过该数时暂缓读取' },
    },
    autoPausePercent: {
      kind: 'integer',
      optional: true,
      label: { en: 'Pause a flow at % failed writes', zh: '写入失败率达到 % 时暂停' },
    },
    autoPauseLeast: { kind: 'integer', label: { en: 'and at least so many failed', zh: '且失败次数至少' } },
    autoPauseSeconds: { kind: 'integer', label: { en: 'within seconds', zh: '统计秒数' } },
    pauseReason: { kind: 'text', optional: true, label: { en: 'Paused because', zh: '暂停原因' } },
    joined: { kind: 'flag', set: 'by-us', label: { en: 'Joined now', zh: '当前对接中' } },
    heardAt: { kind: 'instant', optional: true, set: 'by-us', label: { en: 'Last answered', zh: '最近应答' } },
  },
})

export type System = Row<typeof system>

export const systemTransitions = {
  pause: { from: ['active'], to: 'paused' },
  resume: { from: ['paused'], to: 'active' },
} as const satisfies Transitions<'active' | 'paused'>
