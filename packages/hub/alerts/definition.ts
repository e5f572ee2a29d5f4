import { define, type Row } from '@tandem/kernel'

/** Where alerts are told. How it is reached is secret and no field of it. */
export const alertChannel = define({
  name: 'alert-channel',
  plural: 'alert-channels',
  label: { en: 'Alert channel', zh: '告警渠道' },
  table: 'hub.alert_channel',
  states: ['active', 'removed'],
  title: ['name'],
  fields: {
    name: { kind: 'text', max: 100, label: { en: 'Name', zh: '名称' } },
    type: { kind: 'choice', of: ['webhook', 'mail', 'dingtalk', 'wecom'], label: { en: 'Type', zh: '类型' } },
    target: { kind: 'text', set: 'by-us', label: { en: 'Goes to', zh: '发送到' } },
    language: { kind: 'choice', of: ['en', 'zh'], label: { en: 'Language', zh: '语言' } },
    trouble: { kind: 'text', optional: true, set: 'by-us', label: { en: 'Last trouble', zh: '最近故障' } },
  },
})
export type AlertChannel = Row<typeof alertChannel>

/** What is watched, from which value on it is told, and where. */
export const alertRule = define({
  name: 'alert-rule',
  plural: 'alert-rules',
  label: { en: 'Alert rule', zh: '告警规则' },
  table: 'hub.alert_rule',
  states: ['active', 'removed'],
  title: ['name'],
  fields: {
    name: { kind: 'text', max: 100, label: { en: 'Name', zh: '名称' } },
    watches: {
      kind: 'choice',
      of: ['lag', 'inbox-count', 'inbox-money', 'auto-paused', 'silent', 'proof'],
      label: { en: 'Watches', zh: '监控内容' },
    },
    threshold: {
      kind: 'amount',
      currency: 'currency',
      optional: true,
      label: { en: 'Above', zh: '超过' },
      help: {
        en: 'Seconds of lag or silence, open cases, money blocked, or differences (left out: any)',
        zh: '滞后或无应答秒数、待处理条数、受阻金额，或差异数（省略则有差异即告警）',
      },
    },
    currency: { kind: 'text', max: 3, optional: true, label: { en: 'Currency', zh: '币种' } },
    channel: { kind: 'reference', to: 'alert-channel', label: { en: 'Channel', zh: '渠道' } },
  },
})
export type AlertRule = Row<typeof alertRule>

export const alert = define({
  name: 'alert',
  plural: 'alerts',
  label: { en: 'Alert', zh: '告警' },
  table: 'hub.alert',
  states: ['firing', 'resolved'],
  title: ['saysEn'],
  fields: {
    rule: { kind: 'reference', to: 'alert-rule', label: { en: 'Rule', zh: '规则' } },
    about: { kind: 'text', label: { en: 'About', zh: '对象' } },
    saysEn: { kind: 'text', label: { en: 'In English', zh: '英文内容' } },
    saysZh: { kind: 'text', label: { en: 'In Chinese', zh: '中文内容' } },
  },
})
export type Alert = Row<typeof alert>
