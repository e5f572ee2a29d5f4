import { define, defineFields, partial, type Transitions } from '@tandem/kernel'
import {
  amount,
  CURRENCY,
  CUSTOMER,
  date,
  ITEM,
  LINE_NUMBER,
  ORDER,
  optionalDate,
  optionalText,
  quantity,
  text,
  UNIT,
} from '../shared/fields.ts'

export const returnStates = ['requested', 'approved', 'rejected', 'received', 'closed'] as const
export type ReturnState = (typeof returnStates)[number]

/** What is asked may be changed until it is answered. The answer, and all that follows, is told by the ERP. */
export const returnTransitions = {
  change: { from: ['requested'], to: 'requested' },
} as const satisfies Transitions<ReturnState>

const ORDER_LINE = { ...LINE_NUMBER, label: { en: 'Order line', zh: '订单行' } } as const
const REASON = text('Reason', '退货原因', 400)
const WISH = { kind: 'choice', of: ['refund', 'replace'], label: { en: 'Wish', zh: '客户诉求' } } as const
const REQUESTED_DATE = date('Requested', '申请日期')
const QUANTITY = quantity('Quantity', '数量')
const LINES = { kind: 'lines', label: { en: 'Lines', zh: '明细' } } as const

/** What came of it, as the ERP tells. */
const outcome = defineFields({
  erpNumber: optionalText('ERP number', 'ERP 编号', 40),
  answer: optionalText('Answer', '答复', 400),
  receivedDate: optionalDate('Received', '收货日期'),
  currency: CURRENCY,
  credited: amount('Credited', '红冲金额'),
  replacement: { kind: 'reference', to: 'order', optional: true, label: { en: 'Replaced by', zh: '换货订单' } },
})

const told = defineFields({
  lines: { ...LINES, of: { orderLineNumber: ORDER_LINE, item: ITEM, quantity: QUANTITY, unit: UNIT } },
  results: {
    ...LINES,
    label: { en: 'What came', zh: '收货结果' },
    of: {
      orderLineNumber: ORDER_LINE,
      received: quantity('Received', '实收'),
      scrapped: quantity('Of it scrapped', '其中报废'),
    },
  },
  credits: {
    ...LINES,
    label: { en: 'Credit notes', zh: '红字发票' },
    of: {
      invoice: { kind: 'reference', to: 'invoice', label: { en: 'Credit note', zh: '红字发票' } },
      amount: amount('Amount', '金额'),
    },
  },
})

export const goodsReturn = define({
  name: 'return',
  plural: 'returns',
  label: { en: 'Return', zh: '退货单' },
  table: 'crm.return',
  states: returnStates,
  title: ['number', 'reason'],
  owner: 'customer',
  fields: {
    number: { ...text('Number', '编号', 40), set: 'by-us' },
    customer: { ...CUSTOMER, set: 'by-us' },
    order: ORDER,
    requestedDate: REQUESTED_DATE,
    reason: REASON,
    wish: WISH,
    erpNumber: { ...outcome.erpNumber, set: 'by-us' },
    answer: { ...outcome.answer, set: 'by-us' },
    receivedDate: { ...outcome.receivedDate, set: 'by-us' },
    currency: { ...outcome.currency, set: 'by-us' },
    credited: { ...outcome.credited, set: 'by-us' },
    replacement: { ...outcome.replacement, set: 'by-us' },
    lines: told.lines,
    results: { ...told.results, set: 'by-us' },
    credits: { ...told.credits, set: 'by-us' },
  },
})

const asked = { ...LINES, of: { orderLineNumber: ORDER_LINE, quantity: QUANTITY } } as const

/** Of an order that was shipped; without lines, everything that may come back. */
export const returnInput = defineFields({
  order: ORDER,
  reason: REASON,
  wish: { ...WISH, optional: true, help: { en: 'A refund when left out', zh: '留空则为退款' } },
  requestedDate: {
    ...REQUESTED_DATE,
    ...{ optional: true, set: 'by-house', help: { en: 'Today when left out', zh: '留空则为今天' } },
  },
  lines: { ...asked, optional: true },
})

export const returnChange = partial(defineFields({ reason: REASON, wish: WISH, lines: asked }))

/** A return as another system tells it. */
const recorded = defineFields({
  customer: CUSTOMER,
  order: ORDER,
  requestedDate: REQUESTED_DATE,
  reason: REASON,
  wish: WISH,
  state: { kind: 'choice', of: returnStates, label: { en: 'State', zh: '状态' } },
  ...outcome,
  ...told,
})

/** One that began in the ERP. */
export const returnRecord = defineFields({ number: { ...text('Number', '编号', 40), optional: true }, ...recorded })

/** What the ERP says of one that is known here: any of it. */
export const returnProgress = partial(recorded)
