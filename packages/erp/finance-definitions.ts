/** The finance documents as data, for whoever shows them. */
export { account, accountFields, accountRole } from './account/definition.ts'
export { exchangeRate, exchangeRateFields } from './exchange-rate/definition.ts'
export { applyFields, creditFields, invoice, newInvoiceFields } from './invoice/definition.ts'
export { journalEntry, manualEntryFields, period, periodFields, periodTransitions } from './ledger/definition.ts'
export { allocateFields, newPaymentFields, payment, reverseFields } from './payment/definition.ts'
export { taxRate, taxRateFields } from './tax/definition.ts'
