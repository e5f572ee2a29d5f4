import type { Label } from '@tandem/kernel'
import type { Language } from '../format/decimal.ts'

/** The words for states and choices; a spec checks that each one in any definition has some. */
export const choices: Readonly<Record<string, Label>> = {
  // Whether something is in use, and who it is
  active: { en: 'Active', zh: '有效' },
  archived: { en: 'Archived', zh: '已归档' },
  paused: { en: 'Paused', zh: '已暂停' },
  company: { en: 'Company', zh: '企业' },
  person: { en: 'Person', zh: '个人' },
  billing: { en: 'Billing', zh: '开票' },
  shipping: { en: 'Shipping', zh: '收货' },
  both: { en: 'Billing and shipping', zh: '开票和收货' },
  crm: { en: 'CRM', zh: 'CRM' },
  erp: { en: 'ERP', zh: 'ERP' },
  // Items
  bought: { en: 'Bought', zh: '外购' },
  made: { en: 'Made here', zh: '自制' },
  service: { en: 'Service', zh: '服务' },
  // Activities
  note: { en: 'Note', zh: '记录' },
  call: { en: 'Call', zh: '电话' },
  visit: { en: 'Visit', zh: '拜访' },
  mail: { en: 'Mail', zh: '邮件' },
  task: { en: 'Task', zh: '任务' },
  // Quotes and orders
  draft: { en: 'Draft', zh: '草稿' },
  sent: { en: 'Sent', zh: '已发送' },
  accepted: { en: 'Accepted', zh: '已接受' },
  declined: { en: 'Declined', zh: '已拒绝' },
  expired: { en: 'Expired', zh: '已过期' },
  superseded: { en: 'Replaced', zh: '已被替代' },
  requested: { en: 'Requested', zh: '待 ERP 接单' },
  placed: { en: 'Placed', zh: '已下达' },
  confirmed: { en: 'Confirmed', zh: '已确认' },
  closed: { en: 'Closed', zh: '已关闭' },
  cancelled: { en: 'Cancelled', zh: '已取消' },
  none: { en: 'None', zh: '未开始' },
  partial: { en: 'Partial', zh: '部分' },
  complete: { en: 'Complete', zh: '全部' },
  // Shipments, invoices, payments
  shipped: { en: 'Shipped', zh: '已发货' },
  delivered: { en: 'Delivered', zh: '已签收' },
  received: { en: 'Received', zh: '已收货' },
  invoice: { en: 'Invoice', zh: '发票' },
  'credit-note': { en: 'Credit note', zh: '红字发票' },
  open: { en: 'Open', zh: '未结' },
  paid: { en: 'Paid', zh: '已付清' },
  credited: { en: 'Credited', zh: '已红冲' },
  posted: { en: 'Posted', zh: '已入账' },
  reversed: { en: 'Reversed', zh: '已冲销' },
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
  // The joint
  retried: { en: 'Retried', zh: '已重试' },
  ignored: { en: 'Ignored', zh: '已忽略' },
  done: { en: 'Done', zh: '已完成' },
  'by-rule': { en: 'Decided by rule', zh: '按规则裁定' },
  decided: { en: 'Decided', zh: '已裁定' },
  linked: { en: 'Linked', zh: '已关联' },
  apart: { en: 'Kept apart', zh: '不是同一个' },
  // Mappings, custom fields and dry runs
  retired: { en: 'Retired', zh: '已停用' },
  running: { en: 'Running', zh: '运行中' },
  failed: { en: 'Failed', zh: '失败' },
  text: { en: 'Text', zh: '文本' },
  decimal: { en: 'Decimal', zh: '小数' },
  date: { en: 'Date', zh: '日期' },
  choice: { en: 'Choice', zh: '选项' },
  flag: { en: 'Yes or no', zh: '是/否' },
  everything: { en: 'Everything, read again', zh: '全部重新读取' },
  'from-now-on': { en: 'Only what is told from now on', zh: '仅此后变更' },
}

/** The words for a choice; one we do not know stands as it is. */
export function choiceWord(value: string, language: Language): string {
  return choices[value]?.[language] ?? value
}
