import { define, defineFields, type Transitions } from '@tandem/kernel'

export const PERIOD_STATES = ['open', 'closed'] as const
export type PeriodState = (typeof PERIOD_STATES)[number]

export const periodTransitions = {
  close: { from: ['open'], to: 'closed' },
  reopen: { from: ['closed'], to: 'open' },
} as const satisfies Transitions<PeriodState>

export const periodFields = defineFields({
  month: { kind: 'text', max: 7, label: { en: 'Month', zh: '会计期间' }, help: { en: 'Like 2026-03.', zh: '如 2026-03。' } },
})

/** A month of the books. Months without a row are open, as long as no later month is closed. */
export const period = define({
  name: 'period',
  plural: 'periods',
  label: { en: 'Period', zh: '会计期间' },
  table: 'erp.period',
  states: PERIOD_STATES,
  title: ['month'],
  fields: periodFields,
})

const CURRENCY = { kind: 'text', max: 3, label: { en: 'Currency', zh: '币种' } } as const

function amount(currency: string, en: string, zh: string) {
  return { kind: 'amount', currency, label: { en, zh } } as const
}

/** The line of a journal entry as a person types it. */
export const manualLineFields = defineFields({
  account: { kind: 'reference', to: 'account', label: { en: 'Account', zh: '科目' } },
  debit: amount('currency', 'Debit', '借方'),
  credit: amount('currency', 'Credit', '贷方'),
})

export const manualEntryFields = defineFields({
  entryDate: { kind: 'date', optional: true, label: { en: 'Date', zh: '日期' } },
  description: { kind: 'text', max: 400, label: { en: 'Description', zh: '摘要' } },
  currency: CURRENCY,
  lines: { kind: 'lines', label: { en: 'Lines', zh: '分录' }, of: manualLineFields },
})

/** One entry of the journal, forever as it was posted. `sourceDocument`, `sourceId` and `step` say what it comes from. */
export const journalEntry = define({
  name: 'journal-entry',
  plural: 'journal-entries',
  label: { en: 'Journal entry', zh: '记账凭证' },
  table: 'erp.journal_entry',
  title: ['entryDate', 'description'],
  fields: {
    entryDate: { kind: 'date', label: { en: 'Date', zh: '日期' } },
    period: { kind: 'text', max: 7, set: 'by-us', label: { en: 'Period', zh: '会计期间' } },
    sourceDocument: { kind: 'text', set: 'by-us', label: { en: 'From', zh: '来源类型' } },
    sourceId: { kind: 'reference', to: '*', set: 'by-us', label: { en: 'Source document', zh: '来源单据' } },
    step: { kind: 'text', set: 'by-us', label: { en: 'Step', zh: '步骤' } },
    description: { kind: 'text', max: 400, label: { en: 'Description', zh: '摘要' } },
    baseCurrency: { kind: 'text', max: 3, set: 'by-us', label: { en: 'Base currency', zh: '本位币' } },
    lines: {
      kind: 'lines',
      label: { en: 'Lines', zh: '分录' },
      of: {
        account: { kind: 'reference', to: 'account', label: { en: 'Account', zh: '科目' } },
        party: { kind: 'reference', to: 'party', optional: true, label: { en: 'Party', zh: '往来单位' } },
        entryDate: { kind: 'date', label: { en: 'Date', zh: '日期' } },
        currency: CURRENCY,
        debit: amount('currency', 'Debit', '借方'),
        credit: amount('currency', 'Credit', '贷方'),
        baseDebit: amount('baseCurrency', 'Debit in base currency', '本位币借方'),
        baseCredit: amount('baseCurrency', 'Credit in base currency', '本位币贷方'),
      },
    },
  },
})
