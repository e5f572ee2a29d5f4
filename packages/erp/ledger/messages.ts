import type { Messages } from '@tandem/kernel'

export const ledgerMessages = {
  'ledger/period-closed': {
    en: 'The books are closed through {closedThrough}, so nothing can be dated {date}. Use a later date, or reopen the month.',
    zh: '{closedThrough} 及之前的期间已结账，日期不能为 {date}。请改用之后的日期，或反结账。',
  },
  'period/not-found': {
    en: 'There is no such month {id}. Look it up in the list of months.',
    zh: '没有会计期间 {id}。请在期间列表中查找。',
  },
  'period/changed-meanwhile': {
    en: '{by} saved this month meanwhile. Reload it, then try again.',
    zh: '{by} 已同时修改了该期间。请刷新后重试。',
  },
  'period/wrong-month': {
    en: '“{month}” is not a month. Write it like 2026-03.',
    zh: '“{month}”不是月份。请按 2026-03 的格式填写。',
  },
  'period/taken': { en: 'Month {month} is in the list already. Use it there.', zh: '期间 {month} 已存在，请直接使用。' },
  'period/wrong-state': {
    en: 'This month is {state}: {command} needs it to be {allowed}. Reload the list of months.',
    zh: '该期间状态为 {state}，执行 {command} 需要状态 {allowed}。请刷新期间列表。',
  },
  'period/earlier-open': {
    en: 'Months are closed in order: close {earlier} before {month}.',
    zh: '须按顺序结账：请先结 {earlier}，再结 {month}。',
  },
  'period/later-closed': {
    en: 'Month {later} is closed, so {month} cannot be opened. Reopen {later} first.',
    zh: '期间 {later} 已结账，不能打开 {month}。请先反结账 {later}。',
  },
  'journal-entry/not-found': {
    en: 'There is no journal entry {id}. Look it up in the journal.',
    zh: '没有凭证 {id}。请在凭证列表中查找。',
  },
  'journal-entry/no-lines': {
    en: 'An entry needs at least two lines. Add a debit and a credit to “{description}”.',
    zh: '凭证至少需要两行。请为“{description}”添加借方和贷方。',
  },
  'journal-entry/no-such-account': {
    en: 'Line {line} names no account there is. Choose one from the chart of accounts.',
    zh: '第 {line} 行的科目不存在。请从科目表中选择。',
  },
  'journal-entry/archived-account': {
    en: 'Line {line}: account {code} is archived. Choose another account.',
    zh: '第 {line} 行：科目 {code} 已归档，请选择其他科目。',
  },
  'journal-entry/control-account': {
    en: 'Line {line}: account {code} is kept by its documents. Make an invoice, payment or stock document instead.',
    zh: '第 {line} 行：科目 {code} 由单据自动记账。请改为录入发票、收款或库存单据。',
  },
  'journal-entry/one-side': {
    en: 'Line {line} needs an amount above zero on one side only, in whole minor units of {currency}.',
    zh: '第 {line} 行须只在借方或贷方填写大于零的金额，且符合 {currency} 的最小货币单位。',
  },
  'journal-entry/unbalanced': {
    en: 'Debits exceed credits by {difference} {currency}. Correct the lines until the difference is zero.',
    zh: '借贷不平，差额 {difference} {currency}。请修改分录直至差额为零。',
  },
  'journal-entry/not-manual': {
    en: 'This entry was posted by a document ({sourceDocument}). Reverse or credit that document instead.',
    zh: '该凭证由单据（{sourceDocument}）生成。请冲销该单据。',
  },
  'journal-entry/reversed': {
    en: 'The entry “{description}” is reversed already. Write a new entry if it must count again.',
    zh: '凭证“{description}”已冲销。如需重新入账，请新建凭证。',
  },
} satisfies Messages
