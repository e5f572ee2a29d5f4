import { define, defineFields } from '@tandem/kernel'
import { BASE_CURRENCY, date, ITEM, kept, LINE_NUMBER, NUMBER, optionalDate, quantity, reference, UNIT } from '../fields.ts'

const FROM = reference('warehouse', 'From warehouse', '调出仓库')
const TO = reference('warehouse', 'To warehouse', '调入仓库')

export const stockTransferFields = defineFields({
  fromWarehouse: FROM,
  toWarehouse: TO,
  transferDate: optionalDate('Date', '日期'),
  lines: {
    kind: 'lines',
    label: { en: 'Lines', zh: '明细' },
    of: { item: ITEM, quantity: quantity('Quantity', '数量'), unit: { ...UNIT, optional: true } },
  },
})

export const stockTransfer = define({
  name: 'stock-transfer',
  plural: 'stock-transfers',
  label: { en: 'Stock transfer', zh: '库存调拨' },
  table: 'erp.stock_transfer',
  title: ['number'],
  fields: {
    number: NUMBER,
    fromWarehouse: FROM,
    toWarehouse: TO,
    transferDate: date('Date', '日期'),
    currency: BASE_CURRENCY,
    lines: {
      kind: 'lines',
      label: { en: 'Lines', zh: '明细' },
      of: {
        lineNumber: LINE_NUMBER,
        item: ITEM,
        quantity: quantity('Quantity', '数量'),
        unit: UNIT,
        cost: kept({ kind: 'amount', currency: 'currency', sensitive: 'cost', label: { en: 'Cost', zh: '成本' } } as const),
      },
    },
  },
})
