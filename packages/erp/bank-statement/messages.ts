import type { Messages } from '@tandem/kernel'
import { common } from '../messages.ts'

const {
  'bank-statement/changed-meanwhile': _,
  'bank-statement/not-found': __,
  ...none
} = common('bank-statement', {
  en: 'bank statement',
  zh: '银行对账单',
})

export const bankStatementMessages = {
  ...none,
  'bank-statement/not-a-statement': {
    en: 'The file holds no statement. Take a camt.053 file, or CSV whose first row names its columns, such as "Booking date" and "Amount".',
    zh: '文件中没有对账单。请使用 camt.053 文件，或首行为列名（如“交易日期”“金额”）的 CSV。',
  },
  'bank-statement/broken-file': {
    en: 'The file cannot be read: {reason}. Fetch it from the bank again.',
    zh: '文件无法读取：{reason}。请从银行重新下载。',
  },
  'bank-statement/no-column': {
    en: 'No column of the file is the {column}. Name one so in the first row.',
    zh: '文件缺少列：{column}。请在首行中注明。',
  },
  'bank-statement/bad-value': {
    en: '"{value}" in row {row}, {column}, cannot be read. Days are written 2026-03-02, amounts 1234.50 with no more digits than the currency has.',
    zh: '第 {row} 行 {column} 的“{value}”无法读取。日期写作 2026-03-02，金额写作 1234.50，小数位数不超过币种的最小单位。',
  },
  'bank-statement/several': {
    en: 'The rows name several of {column}: {values}. Import a file for each.',
    zh: '文件中 {column} 有多个值：{values}。请分别导入。',
  },
  'bank-statement/no-such-account': {
    en: 'No bank account has the number {account} in {currency}. Choose the account, or create it first.',
    zh: '没有账号为 {account}、币种为 {currency} 的银行账户。请选择账户或先新建账户。',
  },
  'bank-statement/other-account': {
    en: 'The statement is of account {told}, not of {account}. Choose that account.',
    zh: '该对账单属于账号 {told}，而不是 {account}。请选择对应账户。',
  },
  'bank-statement/other-currency': {
    en: 'The statement is in {told}, the account in {currency}. Choose the account in {told}.',
    zh: '该对账单的币种为 {told}，账户币种为 {currency}。请选择 {told} 账户。',
  },
  'bank-statement/one-balance': {
    en: 'Give the opening and the closing balance, or neither.',
    zh: '期初余额和期末余额须同时填写或同时不填。',
  },
  'bank-statement/does-not-add-up': {
    en: 'The statement does not add up: {opening} and movements of {moved} {currency} are not {closing}; {difference} are missing. Fetch it from the bank again, whole.',
    zh: '对账单不平：期初 {opening} 加流水 {moved} {currency} 不等于期末 {closing}，相差 {difference}。请从银行重新下载完整文件。',
  },
  'bank-statement/nothing-new': {
    en: 'Statement {statement} was imported before: all of its {count} movements are known. Nothing was booked.',
    zh: '对账单 {statement} 此前已导入：其 {count} 笔流水均已存在，未重复登记。',
  },
  'bank-statement/no-dates': {
    en: 'A statement without movements needs its days: give from and to.',
    zh: '没有流水的对账单须填写起止日期。',
  },
} satisfies Messages
