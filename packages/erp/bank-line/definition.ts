import { define, defineFields, type Transitions } from '@tandem/kernel'
import { amount, CURRENCY, date, kept, LINE_NUMBER, optionalDate, optionalReference, optionalText, reference } from '../fields.ts'
import { newPaymentFields } from '../payment/definition.ts'

/** What a bank says of one movement. */
export const movementFields = defineFields({
  bookingDate: date('Booked on', '记账日期'),
  valueDate: optionalDate('Value date', '起息日'),
  amount: {
    ...amount('Amount', '金额'),
    help: { en: 'Negative: money that went out.', zh: '负数表示支出。' },
  },
  counterparty: optionalText('Counterparty', '对方户名'),
  counterpartyAccount: optionalText('Counterparty’s account', '对方账号'),
  reference: { kind: 'text', max: 2000, optional: true, label: { en: 'Reference', zh: '附言' } },
  bankReference: {
    kind: 'text',
    max: 200,
    optional: true,
    label: { en: 'Bank reference', zh: '银行流水号' },
    help: { en: 'What the bank itself calls this movement.', zh: '银行为该笔交易编的流水号。' },
  },
})

/** Who paid and what for, or a payment that is recorded already. */
export const matchFields = defineFields({
  party: { ...newPaymentFields.party, optional: true },
  allocations: newPaymentFields.allocations,
  payment: optionalReference('payment', 'Payment', '收款'),
})

export const unmatchFields = defineFields({
  paymentDate: {
    ...optionalDate('Reversed on', '冲销日期'),
    help: { en: 'Of the reversal, when the payment was recorded from this line.', zh: '若收款由该行登记，则为冲销日期。' },
  },
})

export const ignoreFields = defineFields({ reason: { kind: 'text', max: 400, label: { en: 'Reason', zh: '原因' } } })

export const BANK_LINE_STATES = ['open', 'matched', 'ignored'] as const

export const bankLineTransitions = {
  match: { from: ['open'], to: 'matched' },
  unmatch: { from: ['matched'], to: 'open' },
  ignore: { from: ['open'], to: 'ignored' },
  reopen: { from: ['ignored'], to: 'open' },
} as const satisfies Transitions<(typeof BANK_LINE_STATES)[number]>

/** One movement on a bank account, kept once, whatever statements tell of it. */
export const bankLine = define({
  name: 'bank-line',
  plural: 'bank-lines',
  label: { en: 'Bank movement', zh: '银行流水' },
  table: 'erp.bank_line',
  states: BANK_LINE_STATES,
  title: ['counterparty', 'reference'],
  fields: {
    bankStatement: kept(reference('bank-statement', 'Bank statement', '银行对账单')),
    bankAccount: kept(reference('bank-account', 'Bank account', '银行账户')),
    lineNumber: kept(LINE_NUMBER),
    bookingDate: kept(movementFields.bookingDate),
    valueDate: kept(movementFields.valueDate),
    amount: kept(movementFields.amount),
    currency: kept(CURRENCY),
    counterparty: kept(movementFields.counterparty),
    counterpartyAccount: kept(movementFields.counterpartyAccount),
    reference: kept(movementFields.reference),
    bankReference: kept(movementFields.bankReference),
    fingerprint: kept({
      kind: 'text',
      label: { en: 'Known by', zh: '识别依据' },
      help: {
        en: 'Day, amount and the bank’s own reference, else counterparty and text; the last number counts equal ones of a day.',
        zh: '日期、金额和银行流水号；无流水号时为对方和附言。最后的数字区分同一天完全相同的流水。',
      },
    } as const),
    payment: kept(optionalReference('payment', 'Payment', '收款')),
    match: kept({
      kind: 'choice',
      of: ['recorded', 'existing'],
      optional: true,
      label: { en: 'Match', zh: '匹配方式' },
      help: {
        en: 'Recorded: the payment was made from this line. Existing: it was there already.',
        zh: '“登记”表示收款由该行生成；“已有”表示收款原已存在。',
      },
    } as const),
    reason: kept({ ...ignoreFields.reason, optional: true } as const),
  },
})
