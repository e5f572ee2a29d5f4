import type { Messages } from '@tandem/kernel'

export const exchangeRateMessages = {
  'exchange-rate/missing': {
    en: 'There is no exchange rate from {fromCurrency} to {toCurrency} on or before {date}. Enter one, then try again.',
    zh: '{date} 及之前没有 {fromCurrency} 兑 {toCurrency} 的汇率。请先录入汇率再重试。',
  },
  'exchange-rate/wrong-currency': {
    en: 'Give two different currencies by their three letters, not {fromCurrency} and {toCurrency}.',
    zh: '请填写两个不同的三位币种代码，而不是 {fromCurrency} 和 {toCurrency}。',
  },
  'exchange-rate/not-positive': {
    en: 'An exchange rate of {rate} is not possible. Give one above zero.',
    zh: '汇率不能为 {rate}，请填写大于零的数。',
  },
  'exchange-rate/date-taken': {
    en: 'There is a rate from {fromCurrency} to {toCurrency} of {rateDate} already. Enter one for another date.',
    zh: '{rateDate} 已有 {fromCurrency} 兑 {toCurrency} 的汇率。请录入其他日期的汇率。',
  },
} satisfies Messages
