/** What the refusals that many documents share tell people. */
import type { Label, Messages } from '@tandem/kernel'

/** For every stored document: `not-found` and `changed-meanwhile`. */
export function storedMessages(document: string, noun: Label): Messages {
  return {
    [`${document}/not-found`]: {
      en: `There is no ${noun.en} {id}. Look it up in the list.`,
      zh: `没有${noun.zh} {id}。请在列表中查找。`,
    },
    [`${document}/changed-meanwhile`]: {
      en: `{by} saved this ${noun.en} meanwhile. Reload it, then make your change again.`,
      zh: `{by} 已同时修改了该${noun.zh}。请刷新后重新修改。`,
    },
  }
}

const FIELD_MESSAGES = {
  'empty-field': { en: 'Fill in the field {field}.', zh: '请填写字段 {field}。' },
  'below-zero': { en: '{field} is {value}: give zero or more.', zh: '{field} 为 {value}：请填写不小于零的数。' },
  'not-a-percent': {
    en: '{field} is {value}: give a percentage from 0 to 100.',
    zh: '{field} 为 {value}：请填写 0 到 100 的百分比。',
  },
  'not-a-currency': {
    en: '{value} is no currency. Give its three capital letters, such as CNY or USD.',
    zh: '{value} 不是币种。请填写三位大写字母代码，例如 CNY 或 USD。',
  },
  'not-a-country': {
    en: '{value} is no country. Give its two capital letters, such as CN or US.',
    zh: '{value} 不是国家代码。请填写两位大写字母代码，例如 CN 或 US。',
  },
  'unknown-reference': {
    en: '{field} names {id}, which does not exist. Choose one from the list.',
    zh: '{field} 引用的 {id} 不存在。请从列表中选择。',
  },
  'code-taken': { en: 'The code {code} is taken. Choose another one.', zh: '编码 {code} 已被使用，请换一个。' },
  'number-taken': { en: 'The number {number} is taken. Choose another one.', zh: '编号 {number} 已被使用，请换一个。' },
  'number-reserved': {
    en: 'Numbers such as {number} are made by Tandem. Leave the number out, or choose one of another form.',
    zh: '{number} 这类编号由系统生成。请留空，或使用其他形式的编号。',
  },
  'totals-differ': {
    en: 'Net {net} and tax {tax} do not add up to the total {total}. Correct them in the system they come from.',
    zh: '未税金额 {net} 加税额 {tax} 不等于价税合计 {total}。请在来源系统中更正。',
  },
  'too-large': {
    en: 'The total of {total} is too large. Check quantities and prices.',
    zh: '合计 {total} 过大，请检查数量和单价。',
  },
  'line-number-twice': {
    en: 'Two lines have the number {lineNumber}. Number them differently.',
    zh: '有两行的行号都是 {lineNumber}，请使用不同行号。',
  },
  'no-such-line': {
    en: 'There is no line {lineNumber} to promise a date for. Name lines that are there.',
    zh: '没有第 {lineNumber} 行，无法承诺交期。请填写已有的行号。',
  },
  'wrong-state': {
    en: '"{command}" is not possible while it is {state}; it is possible from: {allowed}.',
    zh: '当前状态为 {state}，不能执行“{command}”；可执行的状态：{allowed}。',
  },
} as const satisfies Record<string, Label>

/** The messages of the shared refusals that a document has. */
export function sharedMessages(document: string, reasons: readonly (keyof typeof FIELD_MESSAGES)[]): Messages {
  return Object.fromEntries(reasons.map((reason) => [`${document}/${reason}`, FIELD_MESSAGES[reason]]))
}

const TRADE_MESSAGES = {
  'customer-archived': { en: 'Customer {code} is archived. Restore it first.', zh: '客户 {code} 已归档，请先恢复。' },
  'contact-of-another': {
    en: 'Contact {id} does not belong to this customer. Choose one of its contacts.',
    zh: '联系人 {id} 不属于该客户，请选择该客户的联系人。',
  },
  'address-of-another': {
    en: 'Address {id} does not belong to this customer. Choose one of its addresses.',
    zh: '地址 {id} 不属于该客户，请选择该客户的地址。',
  },
  'item-not-found': {
    en: 'Line {lineNumber} names an item that does not exist. Choose one from the list of items.',
    zh: '第 {lineNumber} 行的物料不存在，请从物料列表中选择。',
  },
  'item-archived': {
    en: 'Line {lineNumber}: item {code} is archived and no longer sold. Choose another item.',
    zh: '第 {lineNumber} 行：物料 {code} 已归档，不再销售。请选择其他物料。',
  },
  'no-price': {
    en: 'Line {lineNumber}: there is no price for {quantity} {unit} of item {code} in {currency} on list {priceList}. Type a price, or add one to the list.',
    zh: '第 {lineNumber} 行：价目表 {priceList} 中没有物料 {code} 数量 {quantity} {unit}、币种 {currency} 的价格。请填写单价，或在价目表中添加。',
  },
  'bad-line-number': {
    en: 'Line number {lineNumber} is not possible. Count from 1.',
    zh: '行号 {lineNumber} 无效，请从 1 开始编号。',
  },
  'quantity-not-positive': {
    en: 'Line {lineNumber}: the quantity is {quantity}. Give more than zero.',
    zh: '第 {lineNumber} 行：数量为 {quantity}，请填写大于零的数。',
  },
} as const satisfies Record<string, Label>

/** For quotes and orders: what can be wrong with their parties and lines. */
export function tradeMessages(document: string): Messages {
  return Object.fromEntries(Object.entries(TRADE_MESSAGES).map(([reason, message]) => [`${document}/${reason}`, message]))
}
