import { CUSTOM_VALUES } from '@tandem/db/definitions'
import { define, defineFields, partial } from '@tandem/kernel'
import {
  amount,
  CURRENCY,
  date,
  ITEM,
  kept,
  LINE_NUMBER,
  NUMBER,
  optionalDate,
  optionalReference,
  optionalText,
  PARTY,
  quantity,
  UNIT,
  WAREHOUSE,
} from '../fields.ts'

const UNIT_PRICE = { kind: 'price', currency: 'currency', label: { en: 'Unit price', zh: '单价' } } as const
const DISCOUNT = { kind: 'percent', label: { en: 'Discount', zh: '折扣' } } as const
const TAX_RATE = { kind: 'percent', label: { en: 'Tax rate', zh: '税率' } } as const
const PROGRESS = ['none', 'partial', 'complete'] as const

/** What is the same in the order and in what people say of it. */
const header = defineFields({
  party: PARTY,
  customerReference: optionalText("Customer's reference", '客户订单号'),
  origin: {
    ...optionalText('Origin', '来源单号'),
    help: {
      en: "The CRM's number of this order; no two orders have the same.",
      zh: 'CRM 中该订单的编号，不可重复。',
    },
  },
  requestedDate: optionalDate('Requested date', '需求日期'),
  billingAddress: optionalReference('address', 'Billing address', '开票地址'),
  shippingAddress: optionalReference('address', 'Shipping address', '收货地址'),
  custom: CUSTOM_VALUES,
})

/** A line as people give it: what is left out comes from the item, the price list or the warehouse of the order. */
export const salesOrderLineInput = defineFields({
  lineNumber: { ...LINE_NUMBER, optional: true },
  item: ITEM,
  description: optionalText('Description', '描述'),
  quantity: quantity('Quantity', '数量'),
  unit: { ...UNIT, optional: true },
  unitPrice: { ...UNIT_PRICE, optional: true },
  discountPercent: { ...DISCOUNT, optional: true },
  taxRate: { ...TAX_RATE, optional: true },
  warehouse: { ...WAREHOUSE, optional: true },
  requestedDate: optionalDate('Requested date', '需求日期'),
  promisedDate: {
    ...optionalDate('Promised date', '承诺日期'),
    help: { en: 'Until when the customer was promised this line', zh: '向客户承诺的该行交货日期' },
  },
})

export const salesOrderFields = defineFields({
  ...header,
  currency: { ...CURRENCY, optional: true },
  orderDate: optionalDate('Order date', '下单日期'),
  paymentTermDays: { kind: 'integer', optional: true, label: { en: 'Payment term, days', zh: '付款期限（天）' } },
  warehouse: { ...WAREHOUSE, optional: true },
  lines: { kind: 'lines', label: { en: 'Lines', zh: '明细' }, of: salesOrderLineInput },
})

/**
 * The input of `change`. `lines` is the whole new list; a line keeps its number. A draft may change in everything,
 * a confirmed order in quantities, dates and addresses of what is not shipped.
 */
export const salesOrderChangeFields = partial(salesOrderFields)

export const salesOrder = define({
  name: 'sales-order',
  plural: 'sales-orders',
  label: { en: 'Sales order', zh: '销售订单' },
  table: 'erp.sales_order',
  states: ['draft', 'confirmed', 'closed', 'cancelled'],
  title: ['number', 'party'],
  fields: {
    number: NUMBER,
    ...header,
    currency: CURRENCY,
    orderDate: date('Order date', '下单日期'),
    paymentTermDays: { kind: 'integer', label: { en: 'Payment term, days', zh: '付款期限（天）' } },
    warehouse: WAREHOUSE,
    net: kept(amount('Net', '未税金额')),
    tax: kept(amount('Tax', '税额')),
    total: kept(amount('Total', '价税合计')),
    delivery: { kind: 'choice', of: PROGRESS, set: 'by-us', label: { en: 'Delivery', zh: '发货进度' } },
    invoicing: { kind: 'choice', of: PROGRESS, set: 'by-us', label: { en: 'Invoicing', zh: '开票进度' } },
    confirmedAt: { kind: 'instant', optional: true, set: 'by-us', label: { en: 'Confirmed at', zh: '确认时间' } },
    lines: {
      kind: 'lines',
      label: { en: 'Lines', zh: '明细' },
      of: {
        lineNumber: LINE_NUMBER,
        item: ITEM,
        description: optionalText('Description', '描述'),
        quantity: quantity('Quantity', '数量'),
        unit: UNIT,
        unitPrice: UNIT_PRICE,
        discountPercent: DISCOUNT,
        taxRate: TAX_RATE,
        warehouse: WAREHOUSE,
        requestedDate: optionalDate('Requested date', '需求日期'),
        /** What who sells promised; nothing of what happens here changes it. */
        promisedDate: optionalDate('Promised date', '承诺日期'),
        net: kept(amount('Net', '未税金额')),
        tax: kept(amount('Tax', '税额')),
        /** Services are never reserved nor shipped; they are invoiced as ordered. */
        isService: { kind: 'flag', set: 'by-us', label: { en: 'Service', zh: '服务' } },
        /** One unit of the line is numerator / denominator base units of the item, as it was when ordered. */
        numerator: kept(quantity('Numerator', '分子')),
        denominator: kept(quantity('Denominator', '分母')),
        /** These four are in the line's unit. */
        reserved: kept(quantity('Reserved', '已锁库')),
        shipped: kept(quantity('Shipped', '已发货')),
        invoiced: kept(quantity('Invoiced', '已开票')),
        returned: kept(quantity('Returned', '已退货')),
        /** What invoices took of net and tax so far, so that parts add up to the whole. */
        invoicedNet: kept(amount('Invoiced net', '已开票未税金额')),
        invoicedTax: kept(amount('Invoiced tax', '已开票税额')),
        expectedDate: kept(optionalDate('Expected date', '预计日期')),
      },
    },
  },
})
