import type { Messages } from '@tandem/kernel'

export const connectionMessages = {
  'connection/bad-name': {
    en: 'A connection cannot be called {name}. Use small letters, digits and hyphens, beginning with a letter and not with "tandem".',
    zh: '连接不能命名为 {name}。请使用小写字母、数字和连字符，以字母开头，且不要以“tandem”开头。',
  },
  'connection/bad-setting': {
    en: 'Setting {field} should be {expected}. Correct it.',
    zh: '设置 {field} 应为 {expected}，请改正。',
  },
  'connection/changed-meanwhile': {
    en: 'Somebody has changed this connection meanwhile. Look at it again, then repeat your change.',
    zh: '该连接刚被他人修改，请重新查看后再操作。',
  },
  'connection/name-taken': {
    en: 'There is a connection called {name} already. Choose another name, or change that one.',
    zh: '已有名为 {name} 的连接。请换一个名称，或修改已有连接。',
  },
  'connection/not-found': {
    en: 'There is no connection {id}. It may have been removed: look at the list.',
    zh: '没有连接 {id}，可能已被移除，请查看列表。',
  },
  'connection/setting-missing': {
    en: 'Setting {field} is missing. Fill it in.',
    zh: '缺少设置 {field}，请填写。',
  },
  'connection/unknown-kind': {
    en: '{type} does not carry {kind}. Choose among: {kinds}.',
    zh: '{type} 不支持 {kind}，可选：{kinds}。',
  },
  'connection/unknown-setting': {
    en: 'There is no setting {field}. Settings are: {fields}.',
    zh: '没有设置项 {field}，可用的设置：{fields}。',
  },
  'connection/unknown-type': {
    en: 'There is no connector {type}. Choose among: {types}.',
    zh: '没有连接器 {type}，可选：{types}。',
  },
  'connection/wrong-side': {
    en: '{type} cannot stand on the side {side}. It can on: {sides}.',
    zh: '{type} 不能放在 {side} 侧，可选：{sides}。',
  },
  'connection/wrong-state': {
    en: 'A connection that is {state} cannot be changed so ({command}). Possible from: {allowed}.',
    zh: '状态为 {state} 的连接不能执行 {command}，允许的状态：{allowed}。',
  },
} satisfies Messages
