import { define, defineFields } from '@tandem/kernel'

export const billOfMaterialFields = defineFields({
  item: { kind: 'reference', to: 'item', label: { en: 'Item', zh: '物料' } },
  validFrom: { kind: 'date', optional: true, label: { en: 'Valid from', zh: '生效日期' } },
  lines: {
    kind: 'lines',
    label: { en: 'Components', zh: '组件' },
    of: {
      item: { kind: 'reference', to: 'item', label: { en: 'Component', zh: '组件' } },
      quantity: { kind: 'quantity', unit: 'unit', label: { en: 'Quantity per piece', zh: '单件用量' } },
      unit: { kind: 'text', max: 20, label: { en: 'Unit', zh: '单位' } },
      validFrom: { kind: 'date', optional: true, label: { en: 'Valid from', zh: '生效日期' } },
      validTo: { kind: 'date', optional: true, label: { en: 'Valid to', zh: '失效日期' } },
    },
  },
})

/** What one base unit of an item is made of: one bill per item. */
export const billOfMaterial = define({
  name: 'bill-of-material',
  plural: 'bills-of-material',
  label: { en: 'Bill of material', zh: '物料清单' },
  table: 'erp.bill_of_material',
  title: ['item'],
  fields: billOfMaterialFields,
})
