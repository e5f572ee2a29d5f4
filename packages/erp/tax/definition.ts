import { define, defineFields } from '@tandem/kernel'

export const taxRateFields = defineFields({
  code: { kind: 'text', max: 20, label: { en: 'Code', zh: '编码' } },
  name: { kind: 'text', max: 100, label: { en: 'Name', zh: '名称' } },
  nameZh: { kind: 'text', max: 100, optional: true, label: { en: 'Chinese name', zh: '中文名称' } },
  rate: { kind: 'percent', label: { en: 'Rate', zh: '税率' } },
})

export const taxRate = define({
  name: 'tax-rate',
  plural: 'tax-rates',
  label: { en: 'Tax rate', zh: '税率' },
  table: 'erp.tax_rate',
  title: ['code', 'name'],
  fields: {
    ...taxRateFields,
    status: { kind: 'choice', of: ['active', 'archived'], set: 'by-us', label: { en: 'Status', zh: '状态' } },
  },
})
