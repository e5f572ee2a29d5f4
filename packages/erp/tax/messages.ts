import type { Messages } from '@tandem/kernel'

export const taxMessages = {
  'tax-rate/not-found': {
    en: 'There is no tax rate {id}. Look it up in the list of tax rates.',
    zh: '没有税率 {id}。请在税率列表中查找。',
  },
  'tax-rate/changed-meanwhile': {
    en: '{by} saved this tax rate meanwhile. Reload it, then make your change again.',
    zh: '{by} 已同时修改了该税率。请刷新后重新修改。',
  },
  'tax-rate/code-taken': {
    en: 'Another tax rate has the code {code}. Choose another code.',
    zh: '编码 {code} 已被其他税率使用，请换一个。',
  },
  'tax-rate/out-of-range': {
    en: 'A tax rate of {rate} % is not possible. Give one between 0 and 100.',
    zh: '税率不能为 {rate}%。请填写 0 到 100 之间的数。',
  },
} satisfies Messages
