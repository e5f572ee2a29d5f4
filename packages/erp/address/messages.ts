import type { Messages } from '@tandem/kernel'
import { common } from '../messages.ts'

export const addressMessages = {
  ...common('address', { en: 'address', zh: '地址' }),
  'address/no-such-party': {
    en: 'There is no party {party}. Create it first, then its addresses.',
    zh: '没有往来单位 {party}。请先新建往来单位，再建地址。',
  },
  'address/no-street': { en: 'The address in {city} needs a street. Give one.', zh: '位于 {city} 的地址需要街道，请填写。' },
  'address/bad-country': {
    en: '{country} is no country code. Give two capital letters, like CN or DE.',
    zh: '{country} 不是国家代码。请填两位大写字母，如 CN、DE。',
  },
  'address/archived': {
    en: 'The address {line1} is archived. Restore it before changing it.',
    zh: '地址 {line1} 已归档，请先恢复再修改。',
  },
} satisfies Messages
