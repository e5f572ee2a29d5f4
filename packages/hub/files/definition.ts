import { define, type Row, type Transitions } from '@tandem/kernel'

/** A folder that is watched for files of one form. */
export const fileSource = define({
  name: 'file-source',
  plural: 'file-sources',
  label: { en: 'Watched folder', zh: '监视文件夹' },
  table: 'hub.file_source',
  states: ['active', 'paused', 'removed'],
  title: ['name'],
  fields: {
    name: {
      ...{ kind: 'text', max: 40, label: { en: 'Name', zh: '名称' } },
      help: { en: 'Small letters, digits and hyphens: the folder is called so', zh: '小写字母、数字和连字符，即文件夹名' },
    },
    target: {
      ...{ kind: 'text', max: 60, label: { en: 'Holds', zh: '内容' } },
      help: { en: 'crm/customer, erp/item ...', zh: '如 crm/customer、erp/item' },
    },
    mapping: {
      ...{ kind: 'json', optional: true, label: { en: 'Mapping', zh: '列对应' } },
      help: {
        en: 'Empty: the one used last for these columns, else what the headers say',
        zh: '留空则采用该列组合上次使用的映射，否则按标题推断',
      },
    },
    sftp: {
      ...{ kind: 'text', optional: true, max: 500, label: { en: 'Fetched from', zh: 'SFTP 地址' } },
      help: {
        en: 'sftp://user@host/folder; left empty: only what is put into the folder here',
        zh: 'sftp://用户@主机/目录；留空则只处理放入本机文件夹的文件',
      },
    },
    hostKey: {
      ...{ kind: 'text', optional: true, max: 100, label: { en: 'Key of that machine', zh: '主机密钥指纹' } },
      help: {
        en: 'SHA256:... as its owner says; left empty, the first look tells it, to be confirmed',
        zh: '由对方提供的 SHA256:… 指纹；留空则首次连接后显示，供核对确认',
      },
    },
    lookedAt: { kind: 'instant', optional: true, set: 'by-us', label: { en: 'Looked', zh: '上次查看' } },
    troubleEn: { kind: 'text', optional: true, set: 'by-us', label: { en: 'What is wrong', zh: '问题（英文）' } },
    troubleZh: { kind: 'text', optional: true, set: 'by-us', label: { en: 'What is wrong, in Chinese', zh: '问题' } },
  },
})
export type FileSource = Row<typeof fileSource>

export const fileSourceTransitions = {
  pause: { from: ['active'], to: 'paused' },
  resume: { from: ['paused'], to: 'active' },
  remove: { from: ['active', 'paused'], to: 'removed' },
} as const satisfies Transitions<FileSource['state']>

/** What came of one file. `repeated`: its content came in before. */
export const fileRun = define({
  name: 'file-run',
  plural: 'file-runs',
  label: { en: 'Imported file', zh: '导入的文件' },
  table: 'hub.file_run',
  states: ['done', 'partly', 'failed', 'repeated'],
  title: ['file'],
  fields: {
    source: { kind: 'reference', to: 'file-source', label: { en: 'Folder', zh: '文件夹' } },
    file: { kind: 'text', label: { en: 'File', zh: '文件' } },
    hash: { kind: 'text', label: { en: 'Content', zh: '内容摘要' } },
    created: { kind: 'integer', label: { en: 'Created', zh: '新建' } },
    changed: { kind: 'integer', label: { en: 'Changed', zh: '修改' } },
    unchanged: { kind: 'integer', label: { en: 'Already so', zh: '无变化' } },
    refused: { kind: 'integer', label: { en: 'Refused', zh: '拒绝' } },
    errorsFile: { kind: 'text', optional: true, label: { en: 'Refused rows', zh: '错误文件' } },
    troubleEn: { kind: 'text', optional: true, label: { en: 'What is wrong', zh: '问题（英文）' } },
    troubleZh: { kind: 'text', optional: true, label: { en: 'What is wrong, in Chinese', zh: '问题' } },
  },
})
export type FileRun = Row<typeof fileRun>
