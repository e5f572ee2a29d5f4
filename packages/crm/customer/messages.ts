import type { Messages } from '@tandem/kernel'
import { sharedMessages, storedMessages } from '../shared/messages.ts'

export const customerMessages = {
  ...storedMessages('customer', { en: 'customer', zh: '客户' }),
  ...sharedMessages('customer', ['empty-field', 'below-zero', 'not-a-currency', 'code-taken']),
  'customer/no-name': { en: 'Customer {code} needs a name.', zh: '客户 {code} 需要名称。' },
  'customer/archived': {
    en: 'Customer {code} is archived. Restore it before changing it.',
    zh: '客户 {code} 已归档，请先恢复再修改。',
  },
} satisfies Messages
