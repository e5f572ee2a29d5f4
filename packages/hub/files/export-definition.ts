import { define, type Row, type Transitions } from '@tandem/kernel'
import { fileSource } from './definition.ts'

const { lookedAt: _, ...remote } = fileSource.fields

/** A list that is written as a file again and again, or when somebody asks: into a folder here, or onto another machine. */
export const fileExport = define({
  name: 'file-export',
  plural: 'file-exports',
  label: { en: 'File export', zh: '文件导出' },
  table: 'hub.file_export',
  states: ['active', 'paused', 'removed'],
  title: ['name'],
  fields: {
    name: remote.name,
    target: {
      ...{ kind: 'text', max: 60, label: { en: 'List', zh: '列表' } },
      help: { en: 'crm/customer, erp/sales-order ...', zh: '如 crm/customer、erp/sales-order' },
    },
    format: { kind: 'choice', of: ['csv', 'xlsx'], label: { en: 'Format', zh: '格式' } },
    query: {
      ...{ kind: 'text', optional: true, max: 2_000, label: { en: 'Which of them', zh: '筛选条件' } },
      help: {
        en: 'As the API filters and sorts lists: filter[state]=active&sort=code. Empty: all',
        zh: '与接口的列表筛选和排序写法相同：filter[state]=active&sort=code；留空则导出全部',
      },
    },
    columns: {
      ...{ kind: 'text', optional: true, max: 4_000, label: { en: 'Columns', zh: '列' } },
      help: {
        en: 'Fields in their order, each with a heading of its own if the other system wants one: code, name=Customer, lines.quantity=Pieces (then a row for each line). Empty: all',
        zh: '按顺序列出字段，可指定对方要求的标题：code, name=客户名称, lines.quantity=数量（此时每行明细一行）；留空则全部导出',
      },
    },
    headers: {
      kind: 'choice',
      of: ['names', 'en', 'zh'],
      label: { en: 'Headings', zh: '列标题' },
      help: { en: 'Where a column has none of its own', zh: '未单独指定标题的列' },
    },
    delimiter: {
      kind: 'choice',
      of: ['comma', 'semicolon', 'tab'],
      label: { en: 'Between columns', zh: '分隔符' },
      help: { en: 'Of a CSV file', zh: '用于 CSV 文件' },
    },
    file: {
      ...{ kind: 'text', optional: true, max: 100, label: { en: 'Name of the file', zh: '文件名' } },
      help: {
        en: '{list}-{date}-{time} when empty; a name without date and time takes the place of the file before',
        zh: '留空则为 {list}-{date}-{time}；不含日期和时间的名称会覆盖上一个文件',
      },
    },
    everyMinutes: {
      ...{ kind: 'integer', optional: true, label: { en: 'Every so many minutes', zh: '间隔（分钟）' } },
      help: { en: '1440 is a day. Empty: only when somebody asks', zh: '1440 为一天；留空则仅在手动执行时导出' },
    },
    nextAt: {
      ...{ kind: 'instant', optional: true, label: { en: 'Next', zh: '下次' } },
      help: { en: 'When it is first written; the intervals are counted from there', zh: '首次导出的时间，之后按间隔计算' },
    },
    sftp: {
      ...remote.sftp,
      label: { en: 'Sent to', zh: 'SFTP 地址' },
      help: {
        en: 'sftp://user@host/folder; left empty: the file stays in the folder here',
        zh: 'sftp://用户@主机/目录；留空则文件留在本机文件夹',
      },
    },
    hostKey: remote.hostKey,
    askedAt: { kind: 'instant', optional: true, set: 'by-us', label: { en: 'Asked for', zh: '手动执行时间' } },
    writtenAt: { kind: 'instant', optional: true, set: 'by-us', label: { en: 'Last written', zh: '上次导出' } },
    troubleEn: remote.troubleEn,
    troubleZh: remote.troubleZh,
  },
})
export type FileExport = Row<typeof fileExport>

export const fileExportTransitions = {
  pause: { from: ['active'], to: 'paused' },
  resume: { from: ['paused'], to: 'active' },
  remove: { from: ['active', 'paused'], to: 'removed' },
} as const satisfies Transitions<FileExport['state']>

/** A file that was written. `waiting`: to be sent; its folder here has it meanwhile. */
export const fileExportRun = define({
  name: 'file-export-run',
  plural: 'file-export-runs',
  label: { en: 'Exported file', zh: '导出的文件' },
  table: 'hub.file_export_run',
  states: ['written', 'waiting', 'sent'],
  title: ['file'],
  fields: {
    export: { kind: 'reference', to: 'file-export', label: { en: 'Export', zh: '导出' } },
    file: { kind: 'text', label: { en: 'File', zh: '文件' } },
    hash: { kind: 'text', label: { en: 'Content', zh: '内容摘要' } },
    documents: { kind: 'integer', label: { en: 'Documents', zh: '单据数' } },
  },
})
export type FileExportRun = Row<typeof fileExportRun>
