import { CUSTOM_VALUES } from '@tandem/db/definitions'
import { define, defineFields } from '@tandem/kernel'
import { optionalText, STATUS, TAX_RATE, text, UNIT } from '../shared/fields.ts'

/** What can be sold. In a joined company the joint writes items; sales reads them. */
export const itemFields = defineFields({
  code: text('Code', '编码', 40),
  name: text('Name', '名称'),
  nameZh: optionalText('Chinese name', '中文名称'),
  type: { kind: 'choice', of: ['bought', 'made', 'service'], label: { en: 'Type', zh: '类型' } },
  unit: UNIT,
  category: optionalText('Category', '类别', 100),
  taxRate: TAX_RATE,
  barcode: optionalText('Barcode', '条码', 40),
  custom: CUSTOM_VALUES,
})

export const item = define({
  name: 'item',
  plural: 'items',
  label: { en: 'Item', zh: '物料' },
  table: 'crm.item',
  title: ['code', 'name', 'nameZh'],
  fields: { ...itemFields, status: STATUS },
})
