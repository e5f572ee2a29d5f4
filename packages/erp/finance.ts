/** The finance documents of this side, as lists for its surface. */
import { archiveAccount, assignAccountRole, changeAccount, createAccount } from './account/commands.ts'
import { account, accountRole } from './account/definition.ts'
import { accountMessages } from './account/messages.ts'
import { archiveBankAccount, changeBankAccount, createBankAccount } from './bank-account/commands.ts'
import { bankAccount } from './bank-account/definition.ts'
import { bankAccountMessages } from './bank-account/messages.ts'
import { ignoreBankLine, matchBankLine, reopenBankLine, unmatchBankLine } from './bank-line/commands.ts'
import { bankLine } from './bank-line/definition.ts'
import { bankLineMessages } from './bank-line/messages.ts'
import { bankLineProposals } from './bank-line/queries.ts'
import { readBankFile, recordBankStatement } from './bank-statement/commands.ts'
import { bankStatement } from './bank-statement/definition.ts'
import { bankStatementMessages } from './bank-statement/messages.ts'
import { bankGaps } from './bank-statement/queries.ts'
import { booksCheck } from './books/check.ts'
import { moneyChain } from './books/money-chain.ts'
import { customerWorthQuery, lineCostsQuery } from './books/worth.ts'
import { createExchangeRate } from './exchange-rate/commands.ts'
import { exchangeRate } from './exchange-rate/definition.ts'
import { exchangeRateMessages } from './exchange-rate/messages.ts'
import { applyCreditNote } from './invoice/apply.ts'
import { createInvoice } from './invoice/create.ts'
import { creditInvoice } from './invoice/credit.ts'
import { invoice } from './invoice/definition.ts'
import { invoiceMessages } from './invoice/messages.ts'
import { openInvoices, receivables, taxReport } from './invoice/queries.ts'
import { createJournalEntry, reverseJournalEntry } from './ledger/commands.ts'
import { journalEntry, period } from './ledger/definition.ts'
import { ledgerMessages } from './ledger/messages.ts'
import { closePeriod, createPeriod, numberEntries, reopenPeriod } from './ledger/period-commands.ts'
import { accountLedger, journal, trialBalance } from './ledger/queries.ts'
import { allocatePayment, createPayment, reversePayment } from './payment/commands.ts'
import { payment } from './payment/definition.ts'
import { paymentMessages } from './payment/messages.ts'
import { archiveTaxRate, changeTaxRate, createTaxRate } from './tax/commands.ts'
import { taxRate } from './tax/definition.ts'
import { taxMessages } from './tax/messages.ts'

export const financeDocuments = [
  ...[invoice, payment, account, accountRole, period, journalEntry, taxRate, exchangeRate],
  ...[bankAccount, bankStatement, bankLine],
] as const

export const financeCommands = [
  createInvoice,
  creditInvoice,
  applyCreditNote,
  createPayment,
  allocatePayment,
  reversePayment,
  createAccount,
  changeAccount,
  archiveAccount,
  assignAccountRole,
  createPeriod,
  closePeriod,
  reopenPeriod,
  numberEntries,
  createJournalEntry,
  reverseJournalEntry,
  createTaxRate,
  changeTaxRate,
  archiveTaxRate,
  createExchangeRate,
  createBankAccount,
  changeBankAccount,
  archiveBankAccount,
  recordBankStatement,
  readBankFile,
  matchBankLine,
  unmatchBankLine,
  ignoreBankLine,
  reopenBankLine,
] as const

export const financeQueries = [
  trialBalance,
  journal,
  accountLedger,
  receivables,
  openInvoices,
  taxReport,
  booksCheck,
  moneyChain,
  lineCostsQuery,
  customerWorthQuery,
  bankLineProposals,
  bankGaps,
] as const

export const financeMessages = {
  ...accountMessages,
  ...bankAccountMessages,
  ...bankLineMessages,
  ...bankStatementMessages,
  ...exchangeRateMessages,
  ...invoiceMessages,
  ...ledgerMessages,
  ...paymentMessages,
  ...taxMessages,
}
