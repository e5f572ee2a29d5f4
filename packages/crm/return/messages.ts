import type { Messages } from '@tandem/kernel'
import { sharedMessages, storedMessages } from '../shared/messages.ts'

export const returnMessages: Messages = {
  ...storedMessages('return', { en: 'return', zh: '退货单' }),
  ...sharedMessages('return', [
    ...(['empty-field', 'below-zero', 'not-a-currency', 'unknown-reference'] as const),
    ...(['number-taken', 'number-reserved', 'wrong-state'] as const),
  ]),
  'return/unknown-line': {
    en: 'Order {order} has no line {line}. Choose one it has.',
    zh: '订单 {order} 没有第 {line} 行，请选择已有的行。',
  },
  'return/line-twice': {
    en: 'Line {line} of order {order} is named twice. Put both quantities in one line.',
    zh: '订单 {order} 第 {line} 行出现两次，请合并数量。',
  },
  'return/quantity-not-positive': {
    en: 'Line {line} of order {order}: the quantity is {quantity}. Give more than zero.',
    zh: '订单 {order} 第 {line} 行：数量为 {quantity}，请填写大于零的数。',
  },
  'return/more-than-shipped': {
    en: 'Of line {line} of order {order}, {left} {unit} can be sent back, not {quantity}: no more was shipped and is not back or asked back already.',
    zh: '订单 {order} 第 {line} 行还可退 {left} {unit}，不能退 {quantity}：其余未发货、已退回或正在退货。',
  },
  'return/nothing-to-return': {
    en: 'Nothing of order {order} can be sent back: nothing was shipped, or all of it is back or asked back. Look at its returns.',
    zh: '订单 {order} 没有可退的货物：尚未发货，或均已退回或正在退货。请查看其退货单。',
  },
}
