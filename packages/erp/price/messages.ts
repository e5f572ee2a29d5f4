import type { Messages } from '@tandem/kernel'
import { common } from '../messages.ts'

export const priceMessages = {
  ...common('price', { en: 'price', zh: '价格' }),
  'price/no-such-item': {
    en: 'There is no item {item}. Create it first, then its prices.',
    zh: '没有物料 {item}。请先新建物料，再建价格。',
  },
  'price/no-such-party': {
    en: 'There is no customer {party}. Create it first, or leave it empty for everybody.',
    zh: '没有客户 {party}。请先新建客户，或留空表示适用所有客户。',
  },
  'price/unknown-unit': {
    en: 'Item {item} is not counted in {unit}. Choose one of its units or add {unit} to it.',
    zh: '物料 {item} 没有单位 {unit}。请选择其已有单位，或先添加该单位。',
  },
  'price/negative': {
    en: 'Price and quantity of {item} must be 0 or more.',
    zh: '物料 {item} 的价格和起订量必须为 0 或更多。',
  },
  'price/bad-currency': {
    en: '{currency} is no currency code. Give the price of {item} three capital letters, like CNY.',
    zh: '{currency} 不是币种代码。请为 {item} 的价格填写三位大写字母，如 CNY。',
  },
  'price/ends-before-it-starts': {
    en: 'The price of {item} ends on {validTo}, before it starts on {validFrom}. Correct one of the dates.',
    zh: '物料 {item} 的价格失效日 {validTo} 早于生效日 {validFrom}，请更正日期。',
  },
  'price/none': {
    en: 'There is no price of {item} per {unit} in {currency}. Add one to the price list or type it in.',
    zh: '物料 {item} 没有以 {currency} 计、按 {unit} 的价格。请加入价目表或直接填写。',
  },
  'price/archived': {
    en: 'This price of {priceList} is archived. Restore it before changing it.',
    zh: '价目表 {priceList} 的该价格已归档，请先恢复再修改。',
  },
} satisfies Messages
