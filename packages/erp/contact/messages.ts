import type { Messages } from '@tandem/kernel'
import { common } from '../messages.ts'

export const contactMessages = {
  ...common('contact', { en: 'contact', zh: '联系人' }),
  'contact/no-such-party': {
    en: 'There is no party {party}. Create it first, then its contacts.',
    zh: '没有往来单位 {party}。请先新建往来单位，再建联系人。',
  },
  'contact/no-name': { en: 'A contact needs a name. Give one.', zh: '联系人需要姓名，请填写。' },
  'contact/archived': {
    en: 'Contact {name} is archived. Restore it before changing it.',
    zh: '联系人 {name} 已归档，请先恢复再修改。',
  },
} satisfies Messages
