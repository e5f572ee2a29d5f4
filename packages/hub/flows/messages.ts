/** What is said about running the joint: flows, limits. */
import type { Messages } from '@tandem/kernel'

const NOT_FOUND = { en: 'There is no such entry ({id}). Reload the list.', zh: '没有该条目（{id}）。请刷新列表。' }
const CHANGED = {
  en: '{by} changed this meanwhile. Reload it to see how it stands.',
  zh: '{by} 已修改。请刷新查看当前状态。',
}
const WRONG_STATE = {
  en: 'This is {state} already, so it cannot get "{command}". It must be one of: {allowed}.',
  zh: '当前状态为 {state}，不能执行“{command}”。允许的状态：{allowed}。',
}

export const runningMessages = {
  'system/bad-limit': {
    en: 'The limit {field} of {system} cannot be {value}. Give a whole number above zero (a percentage: at most 100), or leave it empty.',
    zh: '{system} 的限制 {field} 不能为 {value}。请输入大于零的整数（百分比不超过 100），或留空。',
  },
  'alert-channel/not-found': NOT_FOUND,
  'alert-channel/changed-meanwhile': CHANGED,
  'alert-channel/bad-address': {
    en: 'This is no address for {type}. Give https://... for a webhook or robot, smtps://user:password@host for mail.',
    zh: '该地址不适用于 {type}。Webhook 与机器人请填 https://…，邮件请填 smtps://用户:密码@主机。',
  },
  'alert-channel/no-receivers': { en: 'Say from whom and to whom mails go.', zh: '请填写发件人与收件人。' },
  'alert-channel/no-secret': {
    en: 'Give a signing secret, so that the receiver can tell that it comes from here.',
    zh: '请填写签名密钥，以便接收方验证来源。',
  },
  'alert-rule/not-found': NOT_FOUND,
  'alert-rule/changed-meanwhile': CHANGED,
  'alert-rule/no-threshold': {
    en: 'Say from which value on {watches} is told: a number above zero.',
    zh: '请填写 {watches} 的告警阈值（大于零）。',
  },
  'alert-rule/no-currency': { en: 'Say in which currency the money is.', zh: '请填写金额的币种。' },
  'load/not-read': {
    en: '{system} does not tell of "{kind}". Choose one of: {kinds}.',
    zh: '{system} 不提供“{kind}”。可选：{kinds}。',
  },
  'load/no-answer': {
    en: '{system} did not answer while it was looked through ({reason}). Check that it runs, then try again; nothing was changed.',
    zh: '查看 {system} 时没有应答（{reason}）。请检查其是否运行后重试；未做任何修改。',
  },
  'flow/not-found': NOT_FOUND,
  'flow/changed-meanwhile': CHANGED,
  'flow/wrong-state': WRONG_STATE,
  'flow/no-reason': {
    en: 'Say why the flow of {kind} ({system}) shall pause: whoever comes next wants to know.',
    zh: '请说明为何暂停 {system} 的 {kind} 数据流，以便他人了解。',
  },
} satisfies Messages
