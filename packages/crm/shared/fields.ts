/** Fields that several documents have alike. Data only. */

export const STATUS = { kind: 'choice', of: ['active', 'archived'], set: 'by-us', label: { en: 'Status', zh: '状态' } } as const
export const CURRENCY = { kind: 'text', max: 3, label: { en: 'Currency', zh: '币种' } } as const
export const UNIT = { kind: 'text', max: 20, label: { en: 'Unit', zh: '单位' } } as const
export const CUSTOMER = { kind: 'reference', to: 'customer', label: { en: 'Customer', zh: '客户' } } as const
export const CONTACT = { kind: 'reference', to: 'contact', optional: true, label: { en: 'Contact', zh: '联系人' } } as const
export const ITEM = { kind: 'reference', to: 'item', label: { en: 'Item', zh: '物料' } } as const
export const ORDER = { kind: 'reference', to: 'order', label: { en: 'Order', zh: '订单' } } as const
export const LINE_NUMBER = { kind: 'integer', label: { en: 'Line', zh: '行号' } } as const
export const PAYMENT_TERM = { kind: 'integer', label: { en: 'Payment term, days', zh: '付款期限（天）' } } as const
export const PRICE_LIST = { kind: 'text', max: 40, label: { en: 'Price list', zh: '价目表' } } as const
export const UNIT_PRICE = { kind: 'price', currency: 'currency', label: { en: 'Unit price', zh: '单价' } } as const
export const TAX_RATE = { kind: 'percent', label: { en: 'Tax rate', zh: '税率' } } as const
export const NET = amount('Net', '未税金额')
export const TAX = amount('Tax', '税额')
export const TOTAL = amount('Total', '价税合计')

export function text(en: string, zh: string, max = 200) {
  return { kind: 'text', max, label: { en, zh } } as const
}
export function optionalText(en: string, zh: string, max = 200) {
  return { kind: 'text', max, optional: true, label: { en, zh } } as const
}
export function date(en: string, zh: string) {
  return { kind: 'date', label: { en, zh } } as const
}
export function optionalDate(en: string, zh: string) {
  return { kind: 'date', optional: true, label: { en, zh } } as const
}
export function amount(en: string, zh: string) {
  return { kind: 'amount', currency: 'currency', label: { en, zh } } as const
}
export function quantity(en: string, zh: string) {
  return { kind: 'quantity', unit: 'unit', label: { en, zh } } as const
}
export function optionalAddress(en: string, zh: string) {
  return { kind: 'reference', to: 'address', optional: true, label: { en, zh } } as const
}

/** What sales offers and what it ordered has the same lines: the order's come from the quote's. */
export const tradeLine = {
  lineNumber: LINE_NUMBER,
  item: ITEM,
  description: optionalText('Description', '描述', 500),
  quantity: quantity('Quantity', '数量'),
  unit: UNIT,
  unitPrice: UNIT_PRICE,
  discountPercent: { kind: 'percent', label: { en: 'Discount', zh: '折扣' } },
  taxRate: TAX_RATE,
  net: { ...NET, set: 'by-us' },
  tax: { ...TAX, set: 'by-us' },
} as const

const PROMISED_DATE = optionalDate('Promised date', '承诺日期')

/** An order's line says besides until when it was promised: given once, and kept whatever the ERP says of the line later. */
export const orderLine = { ...tradeLine, promisedDate: PROMISED_DATE } as const

/** Promised dates by themselves, for lines that are there. */
export const PROMISES = {
  kind: 'lines',
  label: { en: 'Promised dates', zh: '承诺日期' },
  of: { lineNumber: LINE_NUMBER, promisedDate: PROMISED_DATE },
} as const

/** What must be said of a line; the rest follows from the item and the price list. */
export const tradeLineInput = {
  lineNumber: { ...LINE_NUMBER, optional: true, help: { en: '1, 2, ... when left out', zh: '留空则按 1、2…编号' } },
  item: ITEM,
  description: tradeLine.description,
  quantity: tradeLine.quantity,
  unit: { ...UNIT, optional: true, help: { en: "The item's unit when left out", zh: '留空则用物料单位' } },
  unitPrice: { ...UNIT_PRICE, optional: true, help: { en: 'From the price list when left out', zh: '留空则取自价目表' } },
  discountPercent: { ...tradeLine.discountPercent, optional: true },
  taxRate: { ...TAX_RATE, optional: true, help: { en: "The item's rate when left out", zh: '留空则用物料税率' } },
} as const

export const orderLineInput = { ...tradeLineInput, promisedDate: PROMISED_DATE } as const
