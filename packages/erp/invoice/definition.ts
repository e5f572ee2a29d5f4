import { CUSTOM_VALUES } from '@tandem/db/definitions'
import { define, defineFields } from '@tandem/kernel'

const LINE_NUMBER = { kind: 'integer', label: { en: 'Line', zh: '行号' } } as const
const UNIT = { kind: 'text', label: { en: 'Unit', zh: '单位' } } as const

function amount(en: string, zh: string, currency = 'currency') {
  return { kind: 'amount', currency, label: { en, zh } } as const
}

/** What to invoice: everything of the order that is shipped (or needs no shipping) and not yet invoiced. */
export const newInvoiceFields = defineFields({
  salesOrder: { kind: 'reference', to: 'sales-order', label: { en: 'Sales order', zh: '销售订单' } },
  invoiceDate: { kind: 'date', optional: true, label: { en: 'Invoice date', zh: '开票日期' } },
  custom: CUSTOM_VALUES,
})

/** What to credit of an invoice: no lines at all means everything not yet credited. */
export const creditFields = defineFields({
  invoiceDate: { kind: 'date', optional: true, label: { en: 'Credit note date', zh: '红冲日期' } },
  reason: { kind: 'text', max: 400, label: { en: 'Reason', zh: '原因' } },
  lines: {
    kind: 'lines',
    optional: true,
    label: { en: 'Lines', zh: '明细' },
    of: { lineNumber: LINE_NUMBER, quantity: { kind: 'quantity', unit: 'unit', label: { en: 'Quantity', zh: '数量' } } },
  },
})

/** Sets an open credit note off against an open invoice of the same business partner. */
export const applyFields = defineFields({
  invoice: { kind: 'reference', to: 'invoice', label: { en: 'Invoice', zh: '发票' } },
  amount: { ...amount('Amount', '金额'), optional: true },
  settledDate: { kind: 'date', optional: true, label: { en: 'Date', zh: '日期' } },
})

export const INVOICE_STATES = ['open', 'paid', 'credited'] as const

/**
 * An invoice or a credit note; amounts of both are positive, the type says which way. `paid` is what is settled of it,
 * by payments or credit notes; `credited` how much of that by credit notes. Everything else never changes.
 */
export const invoice = define({
  name: 'invoice',
  plural: 'invoices',
  label: { en: 'Invoice', zh: '发票' },
  table: 'erp.invoice',
  states: INVOICE_STATES,
  title: ['number'],
  fields: {
    number: { kind: 'text', set: 'by-us', label: { en: 'Number', zh: '编号' } },
    type: { kind: 'choice', of: ['invoice', 'credit-note'], label: { en: 'Type', zh: '类型' } },
    party: { kind: 'reference', to: 'party', label: { en: 'Customer', zh: '客户' } },
    salesOrder: { kind: 'reference', to: 'sales-order', optional: true, label: { en: 'Sales order', zh: '销售订单' } },
    creditedInvoice: { kind: 'reference', to: 'invoice', optional: true, label: { en: 'Credits invoice', zh: '红冲发票' } },
    reason: { kind: 'text', max: 400, optional: true, label: { en: 'Reason', zh: '原因' } },
    invoiceDate: { kind: 'date', label: { en: 'Invoice date', zh: '开票日期' } },
    dueDate: { kind: 'date', label: { en: 'Due date', zh: '到期日' } },
    currency: { kind: 'text', max: 3, label: { en: 'Currency', zh: '币种' } },
    net: amount('Net', '未税金额'),
    tax: amount('Tax', '税额'),
    total: amount('Total', '价税合计'),
    baseCurrency: { kind: 'text', max: 3, set: 'by-us', label: { en: 'Base currency', zh: '本位币' } },
    baseTotal: { ...amount('Total in base currency', '本位币合计', 'baseCurrency'), set: 'by-us' },
    paid: { ...amount('Settled', '已结清'), set: 'by-us' },
    credited: { ...amount('Of it by credit notes', '其中红冲'), set: 'by-us' },
    custom: CUSTOM_VALUES,
    lines: {
      kind: 'lines',
      label: { en: 'Lines', zh: '明细' },
      of: {
        lineNumber: LINE_NUMBER,
        orderLineNumber: { kind: 'integer', optional: true, label: { en: 'Order line', zh: '订单行' } },
        item: { kind: 'reference', to: 'item', optional: true, label: { en: 'Item', zh: '物料' } },
        description: { kind: 'text', label: { en: 'Description', zh: '描述' } },
        quantity: { kind: 'quantity', unit: 'unit', label: { en: 'Quantity', zh: '数量' } },
        unit: UNIT,
        unitPrice: { kind: 'price', currency: 'currency', label: { en: 'Unit price', zh: '单价' } },
        discountPercent: { kind: 'percent', label: { en: 'Discount', zh: '折扣' } },
        taxRate: { kind: 'percent', label: { en: 'Tax rate', zh: '税率' } },
        net: amount('Net', '未税金额'),
        tax: amount('Tax', '税额'),
      },
    },
    /** Of a credit note: the invoices it was set off against. */
    applications: {
      kind: 'lines',
      set: 'by-us',
      label: { en: 'Set off against', zh: '冲抵' },
      of: {
        lineNumber: LINE_NUMBER,
        invoice: { kind: 'reference', to: 'invoice', label: { en: 'Invoice', zh: '发票' } },
        amount: amount('Amount', '金额'),
        settledDate: { kind: 'date', label: { en: 'Settled on', zh: '结算日期' } },
      },
    },
  },
})
