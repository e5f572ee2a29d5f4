import { define, defineFields } from '@tandem/kernel'
import {
  BASE_CURRENCY,
  date,
  ITEM,
  kept,
  LINE_NUMBER,
  NUMBER,
  optionalDate,
  optionalText,
  PARTY,
  quantity,
  reference,
  UNIT,
  WAREHOUSE,
} from '../fields.ts'

const SALES_ORDER = reference('sales-order', 'Sales order', '销售订单')
const ORDER_LINE_NUMBER = { kind: 'integer', label: { en: 'Order line', zh: '订单行号' } } as const

/** The input of `create`: without lines, everything of the order that is reserved and not yet shipped. */
export const shipmentFields = defineFields({
  salesOrder: SALES_ORDER,
  shippedDate: optionalDate('Shipped', '发货日期'),
  carrier: optionalText('Carrier', '承运商'),
  trackingNumber: optionalText('Tracking number', '运单号'),
  lines: {
    kind: 'lines',
    optional: true,
    label: { en: 'Lines', zh: '明细' },
    of: { orderLineNumber: ORDER_LINE_NUMBER, quantity: quantity('Quantity', '数量') },
  },
})

export const shipment = define({
  name: 'shipment',
  plural: 'shipments',
  label: { en: 'Shipment', zh: '发货单' },
  table: 'erp.shipment',
  states: ['shipped', 'delivered'],
  title: ['number'],
  fields: {
    number: NUMBER,
    salesOrder: SALES_ORDER,
    party: kept(PARTY),
    shippedDate: date('Shipped', '发货日期'),
    deliveredDate: kept(optionalDate('Delivered', '签收日期')),
    carrier: optionalText('Carrier', '承运商'),
    trackingNumber: optionalText('Tracking number', '运单号'),
    currency: BASE_CURRENCY,
    cost: kept({ kind: 'amount', currency: 'currency', sensitive: 'cost', label: { en: 'Cost', zh: '成本' } } as const),
    lines: {
      kind: 'lines',
      label: { en: 'Lines', zh: '明细' },
      of: {
        lineNumber: LINE_NUMBER,
        orderLineNumber: ORDER_LINE_NUMBER,
        item: ITEM,
        quantity: quantity('Quantity', '数量'),
        unit: UNIT,
        warehouse: WAREHOUSE,
        cost: kept({ kind: 'amount', currency: 'currency', sensitive: 'cost', label: { en: 'Cost', zh: '成本' } } as const),
      },
    },
  },
})
