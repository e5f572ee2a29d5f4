import { define, defineFields } from '@tandem/kernel'
import {
  BASE_CURRENCY,
  ITEM,
  kept,
  LINE_NUMBER,
  NUMBER,
  optionalDate,
  optionalReference,
  optionalText,
  quantity,
  UNIT,
} from '../fields.ts'

const unitCost = {
  kind: 'price',
  sensitive: 'cost',
  currency: 'currency',
  optional: true,
  label: { en: 'Unit cost', zh: '单位成本' },
  help: {
    en: 'Per unit of the line, in the base currency. Empty: what stock costs on average now, or the standard cost.',
    zh: '按行单位、本位币计。留空则取当前平均成本或标准成本。',
  },
} as const

export const goodsReceiptFields = defineFields({
  party: optionalReference('party', 'Vendor', '供应商'),
  warehouse: optionalReference('warehouse', 'Warehouse', '仓库'),
  receiptDate: optionalDate('Received', '收货日期'),
  reference: optionalText('Reference', '参考号'),
  lines: {
    kind: 'lines',
    label: { en: 'Lines', zh: '明细' },
    of: {
      item: ITEM,
      quantity: quantity('Quantity', '数量'),
      unit: { ...UNIT, optional: true },
      unitCost,
      expectedReceipt: optionalReference('expected-receipt', 'Expected receipt', '预计到货'),
    },
  },
})

export const goodsReceipt = define({
  name: 'goods-receipt',
  plural: 'goods-receipts',
  label: { en: 'Goods receipt', zh: '收货单' },
  table: 'erp.goods_receipt',
  title: ['number'],
  fields: {
    number: NUMBER,
    party: optionalReference('party', 'Vendor', '供应商'),
    warehouse: { kind: 'reference', to: 'warehouse', label: { en: 'Warehouse', zh: '仓库' } },
    receiptDate: { kind: 'date', label: { en: 'Received', zh: '收货日期' } },
    reference: optionalText('Reference', '参考号'),
    currency: BASE_CURRENCY,
    cost: kept({ kind: 'amount', currency: 'currency', sensitive: 'cost', label: { en: 'Cost', zh: '成本' } } as const),
    lines: {
      kind: 'lines',
      label: { en: 'Lines', zh: '明细' },
      of: {
        lineNumber: LINE_NUMBER,
        item: ITEM,
        quantity: quantity('Quantity', '数量'),
        unit: UNIT,
        unitCost: { kind: 'price', currency: 'currency', sensitive: 'cost', label: { en: 'Unit cost', zh: '单位成本' } },
        cost: kept({ kind: 'amount', currency: 'currency', sensitive: 'cost', label: { en: 'Cost', zh: '成本' } } as const),
        expectedReceipt: optionalReference('expected-receipt', 'Expected receipt', '预计到货'),
      },
    },
  },
})
