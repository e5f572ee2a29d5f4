import type { Messages } from '@tandem/kernel'
import { importMessages } from './csv/messages.ts'
import { odooMessages } from './odoo/messages.ts'
import { restMessages } from './rest/messages.ts'
import { sqlMessages } from './sql/messages.ts'
import { trytonMessages } from './tryton/messages.ts'

export const connectorMessages = {
  ...importMessages,
  ...odooMessages,
  ...restMessages,
  ...sqlMessages,
  ...trytonMessages,
  'tandem/not-accepted': {
    en: '{system} could not take this {kind}: {reason}. Correct the values, then retry.',
    zh: '{system} 无法接收该 {kind}：{reason}。请改正后重试。',
  },
  'tandem/not-found': {
    en: 'There is no document {id} here any more. Run the proof: it shows what is missing and repairs it.',
    zh: '此处已没有单据 {id}。请运行核对，它会显示缺失项并修复。',
  },
  'tandem/order-over': {
    en: 'Order {number} was closed in the CRM before the ERP had it. Ignore this entry, or enter the order in the ERP by hand.',
    zh: '订单 {number} 在 ERP 收到之前已在 CRM 中关闭。请忽略此项，或在 ERP 中手工录入。',
  },
  'tandem/return-over': {
    en: 'Return {number} was {state} in the CRM before the ERP had it. Ignore this entry, or enter the return in the ERP by hand.',
    zh: '退货单 {number} 在 ERP 收到之前已在 CRM 中处于 {state} 状态。请忽略此项，或在 ERP 中手工录入。',
  },
  'tandem/total-differs': {
    en: 'Order {number} was promised for {promised} {currency}, but the ERP counts {placed}. Compare prices, units and tax rates of its lines, then retry.',
    zh: '订单 {number} 承诺金额为 {promised} {currency}，ERP 计算为 {placed}。请核对各行的单价、单位和税率后重试。',
  },
} satisfies Messages
