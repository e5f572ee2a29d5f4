import type { Messages } from '@tandem/kernel'
import { common } from '../messages.ts'

export const partyMessages = {
  ...common('party', { en: 'party', zh: '往来单位' }),
  'party/no-code': { en: '{name} needs a code.', zh: '{name} 需要编码。' },
  'party/no-name': { en: 'Party {code} needs a name.', zh: '往来单位 {code} 需要名称。' },
  'party/code-taken': {
    en: 'Another party has the code {code}. Choose another code.',
    zh: '编码 {code} 已被其他往来单位使用，请换一个。',
  },
  'party/bad-currency': {
    en: '{currency} is no currency code. Give party {code} three capital letters, like CNY.',
    zh: '{currency} 不是币种代码。请为 {code} 填写三位大写字母，如 CNY。',
  },
  'party/bad-payment-term': {
    en: 'The payment term of {code} cannot be {days} days. Give 0 or more.',
    zh: '{code} 的付款期限不能是 {days} 天，请填 0 或更多。',
  },
  'party/bad-credit-limit': {
    en: 'The credit limit of {code} cannot be {limit}. Give 0 or more, or leave it empty for no limit.',
    zh: '{code} 的信用额度不能是 {limit}。请填 0 或更多，留空表示不限。',
  },
  'party/other-currency': {
    en: 'The credit of {code} is counted in {own}, not in {currency}. Ask for an amount in {own}.',
    zh: '{code} 的信用以 {own} 计，而非 {currency}。请以 {own} 查询。',
  },
  'party/archived': {
    en: 'Party {code} is archived. Restore it before using or changing it.',
    zh: '往来单位 {code} 已归档，请先恢复再使用或修改。',
  },
  'party/merge-with-itself': {
    en: 'Party {code} cannot be merged into itself. Choose the other one.',
    zh: '往来单位 {code} 不能合并到自身。请选择另一个。',
  },
  'party/merged-already': {
    en: 'Party {code} is merged into another one already. Undo that merge first.',
    zh: '往来单位 {code} 已合并到另一个。请先撤销该合并。',
  },
  'party/merge-into-archived': {
    en: 'Party {code} is archived or is being merged itself. Choose one that is in use.',
    zh: '往来单位 {code} 已归档或正在被合并。请选择使用中的一个。',
  },
  'party/not-merged': {
    en: 'Party {code} is not merged into another one, so there is nothing to undo.',
    zh: '往来单位 {code} 没有合并到其他单位，无可撤销。',
  },
  'party/merged-further': {
    en: 'What {code} was merged into has been merged, too. Undo that merge first.',
    zh: '{code} 合并到的对象后来也被合并了。请先撤销后一次合并。',
  },
} satisfies Messages
