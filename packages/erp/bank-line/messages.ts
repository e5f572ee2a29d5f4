import type { Messages } from '@tandem/kernel'
import { common } from '../messages.ts'

export const bankLineMessages = {
  ...common('bank-line', { en: 'bank movement', zh: '银行流水' }),
  'bank-line/wrong-state': {
    en: 'This bank movement is {state}: it cannot {command} now. That is possible while it is {allowed}.',
    zh: '该银行流水处于 {state} 状态，不能执行 {command}；仅 {allowed} 状态可以。',
  },
  'bank-line/nobody': {
    en: 'Say who paid, or which payment this is. To leave the movement aside, ignore it with a reason.',
    zh: '请选择付款客户，或选择已登记的收款；如无需处理，请注明原因后忽略。',
  },
  'bank-line/no-reason': { en: 'Say why this movement is left aside.', zh: '请填写忽略该流水的原因。' },
  'bank-line/no-such-payment': {
    en: 'There is no payment {id}. Look it up in the list of payments.',
    zh: '没有收款 {id}。请在收款列表中查找。',
  },
  'bank-line/payment-taken': {
    en: 'Payment {number} is matched with another bank movement. Choose another payment, or undo that match first.',
    zh: '收款 {number} 已与另一笔银行流水匹配。请选择其他收款，或先取消该匹配。',
  },
  'bank-line/payment-differs': {
    en: 'Payment {number} is not of {amount} {currency}, as the bank says. Choose one of exactly that amount.',
    zh: '收款 {number} 的金额不是银行流水的 {amount} {currency}。请选择金额完全一致的收款。',
  },
} satisfies Messages
