import type { Messages } from '@tandem/kernel'

export const fileMessages = {
  'file-source/bad-name': {
    en: 'A folder cannot be called {name}. Use small letters, digits and hyphens, beginning with a letter.',
    zh: '文件夹不能命名为 {name}。请使用小写字母、数字和连字符，以字母开头。',
  },
  'file-source/name-taken': {
    en: 'The folder {name} is watched already. Choose another name.',
    zh: '已在监视文件夹 {name}，请换一个名称。',
  },
  'file-source/bad-target': {
    en: '{target} is nothing that files can hold. Write the side and the document, such as crm/customer or erp/item.',
    zh: '{target} 无法由文件导入。请写明所属侧和单据，如 crm/customer、erp/item。',
  },
  'file-source/bad-sftp': {
    en: 'Write the address as sftp://user@host/folder, without a password: that has a field of its own.',
    zh: '请按 sftp://用户@主机/目录 填写地址；密码请填入单独的字段。',
  },
  'file-source/bad-host-key': {
    en: 'Write the fingerprint of the key as SHA256: and 43 letters, as the owner of the machine tells it.',
    zh: '请填写对方提供的密钥指纹：SHA256: 加 43 个字符。',
  },
  'file-source/no-credential': {
    en: 'Give the password or the private key to sign in with there.',
    zh: '请填写登录该主机的密码或私钥。',
  },
  'file-source/passphrase-alone': {
    en: 'Give the private key, too: the pass phrase is kept with it.',
    zh: '请同时填写私钥：口令与私钥一并保存。',
  },
  'file-export/name-taken': {
    en: 'There is an export {name} already. Choose another name.',
    zh: '已有名为 {name} 的导出，请换一个名称。',
  },
  'file-export/bad-interval': {
    en: 'An export is written every 1 to 527040 minutes, not every {every}. Leave it empty to write it only when somebody asks.',
    zh: '导出间隔须为 1 至 527040 分钟，不能为 {every}；留空则仅在手动执行时导出。',
  },
  'file-export/bad-file': {
    en: 'A file cannot be called {file}. Use letters, digits, and {list}, {date} and {time}, without slashes and not beginning with a dot.',
    zh: '文件不能命名为 {file}。可使用文字、数字以及 {list}、{date}、{time}，不含斜杠，不以点开头。',
  },
  'file-export/removed': {
    en: 'The export {name} was removed. Make a new one.',
    zh: '导出 {name} 已移除，请新建。',
  },
  'file-export/not-found': { en: 'There is no such export ({id}). Reload the list.', zh: '没有该导出（{id}）。请刷新列表。' },
  'file-export/changed-meanwhile': {
    en: '{by} changed this meanwhile. Reload it to see how it stands.',
    zh: '{by} 已修改。请刷新查看当前状态。',
  },
  'file-export/wrong-state': {
    en: 'This is {state} already, so it cannot get "{command}". It must be one of: {allowed}.',
    zh: '当前状态为 {state}，不能执行“{command}”。允许的状态：{allowed}。',
  },
  'file-source/not-found': { en: 'There is no such entry ({id}). Reload the list.', zh: '没有该条目（{id}）。请刷新列表。' },
  'file-source/changed-meanwhile': {
    en: '{by} changed this meanwhile. Reload it to see how it stands.',
    zh: '{by} 已修改。请刷新查看当前状态。',
  },
  'file-source/wrong-state': {
    en: 'This is {state} already, so it cannot get "{command}". It must be one of: {allowed}.',
    zh: '当前状态为 {state}，不能执行“{command}”。允许的状态：{allowed}。',
  },
} satisfies Messages
