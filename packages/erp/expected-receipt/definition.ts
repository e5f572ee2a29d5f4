import { define, defineFields } from '@tandem/kernel'
import { date, ITEM, kept, optionalReference, optionalText, quantity, WAREHOUSE } from '../fields.ts'

/** Supply on its way, in the item's base unit: what availability may promise before it is there. */
export const expectedReceiptFields = defineFields({
  item: ITEM,
  warehouse: optionalReference('warehouse', 'Warehouse', '仓库'),
  expectedDate: date('Expected', '预计日期'),
  quantity: quantity('Quantity', '数量'),
  reference: optionalText('Reference', '参考号'),
})

export const expectedReceipt = define({
  name: 'expected-receipt',
  plural: 'expected-receipts',
  label: { en: 'Expected receipt', zh: '预计到货' },
  table: 'erp.expected_receipt',
  states: ['open', 'received', 'cancelled'],
  title: ['item', 'expectedDate'],
  fields: {
    ...expectedReceiptFields,
    warehouse: WAREHOUSE,
    unit: kept({ kind: 'text', max: 20, label: { en: 'Unit', zh: '单位' } } as const),
    received: kept(quantity('Received', '已收')),
  },
})
