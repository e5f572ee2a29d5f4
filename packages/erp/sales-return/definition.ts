import { define, defineFields, partial, type Transitions } from '@tandem/kernel'
import {
  amount,
  CURRENCY,
  date,
  ITEM,
  kept,
  NUMBER,
  optionalDate,
  optionalReference,
  optionalText,
  PARTY,
  quantity,
  reference,
  UNIT,
  WAREHOUSE,
} from '../fields.ts'

export const SALES_RETURN_STATES = ['requested', 'approved', 'rejected', 'received', 'closed'] as const
export type SalesReturnState = (typeof SALES_RETURN_STATES)[number]

/** Once goods are back, it ends by a credit note, by goods sent anew, or with neither. */
export const salesReturnTransitions = {
  change: { from: ['requested'], to: 'requested' },
  approve: { from: ['requested'], to: 'approved' },
  reject: { from: ['requested', 'approved'], to: 'rejected' },
  receive: { from: ['approved'], to: 'received' },
  credit: { from: ['received'], to: 'closed' },
  replace: { from: ['received'], to: 'closed' },
  close: { from: ['received'], to: 'closed' },
} as const satisfies Transitions<SalesReturnState>

const SALES_ORDER = reference('sales-order', 'Sales order', '销售订单')
const ORDER_LINE_NUMBER = { kind: 'integer', label: { en: 'Order line', zh: '订单行号' } } as const
const REASON = { kind: 'text', max: 400, label: { en: 'Reason', zh: '退货原因' } } as const
const WISH = { kind: 'choice', of: ['refund', 'replace'], label: { en: 'Wish', zh: '客户诉求' } } as const
const ANSWER = {
  kind: 'text',
  max: 400,
  label: { en: 'Answer', zh: '答复' },
  help: { en: 'What the customer is told: where to send it, or why not', zh: '告知客户的内容：寄往何处，或不予退货的原因' },
} as const
const OPTIONAL_ANSWER = { ...ANSWER, optional: true } as const
const RETURNED = { orderLineNumber: ORDER_LINE_NUMBER, quantity: quantity('Quantity', '数量') } as const
const COST = { kind: 'amount', currency: 'baseCurrency', sensitive: 'cost' } as const

/** The input of `create`: without lines, everything that was shipped and did not come back. */
export const salesReturnFields = defineFields({
  salesOrder: SALES_ORDER,
  origin: {
    ...optionalText('Origin', '来源单号'),
    help: { en: "The CRM's number of this return; no two returns have the same.", zh: 'CRM 中该退货单的编号，不可重复。' },
  },
  requestedDate: optionalDate('Requested', '申请日期'),
  reason: REASON,
  wish: { ...WISH, optional: true, help: { en: 'A refund when left out', zh: '留空则为退款' } },
  lines: { kind: 'lines', optional: true, label: { en: 'Lines', zh: '明细' }, of: RETURNED },
})

/** The input of `change`, as long as nobody has approved. `lines` is the whole new list. */
export const salesReturnChangeFields = partial(
  defineFields({ reason: REASON, wish: WISH, lines: { kind: 'lines', label: { en: 'Lines', zh: '明细' }, of: RETURNED } }),
)

export const approveFields = defineFields({
  answer: OPTIONAL_ANSWER,
  warehouse: { ...WAREHOUSE, optional: true, help: { en: "The order's when left out", zh: '留空则为订单的仓库' } },
})

export const rejectFields = defineFields({ answer: ANSWER })

/** The input of `receive`: what came and what of it is fit for nothing. Without lines, all of it, and all of it good. */
export const receiveFields = defineFields({
  receivedDate: optionalDate('Received', '收货日期'),
  warehouse: { ...WAREHOUSE, optional: true },
  lines: {
    kind: 'lines',
    optional: true,
    label: { en: 'Lines', zh: '明细' },
    of: {
      orderLineNumber: ORDER_LINE_NUMBER,
      received: quantity('Received', '实收'),
      scrapped: { ...quantity('Of it scrapped', '其中报废'), optional: true },
    },
  },
})

export const creditReturnFields = defineFields({ invoiceDate: optionalDate('Credit note date', '红冲日期') })
export const replaceFields = defineFields({ requestedDate: optionalDate('Requested date', '需求日期') })
export const closeReturnFields = defineFields({ answer: OPTIONAL_ANSWER })

export const salesReturn = define({
  name: 'sales-return',
  plural: 'sales-returns',
  label: { en: 'Sales return', zh: '销售退货' },
  table: 'erp.sales_return',
  states: SALES_RETURN_STATES,
  title: ['number'],
  fields: {
    number: NUMBER,
    origin: salesReturnFields.origin,
    salesOrder: SALES_ORDER,
    party: kept(PARTY),
    requestedDate: date('Requested', '申请日期'),
    reason: REASON,
    wish: WISH,
    answer: kept(OPTIONAL_ANSWER),
    warehouse: kept(WAREHOUSE),
    receivedDate: kept(optionalDate('Received', '收货日期')),
    baseCurrency: kept({ kind: 'text', max: 3, label: { en: 'Base currency', zh: '本位币' } } as const),
    /** What the goods had cost when they left, and how much of that was not fit to be stocked again. */
    cost: kept({ ...COST, label: { en: 'Cost', zh: '成本' } } as const),
    scrapCost: kept({ ...COST, label: { en: 'Scrap cost', zh: '报废成本' } } as const),
    currency: kept(CURRENCY),
    credited: kept(amount('Credited', '红冲金额')),
    replacement: kept(optionalReference('sales-order', 'Replaced by', '换货订单')),
    lines: {
      kind: 'lines',
      label: { en: 'Lines', zh: '明细' },
      of: {
        ...RETURNED,
        item: ITEM,
        unit: UNIT,
        received: kept(quantity('Received', '实收')),
        scrapped: kept(quantity('Of it scrapped', '其中报废')),
        cost: kept({ ...COST, label: { en: 'Cost', zh: '成本' } } as const),
        scrapCost: kept({ ...COST, label: { en: 'Scrap cost', zh: '报废成本' } } as const),
      },
    },
    credits: {
      kind: 'lines',
      set: 'by-us',
      label: { en: 'Credit notes', zh: '红字发票' },
      of: {
        invoice: { kind: 'reference', to: 'invoice', label: { en: 'Credit note', zh: '红字发票' } },
        amount: amount('Amount', '金额'),
      },
    },
  },
})
