import { CUSTOM_VALUES } from '@tandem/db/definitions'
import { define, defineFields, type Transitions } from '@tandem/kernel'
import {
  CONTACT,
  CURRENCY,
  CUSTOMER,
  date,
  NET,
  ORDER,
  optionalAddress,
  optionalDate,
  optionalText,
  PAYMENT_TERM,
  PRICE_LIST,
  PROMISES,
  TAX,
  TOTAL,
  text,
  tradeLine,
  tradeLineInput,
} from '../shared/fields.ts'

export const quoteStates = ['draft', 'sent', 'accepted', 'declined', 'expired', 'superseded'] as const
export type QuoteState = (typeof quoteStates)[number]

export const quoteTransitions = {
  send: { from: ['draft'], to: 'sent' },
  accept: { from: ['sent'], to: 'accepted' },
  decline: { from: ['sent'], to: 'declined' },
  expire: { from: ['sent'], to: 'expired' },
  /** The next revision is a quote of its own; this one is superseded when that is sent. */
  supersede: { from: ['sent', 'declined', 'expired'], to: 'superseded' },
} as const satisfies Transitions<QuoteState>

/** The business that it is made for. */
const OPPORTUNITY = { kind: 'reference', to: 'opportunity', optional: true, label: { en: 'Opportunity', zh: '商机' } } as const

const terms = {
  customerReference: optionalText("Customer's reference", '客户订单号', 100),
  requestedDate: optionalDate('Requested date', '需求日期'),
  contact: CONTACT,
  billingAddress: optionalAddress('Billing address', '开票地址'),
  shippingAddress: optionalAddress('Shipping address', '收货地址'),
  notes: optionalText('Notes', '备注', 4000),
  custom: CUSTOM_VALUES,
} as const

export const quote = define({
  name: 'quote',
  plural: 'quotes',
  label: { en: 'Quote', zh: '报价单' },
  table: 'crm.quote',
  states: quoteStates,
  title: ['number', 'customerReference'],
  owner: 'customer',
  fields: {
    number: { ...text('Number', '编号', 40), set: 'by-us' },
    revision: { kind: 'integer', set: 'by-us', label: { en: 'Revision', zh: '版次' } },
    revisionOf: { kind: 'reference', to: 'quote', optional: true, set: 'by-us', label: { en: 'Revision of', zh: '修订自' } },
    customer: CUSTOMER,
    opportunity: { ...OPPORTUNITY, set: 'by-us' },
    currency: CURRENCY,
    quoteDate: date('Quote date', '报价日期'),
    validUntil: date('Valid until', '有效期至'),
    priceList: PRICE_LIST,
    paymentTermDays: PAYMENT_TERM,
    ...terms,
    declineReason: { ...optionalText('Reason for declining', '拒绝原因', 500), set: 'by-us' },
    /** The order it became. */
    order: { ...ORDER, optional: true, set: 'by-us' },
    net: { ...NET, set: 'by-us' },
    tax: { ...TAX, set: 'by-us' },
    total: { ...TOTAL, set: 'by-us' },
    lines: { kind: 'lines', of: tradeLine, label: { en: 'Lines', zh: '明细' } },
  },
})

const CUSTOMERS_WHEN_LEFT_OUT = { en: "The customer's when left out", zh: '留空则取自客户' } as const

/** What may be said of a new quote. */
export const quoteInput = defineFields({
  number: { ...text('Number', '编号', 40), optional: true, help: { en: 'Made by us when left out', zh: '留空则自动编号' } },
  customer: CUSTOMER,
  opportunity: OPPORTUNITY,
  currency: { ...CURRENCY, optional: true, help: CUSTOMERS_WHEN_LEFT_OUT },
  quoteDate: { ...date('Quote date', '报价日期'), optional: true, help: { en: 'Today when left out', zh: '留空则为今天' } },
  validUntil: {
    ...date('Valid until', '有效期至'),
    optional: true,
    help: { en: '30 days when left out', zh: '留空则为 30 天后' },
  },
  priceList: { ...PRICE_LIST, optional: true },
  paymentTermDays: { ...PAYMENT_TERM, optional: true, help: CUSTOMERS_WHEN_LEFT_OUT },
  ...terms,
  lines: { kind: 'lines', of: tradeLineInput, label: { en: 'Lines', zh: '明细' } },
})

/** What may be said of a draft; lines are replaced as a whole. */
export const quoteChange = defineFields({
  currency: quoteInput.currency,
  quoteDate: quoteInput.quoteDate,
  validUntil: quoteInput.validUntil,
  priceList: quoteInput.priceList,
  paymentTermDays: quoteInput.paymentTermDays,
  ...terms,
  lines: { ...quoteInput.lines, optional: true },
})

export const sendInput = defineFields({
  sentDate: {
    ...date('Sent on', '发送日期'),
    optional: true,
    help: {
      en: 'Today when left out; earlier for quotes sent by other means',
      zh: '留空则为今天；已用其他方式发送的可填更早日期',
    },
  },
})

export const declineInput = defineFields({ reason: optionalText('Reason', '原因', 500) })

/** What the customer said when accepting. */
export const acceptInput = defineFields({
  /** A quote holds until its day: a customer cannot say it was accepted before. */
  orderDate: {
    ...date('Order date', '下单日期'),
    ...{ optional: true, set: 'by-house', help: { en: 'Today when left out', zh: '留空则为今天' } },
  },
  customerReference: terms.customerReference,
  promises: {
    ...PROMISES,
    ...{ optional: true, set: 'by-house' },
    help: {
      en: 'Until when each line is promised, as the customer was told. Left out: what the ERP can keep; an empty list: nothing',
      zh: '向客户承诺的各行交货日期。省略则按 ERP 可承诺的日期，空列表表示不承诺',
    },
  },
})
