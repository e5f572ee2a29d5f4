import { define, defineFields } from '@tandem/kernel'

const AMOUNT = { kind: 'amount', currency: 'currency', label: { en: 'Amount', zh: '金额' } } as const

export const allocationFields = defineFields({
  invoice: { kind: 'reference', to: 'invoice', label: { en: 'Invoice', zh: '发票' } },
  amount: AMOUNT,
})

const ALLOCATIONS = {
  kind: 'lines',
  optional: true,
  label: { en: 'Allocations', zh: '核销' },
  help: {
    en: 'Left out: the oldest due invoices first. An empty list: nothing, the money stays a prepayment.',
    zh: '不填：按到期日先后自动核销；空列表：不核销，留作预收款。',
  },
  of: allocationFields,
} as const

export const newPaymentFields = defineFields({
  party: { kind: 'reference', to: 'party', label: { en: 'Customer', zh: '客户' } },
  paymentDate: { kind: 'date', optional: true, label: { en: 'Date', zh: '日期' } },
  currency: { kind: 'text', max: 3, label: { en: 'Currency', zh: '币种' } },
  amount: {
    ...AMOUNT,
    help: { en: 'Negative: paid back to the customer.', zh: '负数表示退款给客户。' },
  },
  method: { kind: 'text', max: 40, label: { en: 'Method', zh: '方式' } },
  reference: { kind: 'text', max: 100, optional: true, label: { en: 'Reference', zh: '参考号' } },
  allocations: ALLOCATIONS,
})

export const allocateFields = defineFields({
  allocationDate: { kind: 'date', optional: true, label: { en: 'Date', zh: '日期' } },
  allocations: ALLOCATIONS,
})

export const reverseFields = defineFields({
  paymentDate: { kind: 'date', optional: true, label: { en: 'Date', zh: '日期' } },
  reference: { kind: 'text', max: 100, optional: true, label: { en: 'Reference', zh: '参考号' } },
})

export const PAYMENT_STATES = ['posted', 'reversed'] as const

/** Money received (or, negative, paid back). A reversal is a payment of its own with the opposite amounts. */
export const payment = define({
  name: 'payment',
  plural: 'payments',
  label: { en: 'Payment', zh: '收款' },
  table: 'erp.payment',
  states: PAYMENT_STATES,
  title: ['number'],
  fields: {
    number: { kind: 'text', set: 'by-us', label: { en: 'Number', zh: '编号' } },
    party: newPaymentFields.party,
    paymentDate: { kind: 'date', label: { en: 'Date', zh: '日期' } },
    currency: newPaymentFields.currency,
    amount: newPaymentFields.amount,
    method: newPaymentFields.method,
    reference: newPaymentFields.reference,
    reverses: { kind: 'reference', to: 'payment', optional: true, set: 'by-us', label: { en: 'Reverses', zh: '冲销收款' } },
    baseCurrency: { kind: 'text', max: 3, set: 'by-us', label: { en: 'Base currency', zh: '本位币' } },
    baseAmount: {
      kind: 'amount',
      currency: 'baseCurrency',
      set: 'by-us',
      label: { en: 'Amount in base currency', zh: '本位币金额' },
    },
    allocated: { kind: 'amount', currency: 'currency', set: 'by-us', label: { en: 'Allocated', zh: '已核销' } },
    allocations: {
      kind: 'lines',
      set: 'by-us',
      label: { en: 'Allocations', zh: '核销' },
      of: {
        lineNumber: { kind: 'integer', label: { en: 'Line', zh: '行号' } },
        ...allocationFields,
        settledDate: { kind: 'date', label: { en: 'Settled on', zh: '结算日期' } },
      },
    },
  },
})
