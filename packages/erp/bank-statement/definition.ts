import { define, defineFields } from '@tandem/kernel'
import { movementFields } from '../bank-line/definition.ts'
import { amount, CURRENCY, kept, NUMBER, optionalDate, optionalReference, reference, text } from '../fields.ts'

const ACCOUNT = reference('bank-account', 'Bank account', '银行账户')
const OPENING = { ...amount('Opening balance', '期初余额'), optional: true } as const
const CLOSING = { ...amount('Closing balance', '期末余额'), optional: true } as const
const STATEMENT_ID = { ...text('Bank’s number', '银行编号'), optional: true } as const

/** A statement as a program tells it. */
export const newBankStatementFields = defineFields({
  bankAccount: ACCOUNT,
  statementId: STATEMENT_ID,
  fromDate: optionalDate('First day', '起始日期'),
  toDate: optionalDate('Last day', '截止日期'),
  opening: OPENING,
  closing: CLOSING,
  currency: { ...CURRENCY, optional: true },
  lines: { kind: 'lines', label: { en: 'Lines', zh: '明细' }, of: movementFields },
})

/** The most characters of one file. */
export const LONGEST_FILE = 5_000_000

/** A file of the bank. */
export const bankFileFields = defineFields({
  bankAccount: {
    ...optionalReference('bank-account', 'Bank account', '银行账户'),
    help: { en: 'May be left out where the file says it.', zh: '文件中注明账号时可不填。' },
  },
  content: {
    kind: 'text',
    max: LONGEST_FILE,
    label: { en: 'File', zh: '文件' },
    help: {
      en: 'The text of the file: camt.053 (XML), or CSV with names of columns in its first row.',
      zh: '文件内容：camt.053（XML），或首行为列名的 CSV。',
    },
  },
})

/** What a bank says of some days of an account. Its lines are documents of their own; those known before are counted only. */
export const bankStatement = define({
  name: 'bank-statement',
  plural: 'bank-statements',
  label: { en: 'Bank statement', zh: '银行对账单' },
  table: 'erp.bank_statement',
  title: ['number'],
  fields: {
    number: NUMBER,
    bankAccount: ACCOUNT,
    statementId: STATEMENT_ID,
    fromDate: { kind: 'date', label: { en: 'First day', zh: '起始日期' } },
    toDate: { kind: 'date', label: { en: 'Last day', zh: '截止日期' } },
    currency: CURRENCY,
    opening: OPENING,
    closing: CLOSING,
    received: kept(amount('Received', '收入')),
    spent: kept(amount('Spent', '支出')),
    lineCount: kept({ kind: 'integer', label: { en: 'Lines', zh: '笔数' } } as const),
    knownCount: kept({
      kind: 'integer',
      label: { en: 'Known before', zh: '此前已有' },
      help: {
        en: 'Lines that an earlier statement told already: they are not kept twice.',
        zh: '此前的对账单中已有的流水，不会重复登记。',
      },
    } as const),
    knownAmount: kept(amount('Amount known before', '此前已有金额')),
  },
})
