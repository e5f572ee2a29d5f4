import type { Messages } from '@tandem/kernel'
import { sharedMessages, storedMessages, tradeMessages } from '../shared/messages.ts'

export const quoteMessages: Messages = {
  ...storedMessages('quote', { en: 'quote', zh: '报价单' }),
  ...sharedMessages('quote', [
    'empty-field',
    'below-zero',
    'not-a-percent',
    'not-a-currency',
    'unknown-reference',
    'number-taken',
    'number-reserved',
    'too-large',
    'line-number-twice',
    'no-such-line',
    'wrong-state',
  ]),
  ...tradeMessages('quote'),
  'quote/opportunity-of-another': {
    en: 'Opportunity {id} is not of this customer. Choose one of its opportunities; a prospect becomes a customer first.',
    zh: '商机 {id} 不属于该客户。请选择该客户的商机；潜在客户需先建为客户。',
  },
  'quote/not-a-draft': {
    en: 'Quote {number} is {state} and no longer changes. Revise it to offer something else.',
    zh: '报价单 {number} 当前状态为 {state}，不能再修改。如需更改报价，请进行修订。',
  },
  'quote/currency-needs-lines': {
    en: 'To change the currency to {currency}, give the lines with their prices, too.',
    zh: '如需将币种改为 {currency}，请同时提供明细行及其单价。',
  },
  'quote/valid-before-quoted': {
    en: 'The quote of {quoteDate} is valid until {validUntil} only. Give a later date.',
    zh: '报价日期为 {quoteDate}，有效期却至 {validUntil}。请填写更晚的有效期。',
  },
  'quote/no-lines': { en: 'To send quote {number}, add a line.', zh: '请先为报价单 {number} 添加明细行，再发送。' },
  'quote/no-longer-valid': {
    en: 'Quote {number} was valid until {validUntil}. Extend the draft, or revise the quote and send it again.',
    zh: '报价单 {number} 的有效期至 {validUntil}。请延长草稿的有效期，或修订后重新发送。',
  },
  'quote/still-valid': {
    en: 'Quote {number} is valid until {validUntil}. It expires after that day.',
    zh: '报价单 {number} 的有效期至 {validUntil}，该日期之后才会过期。',
  },
  'quote/already-accepted': {
    en: 'Revision {revision} of quote {number} was accepted meanwhile. Make a new quote instead.',
    zh: '报价单 {number} 的第 {revision} 版已被接受。请新建报价单。',
  },
  'quote/already-revised': {
    en: 'Quote {number} has a revision {revision} already. Work on that one.',
    zh: '报价单 {number} 已有第 {revision} 版，请在该版本上修改。',
  },
}
