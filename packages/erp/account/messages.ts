import type { Messages } from '@tandem/kernel'

export const accountMessages = {
  'account/not-found': {
    en: 'There is no account {id}. Look it up in the chart of accounts.',
    zh: '没有科目 {id}。请在科目表中查找。',
  },
  'account/changed-meanwhile': {
    en: '{by} saved this account meanwhile. Reload it, then make your change again.',
    zh: '{by} 已同时修改了该科目。请刷新后重新修改。',
  },
  'account/no-name': { en: 'Give account {code} a code and a name.', zh: '请为科目 {code} 填写编码和名称。' },
  'account/code-taken': {
    en: 'Another account has the code {code}. Choose another code.',
    zh: '编码 {code} 已被其他科目使用，请换一个。',
  },
  'account/type-fixed': {
    en: 'What account {code} is cannot change. Make a new account and archive this one.',
    zh: '科目 {code} 的类别不能更改。请新建科目并归档本科目。',
  },
  'account/has-role': {
    en: 'Account {code} is used by posting rules. Give its roles to another account, then archive it.',
    zh: '科目 {code} 正被记账规则使用。请先把用途改到其他科目，再归档。',
  },
  'account-role/not-found': {
    en: 'There is no account role {id}. Look it up in the list of account roles.',
    zh: '没有科目用途 {id}。请在科目用途列表中查找。',
  },
  'account-role/changed-meanwhile': {
    en: '{by} saved this account role meanwhile. Reload it, then make your change again.',
    zh: '{by} 已同时修改了该科目用途。请刷新后重新修改。',
  },
  'account-role/no-such-account': {
    en: 'The account chosen for {role} does not exist. Choose one from the chart of accounts.',
    zh: '为“{role}”选择的科目不存在。请从科目表中选择。',
  },
  'account-role/wrong-account': {
    en: 'Account {code} cannot be used for {role}: choose an active account that is control account of: {control}.',
    zh: '科目 {code} 不能用于“{role}”：请选择启用且统驭类别为 {control} 的科目。',
  },
} satisfies Messages
