import { CUSTOM_VALUES } from '@tandem/db/definitions'
import { define, defineFields } from '@tandem/kernel'
import { CODE, optionalText, STATUS, text, UNIT } from '../fields.ts'

export const itemFields = defineFields({
  code: CODE,
  name: text('Name', '名称'),
  nameZh: optionalText('Chinese name', '中文名称'),
  type: { kind: 'choice', of: ['bought', 'made', 'service'], label: { en: 'Type', zh: '类型' } },
  unit: {
    ...UNIT,
    label: { en: 'Base unit', zh: '基本单位' },
    help: { en: 'Stock is counted in this unit.', zh: '库存按此单位计量。' },
  },
  category: optionalText('Category', '类别'),
  taxRate: { kind: 'percent', label: { en: 'Tax rate', zh: '税率' } },
  barcode: { kind: 'text', max: 40, optional: true, label: { en: 'Barcode', zh: '条码' } },
  standardCost: {
    kind: 'price',
    sensitive: 'cost',
    currency: 'baseCurrency',
    optional: true,
    label: { en: 'Standard cost', zh: '标准成本' },
    help: { en: 'Per base unit, in the base currency.', zh: '每基本单位，按本位币。' },
  },
  leadTimeDays: {
    kind: 'integer',
    optional: true,
    label: { en: 'Lead time, days', zh: '提前期（天）' },
    help: { en: 'Days to buy or make it when none is in stock.', zh: '无库存时采购或生产所需天数。' },
  },
  custom: CUSTOM_VALUES,
  units: {
    kind: 'lines',
    optional: true,
    label: { en: 'Other units', zh: '其他单位' },
    help: {
      en: 'One of this unit is numerator / denominator base units: a dozen is 12 / 1.',
      zh: '1 个该单位 = 分子 / 分母 个基本单位：1 打 = 12 / 1。',
    },
    of: {
      unit: UNIT,
      numerator: { kind: 'quantity', unit: 'unit', label: { en: 'Numerator', zh: '分子' } },
      denominator: { kind: 'quantity', unit: 'unit', label: { en: 'Denominator', zh: '分母' } },
    },
  },
})

export const item = define({
  name: 'item',
  plural: 'items',
  label: { en: 'Item', zh: '物料' },
  table: 'erp.item',
  title: ['code', 'name'],
  fields: { ...itemFields, status: STATUS },
})
