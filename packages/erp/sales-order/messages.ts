import type { Messages } from '@tandem/kernel'
import { common } from '../messages.ts'

const building: Messages = {
  'sales-order/no-such-customer': {
    en: 'There is no customer {party}. Create it first, then its orders.',
    zh: '没有客户 {party}。请先新建客户，再下单。',
  },
  'sales-order/not-a-customer': {
    en: '{party} is not marked as a customer. Mark it in its record, then order again.',
    zh: '{party} 未标记为客户。请先在其档案中标记，再下单。',
  },
  'sales-order/no-warehouse': {
    en: 'There is no warehouse {warehouse} to deliver from. Name an active one, or make one the default.',
    zh: '没有可发货的仓库 {warehouse}。请指定启用的仓库，或设置默认仓库。',
  },
  'sales-order/bad-currency': {
    en: '{currency} is no currency code. Give three capital letters, like CNY.',
    zh: '{currency} 不是币种代码。请填三位大写字母，如 CNY。',
  },
  'sales-order/bad-payment-term': {
    en: 'The payment term cannot be {days} days. Give 0 or more.',
    zh: '付款期限不能是 {days} 天，请填 0 或更多。',
  },
  'sales-order/origin-taken': {
    en: 'Order {number} was made from {origin} already. Open that one instead of ordering again.',
    zh: '订单 {number} 已由 {origin} 生成。请直接查看该订单，不要重复下单。',
  },
  'sales-order/foreign-address': {
    en: 'The address is not one of {party}. Choose one of the customer, or add it there first.',
    zh: '该地址不属于 {party}。请选择该客户的地址，或先为其添加。',
  },
  'sales-order/line-twice': {
    en: 'Line number {line} is there twice or is not 1 or more. Give each line a number of its own.',
    zh: '行号 {line} 重复或小于 1。请给每行不同的行号。',
  },
  'sales-order/no-such-item': {
    en: 'Line {line} names an item that does not exist ({item}). Choose one from the list of items.',
    zh: '第 {line} 行的物料 {item} 不存在。请从物料列表中选择。',
  },
  'sales-order/unknown-unit': {
    en: 'Item {item} of line {line} is not counted in {unit}. Choose one of its units or add {unit} to it.',
    zh: '第 {line} 行的物料 {item} 没有单位 {unit}。请选择其已有单位，或先添加该单位。',
  },
  'sales-order/bad-quantity': {
    en: 'The quantity of line {line} cannot be {quantity}. Give a number above 0.',
    zh: '第 {line} 行的数量不能是 {quantity}，请填大于 0 的数。',
  },
  'sales-order/quantity-not-exact': {
    en: '{quantity} {unit} of line {line} is no exact quantity of {base} in 6 digits. Order it in {base} instead.',
    zh: '第 {line} 行的 {quantity} {unit} 无法以 6 位小数精确换算为 {base}。请改用 {base} 下单。',
  },
  'sales-order/no-price': {
    en: 'Line {line} has no price, and the list has none of {item} per {unit} in {currency}. Type one in or add it to the list.',
    zh: '第 {line} 行没有价格，价目表中也没有 {item} 按 {unit}、以 {currency} 计的价格。请填写或加入价目表。',
  },
  'sales-order/bad-price': {
    en: 'The price of line {line} cannot be {price}. Give 0 or more, with at most 6 digits behind the point.',
    zh: '第 {line} 行的单价不能是 {price}。请填 0 或更多，最多 6 位小数。',
  },
  'sales-order/bad-percent': {
    en: 'Discount and tax rate of line {line} must be from 0 to 100, with at most 4 digits behind the point.',
    zh: '第 {line} 行的折扣和税率必须在 0 到 100 之间，最多 4 位小数。',
  },
}

const promising: Messages = {
  'sales-order/wrong-state': {
    en: 'Order {number} is {state}: it cannot {command} now. That is possible while it is {allowed}.',
    zh: '订单 {number} 处于 {state} 状态，不能执行 {command}；仅 {allowed} 状态可以。',
  },
  'sales-order/no-lines': { en: 'To confirm order {number}, add a line.', zh: '要确认订单 {number}，请先添加明细。' },
  'sales-order/customer-archived': {
    en: 'Customer {party} is archived. Restore it, then try again.',
    zh: '客户 {party} 已归档，请先恢复再试。',
  },
  'sales-order/customer-on-hold': {
    en: 'Customer {party} is on hold. Release the customer, then confirm order {number}.',
    zh: '客户 {party} 已冻结。请先解冻，再确认订单 {number}。',
  },
  'sales-order/item-archived': {
    en: 'Item {item} of line {line} is archived. Restore it or take the line out, then confirm order {number}.',
    zh: '第 {line} 行的物料 {item} 已归档。请恢复该物料或删除该行，再确认订单 {number}。',
  },
  'sales-order/other-currency': {
    en: 'The customer has a credit limit in {own}; order {number} is in {currency}. Order in {own}, or take the limit off.',
    zh: '客户的信用额度以 {own} 计，而订单 {number} 为 {currency}。请用 {own} 下单，或取消额度。',
  },
  'sales-order/credit-exceeded': {
    en: 'Order {number} adds {total in currency} to the {used in currency} that {party} uses of a limit of {limit in currency}: {over in currency} too much. Collect a payment, lower the order or raise the limit.',
    zh: '{party} 的信用额度为 {limit in currency}，已用 {used in currency}，订单 {number} 再增 {total in currency}，超出 {over in currency}。请先收款、减少订单或提高额度。',
  },
  'sales-order/fixed-once-confirmed': {
    en: 'Order {number} is confirmed: {field} is fixed. Cancel what is open and make a new order for it.',
    zh: '订单 {number} 已确认，{field} 不能再改。请取消未完成部分并另建订单。',
  },
  'sales-order/no-such-line': {
    en: 'Order {number} has no line {line}. A confirmed order gets no new lines: make another order for it.',
    zh: '订单 {number} 没有第 {line} 行。已确认订单不能增加明细，请另建订单。',
  },
  'sales-order/below-shipped': {
    en: 'Line {line} of order {number} cannot go down to {quantity}: {shipped} are shipped or invoiced. Register a return for those.',
    zh: '订单 {number} 第 {line} 行不能减到 {quantity}：已发货或开票 {shipped}。请对其办理退货。',
  },
  'sales-order/nothing-to-cancel': {
    en: 'Everything of order {number} is shipped or invoiced. Register a return instead.',
    zh: '订单 {number} 已全部发货或开票。请改为办理退货。',
  },
}

export const salesOrderMessages: Messages = {
  ...common('sales-order', { en: 'sales order', zh: '销售订单' }),
  ...building,
  ...promising,
}
