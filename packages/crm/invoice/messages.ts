import type { Messages } from '@tandem/kernel'
import { sharedMessages, storedMessages } from '../shared/messages.ts'

export const invoiceMessages: Messages = {
  ...storedMessages('invoice', { en: 'invoice', zh: '发票' }),
  ...sharedMessages('invoice', ['empty-field', 'not-a-currency', 'number-taken', 'unknown-reference', 'totals-differ']),
  'invoice/overpaid': {
    en: 'Invoice {number} says {paid} was paid of {total}. Correct it in the system it comes from.',
    zh: '发票 {number} 的已付金额 {paid} 超过价税合计 {total}。请在来源系统中更正。',
  },
}
