import { define, type Row, type Transitions } from '@tandem/kernel'

/** How somebody else's system is reached, and what is carried between it and the joint. Its secrets are no field of it. */
export const connection = define({
  name: 'connection',
  plural: 'connections',
  label: { en: 'Connection', zh: '系统连接' },
  table: 'hub.connection',
  states: ['draft', 'active', 'stopped', 'removed'],
  title: ['name'],
  fields: {
    name: {
      kind: 'text',
      max: 40,
      label: { en: 'Name', zh: '名称' },
      help: {
        en: 'Small letters, digits and hyphens: it names the system in every list',
        zh: '小写字母、数字和连字符：在所有列表中代表该系统',
      },
    },
    type: { kind: 'text', max: 40, label: { en: 'Type', zh: '类型' } },
    side: { kind: 'choice', of: ['crm', 'erp'], label: { en: 'Stands on the side of', zh: '所属侧' } },
    settings: { kind: 'json', label: { en: 'Settings', zh: '设置' } },
    kinds: {
      kind: 'json',
      optional: true,
      label: { en: 'What is carried', zh: '同步内容' },
      help: { en: '{ "customer": { "read": true, "write": false } }; empty: all it can', zh: '留空表示全部' },
    },
    beside: {
      kind: 'flag',
      label: { en: 'Beside our own', zh: '与自带系统并存' },
      help: {
        en: 'Our own CRM or ERP of that side stays joined, too. Off: this system takes its place.',
        zh: '该侧自带的 CRM 或 ERP 继续对接；关闭则由此系统取代。',
      },
    },
    found: { kind: 'json', optional: true, set: 'by-us', label: { en: 'Found by the last test', zh: '最近测试结果' } },
    testedAt: { kind: 'instant', optional: true, set: 'by-us', label: { en: 'Tested', zh: '测试时间' } },
  },
})
export type Connection = Row<typeof connection>

export const connectionTransitions = {
  start: { from: ['draft', 'stopped'], to: 'active' },
  stop: { from: ['active'], to: 'stopped' },
  remove: { from: ['draft', 'stopped'], to: 'removed' },
} as const satisfies Transitions<'draft' | 'active' | 'stopped' | 'removed'>
