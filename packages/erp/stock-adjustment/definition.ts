import { define, defineFields } from '@tandem/kernel'
import {
  BASE_CURRENCY,
  date,
  ITEM,
  kept,
  LINE_NUMBER,
  NUMBER,
  optionalDate,
  optionalReference,
  quantity,
  text,
  UNIT,
  WAREHOUSE,
} from '../fields.ts'

const UNIT_COST = {
  kind: 'price',
  sensitive: 'cost',
  currency: 'currency',
  label: { en: 'Unit cost', zh: '单位成本' },
  help: {
    en: 'What one base unit of a surplus is worth. Empty: what stock costs on average, or the standard cost.',
    zh: '盘盈每基本单位的价值。留空则取平均成本或标准成本。',
  },
} as const

/** A count: what was found, from which the difference follows. */
export const stockAdjustmentFields = defineFields({
  warehouse: optionalReference('warehouse', 'Warehouse', '仓库'),
  adjustmentDate: optionalDate('Date', '日期'),
  reason: text('Reason', '原因'),
  lines: {
    kind: 'lines',
    label: { en: 'Lines', zh: '明细' },
    of: {
      item: ITEM,
      counted: quantity('Counted', '实盘数量'),
      unit: { ...UNIT, optional: true },
      unitCost: { ...UNIT_COST, optional: true },
    },
  },
})

export const stockAdjustment = define({
  name: 'stock-adjustment',
  plural: 'stock-adjustments',
  label: { en: 'Stock adjustment', zh: '库存调整' },
  table: 'erp.stock_adjustment',
  title: ['number', 'reason'],
  fields: {
    number: NUMBER,
    warehouse: WAREHOUSE,
    adjustmentDate: date('Date', '日期'),
    reason: text('Reason', '原因'),
    currency: BASE_CURRENCY,
    cost: kept({
      kind: 'amount',
      currency: 'currency',
      sensitive: 'cost',
      label: { en: 'Value change', zh: '价值变动' },
    } as const),
    lines: {
      kind: 'lines',
      label: { en: 'Lines', zh: '明细' },
      of: {
        lineNumber: LINE_NUMBER,
        item: ITEM,
        counted: quantity('Counted', '实盘数量'),
        unit: UNIT,
        /** In the base unit: a surplus of 5 pieces is no exact number of dozens. */
        difference: kept(quantity('Difference, base unit', '差异（基本单位）')),
        cost: kept({
          kind: 'amount',
          currency: 'currency',
          sensitive: 'cost',
          label: { en: 'Value change', zh: '价值变动' },
        } as const),
      },
    },
  },
})
