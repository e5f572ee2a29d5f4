import type { Messages } from '@tandem/kernel'
import { sharedMessages, storedMessages, tradeMessages } from '../shared/messages.ts'

export const orderMessages: Messages = {
  ...storedMessages('order', { en: 'order', zh: '订单' }),
  ...sharedMessages('order', [
    'empty-field',
    'below-zero',
    'not-a-percent',
    'not-a-currency',
    'unknown-reference',
    'number-taken',
    'number-reserved',
    'totals-differ',
    'too-large',
    'line-number-twice',
    'no-such-line',
    'wrong-state',
  ]),
  ...tradeMessages('order'),
  'order/no-lines': { en: 'Add a line to the order.', zh: '请为订单添加明细行。' },
  'order/already-shipped': {
    en: 'Line {lineNumber} of order {number} was shipped. Close the order instead, and take goods back as a return.',
    zh: '订单 {number} 第 {lineNumber} 行已发货，不能取消。请关闭订单，货物按退货处理。',
  },
  'order/unknown-line': {
    en: 'There is progress of line {lineNumber}, which the order does not have. Send the lines along with it.',
    zh: '进度中的第 {lineNumber} 行在订单中不存在，请同时提供订单明细。',
  },
  'order/beyond-order': {
    en: 'Line {lineNumber}: {what} is {value}, more than the {ordered} ordered. Correct the order or its progress in the ERP.',
    zh: '第 {lineNumber} 行：{what} 为 {value}，超过订购数量 {ordered}。请在 ERP 中更正订单或其进度。',
  },
}
