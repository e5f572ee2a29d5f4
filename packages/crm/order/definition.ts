import { CUSTOM_VALUES } from '@tandem/db/definitions'
import { define, defineFields, partial, type Transitions } from '@tandem/kernel'
import {
  CURRENCY,
  CUSTOMER,
  date,
  LINE_NUMBER,
  NET,
  optionalAddress,
  optionalDate,
  optionalText,
  orderLine,
  orderLineInput,
  PAYMENT_TERM,
  PRICE_LIST,
  PROMISES,
  quantity,
  TAX,
  TOTAL,
  text,
  tradeLine,
} from '../shared/fields.ts'

export const orderStates = ['requested', 'placed', 'closed', 'cancelled'] as const
export type OrderState = (typeof orderStates)[number]

export const orderTransitions = {
  place: { from: ['requested'], to: 'placed' },
  close: { from: ['placed'], to: 'closed' },
  cancel: { from: ['requested', 'placed'], to: 'cancelled' },
} as const satisfies Transitions<OrderState>

const terms = {
  customerReference: optionalText("Customer's reference", '客户订单号', 100),
  requestedDate: optionalDate('Requested date', '需求日期'),
  billingAddress: optionalAddress('Billing address', '开票地址'),
  shippingAddress: optionalAddress('Shipping address', '收货地址'),
  custom: CUSTOM_VALUES,
} as const

const progress = {
  kind: 'lines',
  label: { en: 'Progress', zh: '进度' },
  of: {
    lineNumber: LINE_NUMBER,
    reserved: quantity('Reserved', '已锁库'),
    shipped: quantity('Shipped', '已发货'),
    invoiced: quantity('Invoiced', '已开票'),
    expectedDate: optionalDate('Expected date', '预计日期'),
  },
} as const

export const order = define({
  name: 'order',
  plural: 'orders',
  label: { en: 'Order', zh: '订单' },
  table: 'crm.order',
  states: orderStates,
  title: ['number', 'erpNumber', 'customerReference'],
  owner: 'customer',
  fields: {
    number: { ...text('Number', '编号', 40), set: 'by-us' },
    erpNumber: { ...optionalText('ERP number', 'ERP 编号', 40), set: 'by-us' },
    quote: { kind: 'reference', to: 'quote', optional: true, set: 'by-us', label: { en: 'Quote', zh: '报价单' } },
    quoteNumber: { ...optionalText('Quote number', '报价单号', 40), set: 'by-us' },
    customer: CUSTOMER,
    cancelRequested: { kind: 'flag', set: 'by-us', label: { en: 'Cancellation requested', zh: '请求取消' } },
    currency: CURRENCY,
    orderDate: date('Order date', '下单日期'),
    ...terms,
    paymentTermDays: PAYMENT_TERM,
    net: { ...NET, set: 'by-us' },
    tax: { ...TAX, set: 'by-us' },
    total: { ...TOTAL, set: 'by-us' },
    lines: { kind: 'lines', of: orderLine, label: { en: 'Lines', zh: '明细' } },
    /** What became of each line, in the line's unit; only the ERP knows. */
    progress: { ...progress, set: 'by-us' },
  },
})

const CUSTOMERS_WHEN_LEFT_OUT = { en: "The customer's when left out", zh: '留空则取自客户' } as const

/** What may be said of a new order without a quote. */
export const orderInput = defineFields({
  number: { ...text('Number', '编号', 40), optional: true, help: { en: 'Made by us when left out', zh: '留空则自动编号' } },
  customer: CUSTOMER,
  currency: { ...CURRENCY, optional: true, help: CUSTOMERS_WHEN_LEFT_OUT },
  orderDate: { ...date('Order date', '下单日期'), optional: true, help: { en: 'Today when left out', zh: '留空则为今天' } },
  priceList: { ...PRICE_LIST, optional: true },
  ...terms,
  paymentTermDays: { ...PAYMENT_TERM, optional: true, help: CUSTOMERS_WHEN_LEFT_OUT },
  lines: { kind: 'lines', of: orderLineInput, label: { en: 'Lines', zh: '明细' } },
})

/** An order as another system tells it: amounts are taken as they are, not computed. */
const recorded = defineFields({
  erpNumber: optionalText('ERP number', 'ERP 编号', 40),
  customer: CUSTOMER,
  state: { kind: 'choice', of: orderStates, label: { en: 'State', zh: '状态' } },
  cancelRequested: { kind: 'flag', label: { en: 'Cancellation requested', zh: '请求取消' } },
  currency: CURRENCY,
  orderDate: date('Order date', '下单日期'),
  ...terms,
  paymentTermDays: PAYMENT_TERM,
  net: NET,
  tax: TAX,
  total: TOTAL,
  lines: {
    kind: 'lines',
    label: { en: 'Lines', zh: '明细' },
    of: { ...tradeLine, net: NET, tax: TAX },
  },
  /** What was promised is told beside the lines: who tells lines anew says nothing of promises. */
  promises: { ...PROMISES, optional: true },
  progress,
})

/** An order that began in the ERP. */
export const orderRecord = defineFields({
  number: orderInput.number,
  quoteNumber: optionalText('Quote number', '报价单号', 40),
  ...recorded,
  progress: { ...progress, optional: true },
})

/** What the ERP says of an order that is known here: any of it. */
export const orderProgress = partial(recorded)

/** What who sells promises for lines that are ordered; the other lines keep what they have. */
export const promiseInput = defineFields({ promises: PROMISES })
