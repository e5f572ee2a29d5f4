import { define, defineFields } from '@tandem/kernel'

export const ACCOUNT_TYPES = ['asset', 'liability', 'equity', 'revenue', 'expense'] as const

/** Accounts whose balance a subledger explains document by document; people do not post to them by hand. */
export const CONTROLS = ['receivable', 'prepayment', 'payable', 'inventory', 'tax'] as const

export const accountFields = defineFields({
  code: { kind: 'text', max: 20, label: { en: 'Code', zh: '科目编码' } },
  name: { kind: 'text', max: 200, label: { en: 'Name', zh: '名称' } },
  nameZh: { kind: 'text', max: 200, optional: true, label: { en: 'Chinese name', zh: '中文名称' } },
  type: { kind: 'choice', of: ACCOUNT_TYPES, label: { en: 'Type', zh: '类别' } },
  control: {
    kind: 'choice',
    of: CONTROLS,
    optional: true,
    label: { en: 'Control account of', zh: '统驭科目' },
    help: {
      en: 'Explained document by document elsewhere, so nobody posts to it by hand.',
      zh: '其余额由单据逐笔支撑，不能手工记账。',
    },
  },
})

export const account = define({
  name: 'account',
  plural: 'accounts',
  label: { en: 'Account', zh: '会计科目' },
  table: 'erp.account',
  title: ['code', 'name'],
  fields: {
    ...accountFields,
    status: { kind: 'choice', of: ['active', 'archived'], set: 'by-us', label: { en: 'Status', zh: '状态' } },
  },
})

/** What posting rules call accounts by; each company says which of its accounts plays which role. */
export const ROLES = [
  'bank',
  'receivable',
  'inventory',
  'received-not-invoiced',
  'prepayment',
  'tax-payable',
  'opening-equity',
  'revenue',
  'cost-of-goods-sold',
  'inventory-difference',
  'exchange-difference',
  'rounding',
] as const

export type Role = (typeof ROLES)[number]

export const accountRole = define({
  name: 'account-role',
  plural: 'account-roles',
  label: { en: 'Account role', zh: '科目用途' },
  table: 'erp.account_role',
  title: ['role'],
  fields: {
    role: { kind: 'choice', of: ROLES, set: 'by-us', label: { en: 'Role', zh: '用途' } },
    account: { kind: 'reference', to: 'account', label: { en: 'Account', zh: '科目' } },
  },
})
