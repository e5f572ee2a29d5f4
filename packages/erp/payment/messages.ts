import type { Messages } from '@tandem/kernel'

export const paymentMessages = {
  'payment/not-found': {
    en: 'There is no payment {id}. Look it up in the list of payments.',
    zh: '没有收款 {id}。请在收款列表中查找。',
  },
  'payment/changed-meanwhile': {
    en: '{by} changed this payment meanwhile. Reload it, then try again.',
    zh: '{by} 已同时修改了该收款。请刷新后重试。',
  },
  'payment/no-such-party': {
    en: 'There is no customer {id}. Choose who paid from the list of parties.',
    zh: '没有客户 {id}。请从往来单位中选择付款人。',
  },
  'payment/no-method': {
    en: 'Say how {amount} was paid, such as by bank transfer.',
    zh: '请填写 {amount} 的收款方式，例如银行转账。',
  },
  'payment/wrong-amount': {
    en: 'An amount of {amount} {currency} is not possible. Give one other than zero, in whole minor units of the currency.',
    zh: '金额不能为 {amount} {currency}。请填写不为零且符合最小货币单位的金额。',
  },
  'payment/wrong-invoice': {
    en: '{invoice} cannot be settled by this payment. Choose an open invoice of the same customer and currency, or a credit note when paying back.',
    zh: '{invoice} 不能由该收款核销。请选择同一客户、同一币种的未结发票；退款时请选择红字发票。',
  },
  'payment/before-invoice': {
    en: '{invoice} is of {invoiceDate}, after {date}. Keep the money as a prepayment and allocate it on that day or later.',
    zh: '{invoice} 的日期为 {invoiceDate}，晚于 {date}。请先留作预收款，待该日或之后再核销。',
  },
  'payment/wrong-sign': {
    en: 'Allocate to {invoice} an amount above zero (below zero when paying back), not {amount}.',
    zh: '核销 {invoice} 的金额应大于零（退款时小于零），不能为 {amount}。',
  },
  'payment/more-than-open': {
    en: 'Only {open} of {invoice} is open, not {amount}. Allocate up to that.',
    zh: '{invoice} 仅剩 {open} 未结，不能核销 {amount}。请减少核销金额。',
  },
  'payment/more-than-paid': {
    en: 'The allocations add up to {allocated}, but only {amount} is there to allocate. Lower them.',
    zh: '核销合计 {allocated}，超过可核销金额 {amount}。请减少核销金额。',
  },
  'payment/nothing-to-allocate': {
    en: 'Nothing of payment {number} can be allocated: all of it is, or no invoice is open. Look at its allocations.',
    zh: '收款 {number} 没有可核销的内容：已全部核销，或没有未结发票。请查看其核销明细。',
  },
  'payment/reversed': {
    en: 'Payment {number} is reversed, or is a reversal itself. Record a new payment instead.',
    zh: '收款 {number} 已冲销，或本身是冲销单。请登记新的收款。',
  },
  'payment/before-payment': {
    en: 'Payment {number} was made or last allocated on {paymentDate}: use that day or a later one.',
    zh: '收款 {number} 的日期（或最近核销日期）为 {paymentDate}，日期不能早于该日。',
  },
} satisfies Messages
