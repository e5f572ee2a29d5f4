import type { Messages } from '@tandem/kernel'

export const invoiceMessages = {
  'invoice/not-found': {
    en: 'There is no invoice {id}. Look it up in the list of invoices.',
    zh: '没有发票 {id}。请在发票列表中查找。',
  },
  'invoice/changed-meanwhile': {
    en: 'Something of this invoice was settled meanwhile, by {by}. Reload it, then try again.',
    zh: '{by} 已同时结算了该发票。请刷新后重试。',
  },
  'invoice/no-such-order': {
    en: 'There is no sales order {id}. Look it up in the list of sales orders.',
    zh: '没有销售订单 {id}。请在销售订单列表中查找。',
  },
  'invoice/order-not-confirmed': {
    en: 'Order {order} is {state}. Only a confirmed order can be invoiced: confirm it first.',
    zh: '订单 {order} 状态为 {state}。只有已确认的订单才能开票，请先确认。',
  },
  'invoice/nothing-to-invoice': {
    en: 'Nothing of order {order} is shipped and not yet invoiced. Ship something first.',
    zh: '订单 {order} 没有已发货未开票的内容。请先发货。',
  },
  'invoice/not-an-invoice': {
    en: '{number} is a credit note itself. Choose the invoice to credit.',
    zh: '{number} 本身是红字发票。请选择要红冲的发票。',
  },
  'invoice/no-reason': {
    en: 'Say why {number} is credited.',
    zh: '请填写红冲 {number} 的原因。',
  },
  'invoice/before-invoice': {
    en: 'Invoice {number} is of {invoiceDate}: date its credit note on that day or later.',
    zh: '发票 {number} 的日期为 {invoiceDate}，红冲日期不能早于该日。',
  },
  'invoice/no-such-line': {
    en: 'Invoice {number} has no line {line}, or it is named twice. Name each line once.',
    zh: '发票 {number} 没有第 {line} 行，或该行重复。请每行只填一次。',
  },
  'invoice/more-than-invoiced': {
    en: 'Of line {line} of {number}, {left} can still be credited, not {quantity}. Give a quantity up to that.',
    zh: '{number} 第 {line} 行还可红冲 {left}，不能红冲 {quantity}。请减少数量。',
  },
  'invoice/nothing-to-credit': {
    en: 'Nothing of {number} is left to credit. Look at the credit notes it has.',
    zh: '{number} 已没有可红冲的内容。请查看已有的红字发票。',
  },
  'invoice/not-a-credit-note': {
    en: '{number} is no credit note. Open the credit note that shall be set off.',
    zh: '{number} 不是红字发票。请打开要冲抵的红字发票。',
  },
  'invoice/cannot-set-off': {
    en: '{number} cannot be set off against {invoice}. Choose an invoice of the same customer and currency.',
    zh: '{number} 不能冲抵 {invoice}。请选择同一客户、同一币种的发票。',
  },
  'invoice/set-off-too-early': {
    en: '{number} and {invoice} can be set off on {latest} or later. Use such a date.',
    zh: '{number} 与 {invoice} 只能在 {latest} 或之后冲抵。请修改日期。',
  },
  'invoice/more-than-open': {
    en: 'At most {most} of {number} can be set off against {invoice}. Give an amount above zero up to that.',
    zh: '{number} 最多可冲抵 {invoice} {most}。请填写大于零且不超过该数的金额。',
  },
} satisfies Messages
