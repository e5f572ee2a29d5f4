import { define, defineFields } from '@tandem/kernel'
import { date, ITEM, LINE_NUMBER, ORDER, optionalText, quantity, text, UNIT } from '../shared/fields.ts'

/** What left the house for an order, as the ERP tells it. */
export const shipmentFields = defineFields({
  number: text('Number', '编号', 40),
  order: ORDER,
  shippedDate: date('Shipped', '发货日期'),
  carrier: optionalText('Carrier', '承运商', 100),
  trackingNumber: optionalText('Tracking number', '运单号', 100),
  lines: {
    kind: 'lines',
    label: { en: 'Lines', zh: '明细' },
    of: { orderLineNumber: LINE_NUMBER, item: ITEM, quantity: quantity('Quantity', '数量'), unit: UNIT },
  },
})

export const shipment = define({
  name: 'shipment',
  plural: 'shipments',
  label: { en: 'Shipment', zh: '发货单' },
  table: 'crm.shipment',
  title: ['number', 'trackingNumber'],
  owner: 'order',
  fields: shipmentFields,
})
