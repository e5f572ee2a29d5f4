import type { Messages } from '@tandem/kernel'
import { common } from '../messages.ts'

export const salesReturnMessages: Messages = {
  ...common('sales-return', { en: 'return', zh: '退货单' }),
  'sales-return/no-such-order': {
    en: 'There is no sales order {id}. Look it up in its list.',
    zh: '没有销售订单 {id}。请在列表中查找。',
  },
  'sales-return/origin-taken': {
    en: 'Return {origin} of the CRM is here already. Open that one instead.',
    zh: 'CRM 的退货单 {origin} 已存在。请打开该单。',
  },
  'sales-return/no-reason': {
    en: 'Say why goods of order {order} come back.',
    zh: '请填写订单 {order} 的退货原因。',
  },
  'sales-return/nothing-to-return': {
    en: 'Nothing of order {order} can be sent back: all that was shipped came back or is asked back. Look at its returns.',
    zh: '订单 {order} 没有可退的货物：已发货的均已退回或正在退货。请查看其退货单。',
  },
  'sales-return/no-such-line': {
    en: 'Order {order} has no line {line} with goods. Choose another line.',
    zh: '订单 {order} 没有货物行 {line}。请另选一行。',
  },
  'sales-return/line-twice': {
    en: 'Line {line} of {order} is named twice. Put both quantities in one line.',
    zh: '{order} 第 {line} 行出现两次。请合并数量。',
  },
  'sales-return/bad-quantity': {
    en: 'The quantity of line {line} of order {order} cannot be {quantity}. Give a number above 0.',
    zh: '订单 {order} 第 {line} 行的数量不能是 {quantity}，请填大于 0 的数。',
  },
  'sales-return/quantity-not-exact': {
    en: '{quantity} {unit} of line {line} of {order} is no exact quantity of the base unit in 6 digits. Give another quantity.',
    zh: '{order} 第 {line} 行的 {quantity} {unit} 无法以 6 位小数精确换算为基本单位。请更改数量。',
  },
  'sales-return/more-than-shipped': {
    en: 'Of line {line} of order {order}, {left} {unit} can be sent back, not {quantity}: no more was shipped and not yet returned or asked back.',
    zh: '订单 {order} 第 {line} 行还可退 {left} {unit}，不能退 {quantity}：其余未发货、已退回或正在退货。请减少数量。',
  },
  'sales-return/no-warehouse': {
    en: 'There is no active warehouse {warehouse} to receive goods in. Name another one.',
    zh: '没有可收货的启用仓库 {warehouse}。请另选仓库。',
  },
  'sales-return/no-answer': {
    en: 'Say why return {number} is rejected: the customer is told.',
    zh: '请填写拒绝退货单 {number} 的原因，该原因会告知客户。',
  },
  'sales-return/wrong-state': {
    en: 'Return {number} is {state}: it cannot {command} now. That is possible while it is {allowed}.',
    zh: '退货单 {number} 处于 {state} 状态，不能执行 {command}；仅 {allowed} 状态可以。',
  },
  'sales-return/too-early': {
    en: 'Return {number} was asked for on {requestedDate}: nothing of it can come on {date}. Correct the date.',
    zh: '退货单 {number} 于 {requestedDate} 申请，收货日期不能是 {date}。请更正日期。',
  },
  'sales-return/not-in-return': {
    en: 'Return {number} has no order line {line}. Name lines it has; what else came needs a return of its own.',
    zh: '退货单 {number} 没有订单行 {line}。请填写其中的行；其他退回的货物需另建退货单。',
  },
  'sales-return/bad-received': {
    en: 'Line {line} of return {number} cannot have received or scrapped {quantity}. Give 0 or more.',
    zh: '退货单 {number} 第 {line} 行的实收或报废数量不能是 {quantity}。请填 0 或更多。',
  },
  'sales-return/more-than-approved': {
    en: 'Of line {line} of return {number}, {approved} {unit} were approved, not {quantity}. What else came needs a return of its own.',
    zh: '退货单 {number} 第 {line} 行批准了 {approved} {unit}，不能收 {quantity}。多出部分需另建退货单。',
  },
  'sales-return/more-scrapped': {
    en: 'Of line {line} of return {number}, {received} came, so {quantity} cannot be scrapped. Scrap no more than came.',
    zh: '退货单 {number} 第 {line} 行实收 {received}，不能报废 {quantity}。报废不得多于实收。',
  },
  'sales-return/nothing-received': {
    en: 'Nothing of return {number} came. Enter what came, or reject the return.',
    zh: '退货单 {number} 没有收到货物。请填写实收数量，或拒绝该退货。',
  },
  'sales-return/not-invoiced': {
    en: 'Of line {line} of return {number}, {missing} {unit} are not invoiced, or credited already. Invoice the order first, or close the return.',
    zh: '退货单 {number} 第 {line} 行有 {missing} {unit} 未开票或已红冲。请先对订单开票，或直接关闭退货单。',
  },
  'sales-return/before-invoice': {
    en: 'Invoice {invoice} is of {invoiceDate}: date the credit note of return {number} on that day or later.',
    zh: '发票 {invoice} 的日期为 {invoiceDate}，退货单 {number} 的红冲日期不能早于该日。',
  },
}
