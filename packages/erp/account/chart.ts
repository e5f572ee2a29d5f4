/**
 * The chart of accounts a new company starts with. Codes follow the Chinese Accounting Standards for Business Enterprises
 * (Ministry of Finance, Cai Kuai [2006] 18, appendix), whose 1 asset, 2 liability, 4 equity, 6 profit and loss reads
 * well elsewhere, too. `role` is what posting rules call the account by.
 */
import type { ACCOUNT_TYPES, CONTROLS, Role } from './definition.ts'

interface ChartRow {
  readonly code: string
  readonly en: string
  readonly zh: string
  readonly type: (typeof ACCOUNT_TYPES)[number]
  readonly control?: (typeof CONTROLS)[number]
  readonly role?: Role
}

export const CHART: readonly ChartRow[] = [
  { code: '1001', en: 'Cash', zh: '库存现金', type: 'asset' },
  { code: '1002', en: 'Bank', zh: '银行存款', type: 'asset', role: 'bank' },
  { code: '1122', en: 'Trade receivables', zh: '应收账款', type: 'asset', control: 'receivable', role: 'receivable' },
  { code: '1123', en: 'Advances to suppliers', zh: '预付账款', type: 'asset' },
  { code: '1221', en: 'Other receivables', zh: '其他应收款', type: 'asset' },
  { code: '1405', en: 'Inventory', zh: '库存商品', type: 'asset', control: 'inventory', role: 'inventory' },
  { code: '1601', en: 'Property, plant and equipment', zh: '固定资产', type: 'asset' },
  { code: '1602', en: 'Accumulated depreciation', zh: '累计折旧', type: 'asset' },
  { code: '1901', en: 'Inventory differences pending', zh: '待处理财产损溢', type: 'asset', role: 'inventory-difference' },
  { code: '2001', en: 'Short-term loans', zh: '短期借款', type: 'liability' },
  { code: '2202', en: 'Trade payables', zh: '应付账款', type: 'liability', control: 'payable' },
  {
    code: '220201',
    en: 'Goods received, not invoiced',
    zh: '应付账款—暂估应付',
    type: 'liability',
    role: 'received-not-invoiced',
  },
  { code: '2203', en: 'Customer prepayments', zh: '预收账款', type: 'liability', control: 'prepayment', role: 'prepayment' },
  { code: '2211', en: 'Wages payable', zh: '应付职工薪酬', type: 'liability' },
  { code: '2221', en: 'Taxes payable', zh: '应交税费', type: 'liability' },
  {
    code: '222101',
    en: 'Output tax payable',
    zh: '应交增值税—销项税额',
    type: 'liability',
    control: 'tax',
    role: 'tax-payable',
  },
  { code: '4001', en: 'Paid-in capital', zh: '实收资本', type: 'equity' },
  { code: '4103', en: 'Profit for the year', zh: '本年利润', type: 'equity' },
  { code: '4104', en: 'Retained earnings', zh: '利润分配', type: 'equity' },
  { code: '4199', en: 'Opening balances', zh: '期初余额', type: 'equity', role: 'opening-equity' },
  { code: '6001', en: 'Revenue', zh: '主营业务收入', type: 'revenue', role: 'revenue' },
  { code: '6051', en: 'Other operating income', zh: '其他业务收入', type: 'revenue' },
  { code: '6061', en: 'Exchange gains and losses', zh: '汇兑损益', type: 'revenue', role: 'exchange-difference' },
  { code: '6401', en: 'Cost of goods sold', zh: '主营业务成本', type: 'expense', role: 'cost-of-goods-sold' },
  { code: '6601', en: 'Selling expenses', zh: '销售费用', type: 'expense' },
  { code: '6602', en: 'Administrative expenses', zh: '管理费用', type: 'expense' },
  { code: '6603', en: 'Finance costs', zh: '财务费用', type: 'expense' },
  { code: '660309', en: 'Rounding', zh: '财务费用—尾差', type: 'expense', role: 'rounding' },
  { code: '6711', en: 'Non-operating expenses', zh: '营业外支出', type: 'expense' },
]
