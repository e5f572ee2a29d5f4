import { kindChoices } from '@tandem/hub/definitions'
import type { Label } from '@tandem/kernel'
import type { Language } from '../format/decimal.ts'
import { listChoices } from './list-choices.ts'
import { qualityChoices } from './quality-choices.ts'
import { runningChoices } from './running-choices.ts'

/** The words for states and choices; a spec checks that each one in any definition has some. */
export const choices: Readonly<Record<string, Label>> = {
  ...kindChoices,
  ...qualityChoices,
  ...runningChoices,
  ...listChoices,
  // What a file holds
  'crm/customer': { en: 'Customers (CRM)', zh: '客户（CRM）' },
  'crm/contact': { en: 'Contacts (CRM)', zh: '联系人（CRM）' },
  'crm/address': { en: 'Addresses (CRM)', zh: '地址（CRM）' },
  'erp/item': { en: 'Items (ERP)', zh: '物料（ERP）' },
  'erp/price': { en: 'Prices (ERP)', zh: '价格（ERP）' },
  'erp/party': { en: 'Parties (ERP)', zh: '往来单位（ERP）' },
  'erp/warehouse': { en: 'Warehouses (ERP)', zh: '仓库（ERP）' },
  // How a list is written as a file
  csv: { en: 'CSV', zh: 'CSV' },
  xlsx: { en: 'Excel workbook', zh: 'Excel 工作簿' },
  names: { en: 'Names of fields', zh: '字段名' },
  comma: { en: 'Comma', zh: '逗号' },
  semicolon: { en: 'Semicolon', zh: '分号' },
  tab: { en: 'Tab', zh: '制表符' },
  written: { en: 'Written', zh: '已写出' },
  // Whether something is in use, and who it is
  invited: { en: 'Invited', zh: '已邀请' },
  disabled: { en: 'Disabled', zh: '已停用' },
  paused: { en: 'Paused', zh: '已暂停' },
  stopped: { en: 'Stopped', zh: '已停止' },
  crm: { en: 'CRM', zh: 'CRM' },
  erp: { en: 'ERP', zh: 'ERP' },
  link: { en: 'Is it this one?', zh: '是否为同一个？' },
  merge: { en: 'Two of one system', zh: '同一系统中的两个' },
  merged: { en: 'Merged', zh: '已合并' },
  unmerged: { en: 'Merge undone', zh: '已撤销合并' },
  known: { en: 'The one known before', zh: '原有的' },
  found: { en: 'The one found now', zh: '新发现的' },
  // Repairs
  'take-found': { en: 'Take what the system says', zh: '以系统的值为准' },
  'write-agreed': { en: 'Write what was agreed', zh: '写入一致值' },
  'look-again': { en: 'Look again', zh: '重新读取' },
  asked: { en: 'Asked for', zh: '已提交' },
  gone: { en: 'Gone', zh: '已消失' },
  // What has custom fields
  customer: { en: 'Customer', zh: '客户' },
  contact: { en: 'Contact', zh: '联系人' },
  item: { en: 'Item', zh: '物料' },
  party: { en: 'Party', zh: '往来单位' },
  // Items
  // Activities
  note: { en: 'Note', zh: '记录' },
  call: { en: 'Call', zh: '电话' },
  visit: { en: 'Visit', zh: '拜访' },
  mail: { en: 'Mail', zh: '邮件' },
  task: { en: 'Task', zh: '任务' },
  // Tickets
  answered: { en: 'Answered', zh: '已答复' },
  // Quotes and orders
  draft: { en: 'Draft', zh: '草稿' },
  sent: { en: 'Sent', zh: '已发送' },
  accepted: { en: 'Accepted', zh: '已接受' },
  declined: { en: 'Declined', zh: '已拒绝' },
  expired: { en: 'Expired', zh: '已过期' },
  superseded: { en: 'Replaced', zh: '已被替代' },
  confirmed: { en: 'Confirmed', zh: '已确认' },
  none: { en: 'None', zh: '未开始' },
  partial: { en: 'Partial', zh: '部分' },
  complete: { en: 'Complete', zh: '全部' },
  // Shipments, invoices, payments
  shipped: { en: 'Shipped', zh: '已发货' },
  delivered: { en: 'Delivered', zh: '已签收' },
  paid: { en: 'Paid', zh: '已付清' },
  credited: { en: 'Credited', zh: '已红冲' },
  posted: { en: 'Posted', zh: '已入账' },
  reversed: { en: 'Reversed', zh: '已冲销' },
  // Movements of bank accounts
  matched: { en: 'Matched', zh: '已匹配' },
  recorded: { en: 'Payment recorded from it', zh: '由流水登记收款' },
  existing: { en: 'Payment was there', zh: '收款已存在' },
  // Accounts
  asset: { en: 'Asset', zh: '资产' },
  liability: { en: 'Liability', zh: '负债' },
  equity: { en: 'Equity', zh: '所有者权益' },
  revenue: { en: 'Revenue', zh: '收入' },
  expense: { en: 'Expense', zh: '费用' },
  receivable: { en: 'Receivables', zh: '应收账款' },
  prepayment: { en: 'Prepayments', zh: '预收账款' },
  payable: { en: 'Payables', zh: '应付账款' },
  inventory: { en: 'Inventory', zh: '库存' },
  tax: { en: 'Tax', zh: '税金' },
  bank: { en: 'Bank', zh: '银行存款' },
  'received-not-invoiced': { en: 'Received, not invoiced', zh: '暂估应付' },
  'tax-payable': { en: 'Tax payable', zh: '应交税费' },
  'opening-equity': { en: 'Opening equity', zh: '期初权益' },
  'cost-of-goods-sold': { en: 'Cost of goods sold', zh: '销售成本' },
  'inventory-difference': { en: 'Inventory differences', zh: '盘盈盘亏' },
  'exchange-difference': { en: 'Exchange differences', zh: '汇兑损益' },
  rounding: { en: 'Rounding', zh: '尾差' },
  // Steps of a document in the journal
  payment: { en: 'Payment', zh: '收款' },
  'payment-allocation': { en: 'Allocation', zh: '核销' },
  allocate: { en: 'Allocation', zh: '核销' },
  'settlement-difference': { en: 'Settlement difference', zh: '结算差额' },
  'set-off': { en: 'Set-off', zh: '冲抵' },
  shipment: { en: 'Shipment', zh: '发货' },
  'goods-receipt': { en: 'Goods receipt', zh: '收货' },
  'sales-return': { en: 'Return', zh: '退货' },
  'stock-adjustment': { en: 'Stock adjustment', zh: '库存调整' },
  manual: { en: 'By hand', zh: '手工' },
  reverse: { en: 'Reversal', zh: '冲销' },
  // The joint
  retried: { en: 'Retried', zh: '已重试' },
  ignored: { en: 'Ignored', zh: '已忽略' },
  done: { en: 'Done', zh: '已完成' },
  waiting: { en: 'Waiting', zh: '等待中' },
  'by-rule': { en: 'Decided by rule', zh: '按规则裁定' },
  decided: { en: 'Decided', zh: '已裁定' },
  linked: { en: 'Linked', zh: '已关联' },
  apart: { en: 'Kept apart', zh: '不是同一个' },
  // Rules and deletions
  set: { en: 'Set', zh: '已设置' },
  reset: { en: 'As usual', zh: '默认' },
  settled: { en: 'Settled', zh: '已处理' },
  undone: { en: 'Undone', zh: '已撤销' },
  returned: { en: 'Came back', zh: '已恢复' },
  archive: { en: 'Archive', zh: '归档' },
  delete: { en: 'Delete', zh: '删除' },
  ask: { en: 'Ask a person', zh: '由人处理' },
  keep: { en: 'Keep', zh: '保留' },
  restore: { en: 'Make it anew', zh: '重建' },
  travel: { en: 'Travels', zh: '同步' },
  'put-back': { en: 'Put back', zh: '恢复原值' },
  // Mappings, custom fields and dry runs
  retired: { en: 'Retired', zh: '已停用' },
  running: { en: 'Running', zh: '运行中' },
  failed: { en: 'Failed', zh: '失败' },
  text: { en: 'Text', zh: '文本' },
  decimal: { en: 'Decimal', zh: '小数' },
  date: { en: 'Date', zh: '日期' },
  choice: { en: 'Choice', zh: '选项' },
  flag: { en: 'Yes or no', zh: '是/否' },
  integer: { en: 'Whole number', zh: '整数' },
  instant: { en: 'Moment', zh: '时刻' },
  reference: { en: 'Reference', zh: '引用' },
  lines: { en: 'Lines', zh: '明细' },
  json: { en: 'Data', zh: '数据' },
  everything: { en: 'Everything, read again', zh: '全部重新读取' },
  'from-now-on': { en: 'Only what is told from now on', zh: '仅此后变更' },
}

/** The words for a choice; one we do not know stands as it is. */
export function choiceWord(value: string, language: Language): string {
  return choices[value]?.[language] ?? value
}
