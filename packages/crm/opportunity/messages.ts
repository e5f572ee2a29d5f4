import type { Messages } from '@tandem/kernel'
import { sharedMessages, storedMessages } from '../shared/messages.ts'

export const opportunityMessages: Messages = {
  ...storedMessages('opportunity', { en: 'opportunity', zh: '商机' }),
  ...sharedMessages('opportunity', [
    'empty-field',
    'below-zero',
    'not-a-percent',
    'not-a-currency',
    'unknown-reference',
    'wrong-state',
  ]),
  'opportunity/no-customer': {
    en: 'Say with whom: choose a customer, or type the name of a prospect.',
    zh: '请选择客户，或填写潜在客户的名称。',
  },
  'opportunity/customer-archived': {
    en: 'Customer {code} is archived. Restore it first.',
    zh: '客户 {code} 已归档，请先恢复。',
  },
  'opportunity/contact-of-another': {
    en: 'Contact {id} does not belong to this customer. Choose one of its contacts.',
    zh: '联系人 {id} 不属于该客户，请选择该客户的联系人。',
  },
}
