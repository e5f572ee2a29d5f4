import { define, defineFields, partial } from '@tandem/kernel'
import { CODE, CURRENCY, optionalText, STATUS, text } from '../fields.ts'

export const bankAccountFields = defineFields({
  code: CODE,
  name: text('Name', '名称'),
  bank: optionalText('Bank', '开户行'),
  accountNumber: {
    kind: 'text',
    max: 60,
    label: { en: 'Account number', zh: '账号' },
    help: {
      en: 'The IBAN, or the number as the bank writes it in its statements. Blanks and hyphens do not matter.',
      zh: 'IBAN 或银行对账单上的账号。空格和连字符不影响识别。',
    },
  },
  currency: CURRENCY,
})

/** Its currency never changes: statements are in it. */
export const changeBankAccountFields = partial(
  defineFields({
    code: bankAccountFields.code,
    name: bankAccountFields.name,
    bank: bankAccountFields.bank,
    accountNumber: bankAccountFields.accountNumber,
  }),
)

/** An account of the company at a bank, whose statements are read. */
export const bankAccount = define({
  name: 'bank-account',
  plural: 'bank-accounts',
  label: { en: 'Bank account', zh: '银行账户' },
  table: 'erp.bank_account',
  title: ['code', 'name'],
  fields: { ...bankAccountFields, status: STATUS },
})
