import type { Messages } from '@tandem/kernel'
import { sharedMessages, storedMessages } from '../shared/messages.ts'

export const priceMessages: Messages = {
  ...storedMessages('price', { en: 'price', zh: '价格' }),
  ...sharedMessages('price', ['empty-field', 'below-zero', 'not-a-currency', 'unknown-reference']),
  'price/ends-before-start': {
    en: 'The price is valid until {validTo}, before it begins on {validFrom}. Correct one of the dates.',
    zh: '价格失效日期 {validTo} 早于生效日期 {validFrom}，请更正其中一个日期。',
  },
  'price/none': {
    en: 'There is no price for {quantity} of this item in {currency} on list {priceList} on {date}. Add one to the price list.',
    zh: '价目表 {priceList} 中没有该物料数量 {quantity}、币种 {currency}、日期 {date} 的价格。请在价目表中添加。',
  },
}
