import type { Messages } from '@tandem/kernel'
import { sharedMessages, storedMessages } from '../shared/messages.ts'

export const paymentMessages: Messages = {
  ...storedMessages('payment', { en: 'payment', zh: '收款' }),
  ...sharedMessages('payment', ['empty-field', 'not-a-currency', 'number-taken', 'unknown-reference']),
  'payment/over-allocated': {
    en: 'Payment {number} of {amount} is spread over invoices with {allocated} in all. Correct it in the system it comes from.',
    zh: '收款 {number} 金额为 {amount}，核销合计却为 {allocated}。请在来源系统中更正。',
  },
}
