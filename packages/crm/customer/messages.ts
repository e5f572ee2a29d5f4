import type { Messages } from '@tandem/kernel'

export const customerMessages = {
  'customer/not-found': {
    en: 'There is no customer {id}. Look it up in the list of customers.',
    zh: '没有客户 {id}。请在客户列表中查找。',
  },
  'customer/changed-meanwhile': {
    en: '{by} saved this customer meanwhile. Reload it, then make your change again.',
    zh: '{by} 已同时修改了该客户。请刷新后重新修改。',
  },
  'customer/no-name': { en: 'Customer {code} needs a name.', zh: '客户 {code} 需要名称。' },
  'customer/code-taken': {
    en: 'Another customer has the code {code}. Choose another code.',
    zh: '编码 {code} 已被其他客户使用，请换一个。',
  },
  'customer/archived': {
    en: 'Customer {code} is archived. Restore it before changing it.',
    zh: '客户 {code} 已归档，请先恢复再修改。',
  },
} satisfies Messages
