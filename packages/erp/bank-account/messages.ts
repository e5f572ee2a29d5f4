import type { Messages } from '@tandem/kernel'
import { common } from '../messages.ts'

export const bankAccountMessages = {
  ...common('bank-account', { en: 'bank account', zh: '银行账户' }),
  'bank-account/no-code': { en: 'Bank account {name} needs a code.', zh: '银行账户 {name} 需要编码。' },
  'bank-account/no-name': { en: 'Bank account {code} needs a name.', zh: '银行账户 {code} 需要名称。' },
  'bank-account/no-number': {
    en: 'Bank account {code} needs its number: the IBAN, or the number that its statements show.',
    zh: '银行账户 {code} 需要账号：填写 IBAN 或对账单上的账号。',
  },
  'bank-account/wrong-currency': {
    en: '{currency} is no currency. Give its three letters, such as EUR.',
    zh: '{currency} 不是币种。请填写三位字母代码，例如 CNY。',
  },
  'bank-account/code-taken': {
    en: 'Another bank account has the code {code}. Choose another code.',
    zh: '编码 {code} 已被其他银行账户使用，请换一个。',
  },
  'bank-account/number-taken': {
    en: 'There is a bank account with the number {accountNumber} in that currency already. Use that one.',
    zh: '该币种下已有账号为 {accountNumber} 的银行账户，请使用该账户。',
  },
  'bank-account/archived': {
    en: 'Bank account {code} is archived. Use another one.',
    zh: '银行账户 {code} 已归档，请使用其他账户。',
  },
} satisfies Messages
