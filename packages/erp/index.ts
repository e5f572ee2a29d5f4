/** The door of the ERP: what it can do, what it says, and the functions that others run in a transaction of their own. */
import type { Migrations, Tx } from '@tandem/db'
import type { Messages, Surface } from '@tandem/kernel'
import { bankLineTransitions } from './bank-line/definition.ts'
import { expectedReceiptTransitions } from './expected-receipt/expected-receipt.ts'
import { financeCommands, financeDocuments, financeMessages, financeQueries } from './finance.ts'
import { periodTransitions } from './ledger/definition.ts'
import { mergeParty, mergePreview, unmergeParty, unmergePreview } from './merge/merge.ts'
import { salesOrderTransitions } from './sales-order/sales-order.ts'
import { salesReturnTransitions } from './sales-return/definition.ts'
import { shipmentTransitions } from './shipment/shipment.ts'
import { tradeCommands, tradeDocuments, tradeMessages, tradeQueries } from './trade.ts'

export const erpMigrations: Migrations = { schema: 'erp', folder: new URL('./migrations/', import.meta.url) }

export const erp: Surface<Tx> = {
  name: 'erp',
  label: { en: 'ERP', zh: '企业资源计划' },
  documents: [...tradeDocuments, ...financeDocuments],
  transitions: {
    ...{ period: periodTransitions, 'expected-receipt': expectedReceiptTransitions },
    ...{ 'sales-order': salesOrderTransitions, shipment: shipmentTransitions, 'sales-return': salesReturnTransitions },
    'bank-line': bankLineTransitions,
  },
  commands: [...tradeCommands, ...financeCommands, mergeParty, unmergeParty],
  queries: [...tradeQueries, ...financeQueries, mergePreview, unmergePreview],
}

export const erpMessages = { ...tradeMessages, ...financeMessages } satisfies Messages

export { type AvailabilityAnswer, type AvailabilityInput, availabilityQuery } from './atp/availability.ts'
export { readBankFile } from './bank-statement/commands.ts'
export type { BooksCheck } from './books/check.ts'
export { MONEY_DOCUMENTS, moneyOfOrders, moneyOfParties, ownersOfMoney } from './books/order-money.ts'
export { type DueShipment, dueShipments } from './flow/due-shipments.ts'
export { processSalesOrders, reserveWaiting } from './flow/process.ts'
export { serveWaiting } from './flow/serve-waiting.ts'
export { invoiceOrders } from './invoice/create.ts'
export { creditInvoices } from './invoice/credit.ts'
export { openBooks } from './ledger/books.ts'
export { foldBalances } from './ledger/posting.ts'
export { type CreditAnswer, creditQuery } from './party/credit.ts'
export { recordPayments } from './payment/commands.ts'
export {
  cancelSalesOrder,
  changeSalesOrder,
  confirmSalesOrder,
  createSalesOrder,
  placeSalesOrders,
} from './sales-order/commands.ts'
export type { SalesOrder } from './sales-order/sales-order.ts'
