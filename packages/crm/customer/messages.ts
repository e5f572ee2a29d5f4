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
  'customer/merge-with-itself': {
    en: 'Customer {code} cannot be merged into itself. Choose the other one.',
    zh: '客户 {code} 不能合并到自身。请选择另一个。',
  },
  'customer/merged-already': {
    en: 'Customer {code} is merged into another one already. Undo that merge first.',
    zh: '客户 {code} 已合并到另一个。请先撤销该合并。',
  },
  'customer/merge-into-archived': {
    en: 'Customer {code} is archived or is being merged itself. Choose one that is in use.',
    zh: '客户 {code} 已归档或正在被合并。请选择使用中的一个。',
  },
  'customer/not-merged': {
    en: 'Customer {code} is not merged into another one, so there is nothing to undo.',
    zh: '客户 {code} 没有合并到其他单位，无可撤销。',
  },
  'customer/merged-further': {
    en: 'What {code} was merged into has been merged, too. Undo that merge first.',
    zh: '{code} 合并到的对象后来也被合并了。请先撤销后一次合并。',
  },
} satisfies Messages
