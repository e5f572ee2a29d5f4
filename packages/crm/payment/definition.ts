import { define, defineFields } from '@tandem/kernel'
import { amount, CURRENCY, CUSTOMER, date, optionalText, text } from '../shared/fields.ts'

/** Money that came in, and which invoices it pays, as the ERP tells it. */
export const paymentFields = defineFields({
  number: text('Number', '编号', 40),
  customer: CUSTOMER,
  paymentDate: date('Date', '日期'),
  currency: CURRENCY,
  amount: amount('Amount', '金额'),
  method: text('Method', '方式', 40),
  reference: optionalText('Reference', '参考号', 100),
  allocations: {
    kind: 'lines',
    label: { en: 'Allocations', zh: '核销' },
    of: {
      invoice: { kind: 'reference', to: 'invoice', label: { en: 'Invoice', zh: '发票' } },
      amount: amount('Amount', '金额'),
    },
  },
})

export const payment = define({
  name: 'payment',
  plural: 'payments',
  label: { en: 'Payment', zh: '收款' },
  table: 'crm.payment',
  title: ['number', 'reference'],
  owner: 'customer',
  fields: paymentFields,
})
