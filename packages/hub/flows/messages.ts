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
  'flow/not-found': NOT_FOUND,
  'flow/changed-meanwhile': CHANGED,
  'flow/wrong-state': WRONG_STATE,
  'flow/no-reason': {
    en: 'Say why the flow of {kind} ({system}) shall pause: whoever comes next wants to know.',
    zh: '请说明为何暂停 {system} 的 {kind} 数据流，以便他人了解。',
  },
} satisfies Messages
