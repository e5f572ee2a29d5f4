import type { Messages } from '@tandem/kernel'
import { common } from '../messages.ts'

export const shipmentMessages: Messages = {
  ...common('shipment', { en: 'shipment', zh: '发货单' }),
  'shipment/no-such-order': {
    en: 'There is no sales order {id}. Look it up in its list.',
    zh: '没有销售订单 {id}。请在列表中查找。',
  },
  'shipment/order-not-confirmed': {
    en: 'Order {number} is {state}. Only confirmed orders are shipped: confirm it first.',
    zh: '订单 {number} 处于 {state} 状态。只有已确认的订单才能发货，请先确认。',
  },
  'shipment/nothing-to-ship': {
    en: 'Nothing of order {order} is reserved. Reserve it when stock is there, or name the lines to ship.',
    zh: '订单 {order} 没有已锁库的货物。请在到货后锁库，或指定要发货的行。',
  },
  'shipment/line-twice': {
    en: 'Line {line} of order {order} is named twice. Put both quantities in one line.',
    zh: '订单 {order} 第 {line} 行出现两次。请合并数量。',
  },
  'shipment/no-such-line': {
    en: 'Order {order} has no line {line} with goods. Choose another line.',
    zh: '订单 {order} 没有货物行 {line}。请另选一行。',
  },
  'shipment/bad-quantity': {
    en: 'The quantity of line {line} of order {order} cannot be {quantity}. Give a number above 0.',
    zh: '订单 {order} 第 {line} 行的数量不能是 {quantity}，请填大于 0 的数。',
  },
  'shipment/quantity-not-exact': {
    en: '{quantity} {unit} of line {line} of order {order} is no exact quantity of the base unit in 6 digits. Ship another quantity.',
    zh: '订单 {order} 第 {line} 行的 {quantity} {unit} 无法以 6 位小数精确换算为基本单位。请更改数量。',
  },
  'shipment/more-than-ordered': {
    en: 'Only {open} {unit} of line {line} of order {order} are open, not {quantity}. Ship less, or raise the order first.',
    zh: '订单 {order} 第 {line} 行仅剩 {open} {unit} 未发，不足 {quantity}。请减少数量，或先增加订单数量。',
  },
  'shipment/not-enough-stock': {
    en: 'Line {line} of order {order} needs {quantity} (base unit), and {there} are there for it. Ship less, or receive goods first.',
    zh: '订单 {order} 第 {line} 行需要 {quantity}（基本单位），可用仅 {there}。请减少数量，或先收货。',
  },
  'shipment/wrong-state': {
    en: 'Shipment {number} is {state}: it cannot {command} now. That is possible while it is {allowed}.',
    zh: '发货单 {number} 处于 {state} 状态，不能执行 {command}；仅 {allowed} 状态可以。',
  },
  'shipment/delivered-before-shipped': {
    en: 'Shipment {number} left on {shippedDate}: it cannot be delivered on {date}. Correct the date.',
    zh: '发货单 {number} 于 {shippedDate} 发出，签收日不能是 {date}。请更正日期。',
  },
}
