import { CUSTOM_VALUES } from '@tandem/db/definitions'
import { define, defineFields } from '@tandem/kernel'

/** What a person or another system may say of a customer. */
export const customerFields = defineFields({
  code: { kind: 'text', max: 40, label: { en: 'Code', zh: '编码' } },
  name: { kind: 'text', max: 200, label: { en: 'Name', zh: '名称' } },
  type: { kind: 'choice', of: ['company', 'person'], label: { en: 'Type', zh: '类型' } },
  taxNumber: { kind: 'text', max: 40, optional: true, label: { en: 'Tax number', zh: '税号' } },
  email: { kind: 'text', max: 200, optional: true, label: { en: 'E-mail', zh: '邮箱' } },
  phone: { kind: 'text', max: 40, optional: true, label: { en: 'Phone', zh: '电话' } },
  currency: { kind: 'text', max: 3, label: { en: 'Currency', zh: '币种' } },
  paymentTermDays: { kind: 'integer', label: { en: 'Payment term, days', zh: '付款期限（天）' } },
  creditLimit: {
    kind: 'amount',
    currency: 'currency',
    optional: true,
    sensitive: 'credit',
    label: { en: 'Credit limit', zh: '信用额度' },
  },
  onHold: { kind: 'flag', label: { en: 'On hold', zh: '冻结' } },
  owner: {
    kind: 'text',
    max: 60,
    optional: true,
    label: { en: 'Owner', zh: '负责人' },
    help: { en: 'In files a user name; empty: in the public pool, for everybody', zh: '文件中填用户名；留空则在公海，人人可见' },
  },
  custom: CUSTOM_VALUES,
})

export const customer = define({
  name: 'customer',
  plural: 'customers',
  label: { en: 'Customer', zh: '客户' },
  table: 'crm.customer',
  title: ['code', 'name'],
  owner: 'owner',
  fields: {
    ...customerFields,
    status: { kind: 'choice', of: ['active', 'archived'], set: 'by-us', label: { en: 'Status', zh: '状态' } },
    mergedInto: {
      kind: 'reference',
      to: 'customer',
      optional: true,
      set: 'by-us',
      label: { en: 'Merged into', zh: '已合并到' },
    },
  },
})
