import { CUSTOM_VALUES } from '@tandem/db/definitions'
import { define, defineFields } from '@tandem/kernel'
import { CODE, CURRENCY, STATUS } from '../fields.ts'

/** What a person or another system may say of somebody we trade with: customer, vendor or both. */
export const partyFields = defineFields({
  code: CODE,
  name: { kind: 'text', max: 200, label: { en: 'Name', zh: '名称' } },
  type: { kind: 'choice', of: ['company', 'person'], label: { en: 'Type', zh: '类型' } },
  isCustomer: { kind: 'flag', label: { en: 'Customer', zh: '客户' } },
  isVendor: { kind: 'flag', label: { en: 'Vendor', zh: '供应商' } },
  taxNumber: { kind: 'text', max: 40, optional: true, label: { en: 'Tax number', zh: '税号' } },
  email: { kind: 'text', max: 200, optional: true, label: { en: 'E-mail', zh: '邮箱' } },
  phone: { kind: 'text', max: 40, optional: true, label: { en: 'Phone', zh: '电话' } },
  currency: CURRENCY,
  paymentTermDays: { kind: 'integer', label: { en: 'Payment term, days', zh: '付款期限（天）' } },
  creditLimit: {
    kind: 'amount',
    sensitive: 'credit',
    currency: 'currency',
    optional: true,
    label: { en: 'Credit limit', zh: '信用额度' },
    help: {
      en: 'Most that confirmed orders and open invoices may add up to; empty means no limit.',
      zh: '已确认订单与未收发票合计的上限；留空表示不限。',
    },
  },
  onHold: { kind: 'flag', label: { en: 'On hold', zh: '冻结' } },
  custom: CUSTOM_VALUES,
})

export const party = define({
  name: 'party',
  plural: 'parties',
  label: { en: 'Party', zh: '往来单位' },
  table: 'erp.party',
  title: ['code', 'name'],
  fields: {
    ...partyFields,
    status: STATUS,
    mergedInto: {
      kind: 'reference',
      to: 'party',
      optional: true,
      set: 'by-us',
      label: { en: 'Merged into', zh: '已合并到' },
    },
  },
})
