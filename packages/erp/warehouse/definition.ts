import { define, defineFields } from '@tandem/kernel'
import { CODE, STATUS, text } from '../fields.ts'

export const warehouseFields = defineFields({
  code: CODE,
  name: text('Name', '名称'),
  isDefault: {
    kind: 'flag',
    optional: true,
    label: { en: 'Default', zh: '默认' },
    help: { en: 'Orders that name no warehouse are delivered from here.', zh: '未指定仓库的订单从此仓库发货。' },
  },
})

export const warehouse = define({
  name: 'warehouse',
  plural: 'warehouses',
  label: { en: 'Warehouse', zh: '仓库' },
  table: 'erp.warehouse',
  title: ['code', 'name'],
  fields: { ...warehouseFields, status: STATUS },
})
