import { CUSTOM_VALUES } from '@tandem/db/definitions'
import { define, defineFields } from '@tandem/kernel'
import { amount, CURRENCY, CUSTOMER, date, LINE_NUMBER, NET, ORDER, quantity, TAX, TOTAL, text, UNIT } from '../shared/fields.ts'

/** What the company asks money for, as the ERP tells it. */
export const invoiceFields = defineFields({
  number: text('Number', '编号', 40),
  type: { kind: 'choice', of: ['invoice', 'credit-note'], label: { en: 'Type', zh: '类型' } },
  customer: CUSTOMER,
  order: { ...ORDER, optional: true },
  invoiceDate: date('Invoice date', '开票日期'),
  dueDate: date('Due date', '到期日'),
  currency: CURRENCY,
  net: NET,
  tax: TAX,
  total: TOTAL,
  paid: amount('Paid', '已付'),
  custom: CUSTOM_VALUES,
  lines: {
    kind: 'lines',
    label: { en: 'Lines', zh: '明细' },
    of: {
      orderLineNumber: { ...LINE_NUMBER, optional: true },
      description: text('Description', '描述', 500),
      quantity: quantity('Quantity', '数量'),
      unit: UNIT,
      net: NET,
      tax: TAX,
    },
  },
})

export const invoice = define({
  name: 'invoice',
  plural: 'invoices',
  label: { en: 'Invoice', zh: '发票' },
  table: 'crm.invoice',
  title: ['number'],
  owner: 'customer',
  fields: invoiceFields,
})
