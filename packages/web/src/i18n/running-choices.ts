import type { Label } from '@tandem/kernel'

/** Words for the states and choices of flows and alerts. */
export const runningChoices: Readonly<Record<string, Label>> = {
  in: { en: 'Read', zh: '读取' },
  out: { en: 'Written', zh: '写入' },
  firing: { en: 'Firing', zh: '告警中' },
  resolved: { en: 'Resolved', zh: '已恢复' },
  removed: { en: 'Removed', zh: '已移除' },
  webhook: { en: 'Webhook', zh: 'Webhook' },
  dingtalk: { en: 'DingTalk', zh: '钉钉' },
  wecom: { en: 'WeCom', zh: '企业微信' },
  en: { en: 'English', zh: '英文' },
  zh: { en: 'Chinese', zh: '中文' },
  lag: { en: 'Lag in seconds', zh: '滞后秒数' },
  'inbox-count': { en: 'Open cases', zh: '待处理条数' },
  'inbox-money': { en: 'Money blocked', zh: '受阻金额' },
  silent: { en: 'A system that does not answer (seconds)', zh: '系统无应答（秒）' },
  proof: { en: 'Differences found by the proof', zh: '核对发现差异' },
  'auto-paused': { en: 'A flow paused by itself', zh: '数据流自动暂停' },
}
